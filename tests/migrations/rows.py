"""Rows for a schema of any age: a tester names the values that matter, the rest is made up by type."""

from __future__ import annotations

import datetime as dt
import os
import uuid
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

__all__ = ["Rows"]


class Rows:
    """Writes into whatever tables there are now. `key` gives the key of the row last written to a table."""

    def __init__(self, connection: sa.Connection, keys: dict[str, Any]) -> None:
        self.connection = connection
        self._keys = keys

    def key(self, table: str) -> Any:
        return self._keys[table]

    def insert(self, name: str, /, **given: Any) -> Any:
        """Write one row and give its key, or the first part of it."""
        table = sa.Table(name, sa.MetaData(), autoload_with=self.connection)
        values = {
            column.name: given.get(column.name, None if column.nullable else _made_up(column))
            for column in table.columns
        }
        self.connection.execute(table.insert().values(**values))
        self._keys[name] = values[next(iter(table.primary_key)).name]
        return self._keys[name]

    def refuses(self, name: str, /, **given: Any) -> str:
        """Try a row that a constraint forbids; what the database said."""
        kept = dict(self._keys)
        try:
            with self.connection.begin_nested():
                self.insert(name, **given)
        except IntegrityError as error:
            self._keys.clear()
            self._keys.update(kept)
            return str(error.orig)
        return ""

    def all(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of every table."""
        tables = set(sa.inspect(self.connection).get_table_names()) - {"alembic_version"}
        return {
            table: sorted(
                (tuple(row) for row in self.connection.execute(sa.text(f'SELECT * FROM "{table}"'))),  # noqa: S608 - names from the catalogue
                key=repr,
            )
            for table in sorted(tables)
        }


def _made_up(column: sa.Column[Any]) -> Any:  # noqa: PLR0911 - one line a type
    kind = column.type
    if isinstance(kind, sa.Uuid):
        return uuid.uuid4()
    if isinstance(kind, sa.LargeBinary):
        return os.urandom(32)
    if isinstance(kind, sa.Boolean):
        return False
    if isinstance(kind, sa.Integer):
        return 1
    if isinstance(kind, sa.DateTime):
        return dt.datetime(2026, 4, 6, 1, 0, tzinfo=dt.UTC)
    if isinstance(kind, sa.Date):
        return dt.date(2026, 4, 6)
    if isinstance(kind, sa.CHAR):  # how SQLite keeps a UUID
        return uuid.uuid4().hex
    if isinstance(kind, sa.String):
        return "見本"[: kind.length]
    raise TypeError(kind)
