"""A database's shape as plain values, to compare two: also what Alembic's own comparison leaves out."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

__all__ = ["schema_of"]

_UNLOGGED = """
    SELECT relname FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relpersistence = 'u'
"""


def schema_of(connection: sa.Connection, *, storage: bool = True) -> dict[str, Any]:
    """Tables, columns, comments, keys, checks, indexes with their conditions; `storage`: unlogged or not."""
    inspector = sa.inspect(connection)
    found: dict[str, Any] = {}
    for table in sorted(set(inspector.get_table_names()) - {"alembic_version"}):
        found[table] = {
            "columns": [_column(column) for column in inspector.get_columns(table)],
            "primary key": _plain(inspector.get_pk_constraint(table)),
            "foreign keys": _sorted(inspector.get_foreign_keys(table)),
            "uniques": _sorted(inspector.get_unique_constraints(table)),
            "checks": _sorted(inspector.get_check_constraints(table)),
            "indexes": _sorted(inspector.get_indexes(table)),
        }
    if storage and connection.dialect.name == "postgresql":
        found["unlogged"] = sorted(connection.scalars(sa.text(_UNLOGGED)))
    return found


def _column(column: Any) -> dict[str, Any]:
    return _plain(column) | {"type": str(column["type"])}


def _sorted(parts: Any) -> list[Any]:
    return sorted((_plain(part) for part in parts), key=repr)


def _plain(part: Any) -> dict[str, Any]:
    options = {name: str(value) for name, value in part.get("dialect_options", {}).items()}
    return {**part, "dialect_options": options}
