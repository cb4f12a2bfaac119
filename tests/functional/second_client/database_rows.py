"""Every row of both databases, and what differs between two looks at them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, inspect

__all__ = ["COUNTED", "Dump", "Rows", "differences"]

#: What any answer, a refusal included, may leave behind: nonces, limits and counters.
COUNTED = frozenset({"core.nonces", "core.nonce_marks", "core.limits", "core.terminal_usage"})

Row = dict[str, Any]
Dump = dict[str, dict[tuple[Any, ...], Row]]


@dataclass
class Rows:
    """All tables of the databases `engines` names."""

    engines: dict[str, Engine]

    def __post_init__(self) -> None:
        self._keys: dict[str, dict[str, list[str]]] = {}
        for side, engine in self.engines.items():
            inspector = inspect(engine)
            self._keys[side] = {
                table: inspector.get_pk_constraint(table)["constrained_columns"]
                for table in inspector.get_table_names()
            }

    def dump(self) -> Dump:
        """The rows by table (`side.table`) and primary key."""
        found: Dump = {}
        for side, engine in self.engines.items():
            with engine.connect() as connection:
                read = _postgresql_rows if engine.dialect.name == "postgresql" else _sqlite_rows
                found |= {f"{side}.{table}": {} for table in self._keys[side]}
                for table, row in read(connection, list(self._keys[side])):
                    key = tuple(row[name] for name in self._keys[side][table])
                    found[f"{side}.{table}"][key] = row
        return found


def differences(before: Dump, after: Dump) -> set[str]:
    """`side.table` where rows came or went, `side.table.column` where a value changed; `COUNTED` aside."""
    return {name for table in before if table not in COUNTED for name in _differences(table, before, after)}


def _differences(table: str, before: Dump, after: Dump) -> Iterator[str]:
    old, new = before[table], after[table]
    if old.keys() != new.keys():
        yield table
    for key in old.keys() & new.keys():
        if old[key] != new[key]:
            yield from (f"{table}.{name}" for name in old[key] if old[key][name] != new[key][name])


def _sqlite_rows(connection: Connection, tables: list[str]) -> Iterator[tuple[str, Row]]:
    for table in tables:
        for row in connection.exec_driver_sql(f'SELECT * FROM "{table}"').mappings():  # noqa: S608 -- the database's own names
            yield table, dict(row)


def _postgresql_rows(connection: Connection, tables: list[str]) -> Iterator[tuple[str, Row]]:
    """One statement for all tables: twenty-odd round trips each time would be most of a test's time."""
    of_each = [f"SELECT '{table}', to_jsonb(one)::text FROM \"{table}\" one" for table in tables]  # noqa: S608 -- as above
    for table, row in connection.exec_driver_sql(" UNION ALL ".join(of_each)):
        yield table, json.loads(row)
