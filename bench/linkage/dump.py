"""A full dump of one side as an attacker has it: every column, the order of rows, and what the engine adds.

PostgreSQL adds to each row the numbers of the transactions that wrote and that last locked it, the command's
number within the first, and its place; SQLite its row number. They stand in columns of their own here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

import sqlalchemy as sa

__all__ = ["LOCKER", "PLACE", "WRITER", "Dump", "Reference", "Table", "canonical", "read_dump"]

PLACE, WRITER, LOCKER, COMMAND = "(place)", "(written by)", "(locked by)", "(command)"
PAGE_BITS = 16
UUID_DIGITS = 32


@dataclass(frozen=True)
class Reference:
    """A foreign key: these columns name a row of that table."""

    columns: tuple[str, ...]
    table: str
    referred: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """One table, rows in physical order."""

    name: str
    columns: Mapping[str, Sequence[Any]]
    references: tuple[Reference, ...]

    @property
    def rows(self) -> int:
        """How many."""
        return len(next(iter(self.columns.values()), ()))

    def with_column(self, name: str, values: Sequence[Any]) -> Table:
        """A copy with one more column, or with another in its place."""
        return replace(self, columns={**self.columns, name: values})


@dataclass(frozen=True)
class Dump:
    """One side. `root` is the table of people and its key."""

    root: tuple[str, str]
    tables: Mapping[str, Table] = field(repr=False)

    def with_table(self, table: Table) -> Dump:
        """A copy with another table in its place."""
        return replace(self, tables={**self.tables, table.name: table})


def read_dump(url: str, root: tuple[str, str]) -> Dump:
    """Everything that the database tells who may read all of it."""
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    try:
        with engine.connect() as connection:
            inspector = sa.inspect(connection)
            names = [name for name in inspector.get_table_names() if name != "alembic_version"]
            return Dump(root, {name: _read_table(connection, inspector, name) for name in names})
    finally:
        engine.dispose()


def canonical(value: Any) -> bytes | None:
    """One form for what both engines keep in different ones; None for what is no text and no bytes.

    SQLite keeps a UUID as 32 hexadecimal digits.
    """
    if isinstance(value, UUID):
        return value.bytes
    if isinstance(value, str):
        if len(value) == UUID_DIGITS:
            try:
                return bytes.fromhex(value)
            except ValueError:
                pass
        return value.encode()
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value)
    return None


def _read_table(connection: sa.Connection, inspector: sa.Inspector, name: str) -> Table:
    quoted = connection.dialect.identifier_preparer.quote(name)
    if connection.dialect.name == "postgresql":
        hidden = "ctid::text, xmin::text::bigint, xmax::text::bigint, cmin::text::bigint"
        added = [PLACE, WRITER, LOCKER, COMMAND]
        order = "ctid"
    else:
        hidden, added, order = "rowid", [PLACE], "rowid"
    own = [column["name"] for column in inspector.get_columns(name)]
    statement = f"SELECT {hidden}, * FROM {quoted} ORDER BY {order}"  # noqa: S608 - names of our own tables
    rows = connection.exec_driver_sql(statement).fetchall()
    columns: dict[str, Sequence[Any]] = {
        column: [row[number] for row in rows] for number, column in enumerate([*added, *own])
    }
    if connection.dialect.name == "postgresql":
        columns[PLACE] = [_place(text) for text in columns[PLACE]]
    references = tuple(
        Reference(
            tuple(key["constrained_columns"]), str(key["referred_table"]), tuple(key["referred_columns"])
        )
        for key in inspector.get_foreign_keys(name)
    )
    return Table(name, columns, references)


def _place(ctid: str) -> int:
    page, _, slot = ctid.strip("()").partition(",")
    return (int(page) << PAGE_BITS) | int(slot)
