"""Which constraint a refused write ran into, so that services map it to a domain error by its name.

PostgreSQL says the name. SQLite names the columns of a unique constraint instead (and the name of a check),
so its answer is looked up in the metadata: the same word on both engines (style.md, habit 11).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Column, PrimaryKeyConstraint, Table, UniqueConstraint
from sqlalchemy.exc import IntegrityError

from mykey.models.base import Base

__all__ = ["violated_constraint"]

_UNIQUE = re.compile(r"UNIQUE constraint failed: (?!index )(.+)")
_CHECK = re.compile(r"CHECK constraint failed: (.+)")


def violated_constraint(error: IntegrityError) -> str | None:
    """The constraint's or unique index's name as the metadata has it; None where the database did not say."""
    diagnosis = getattr(error.orig, "diag", None)
    if diagnosis is not None:
        return diagnosis.constraint_name or None
    text = str(error.orig)
    if unique := _UNIQUE.search(text):
        return _unique_names().get(frozenset(unique[1].split(", ")))
    if check := _CHECK.search(text):
        return check[1]
    return None


def _unique_names() -> dict[frozenset[str], str]:
    names: dict[frozenset[str], str] = {}
    for table in Base.metadata.tables.values():
        uniques = [
            one for one in table.constraints if isinstance(one, UniqueConstraint | PrimaryKeyConstraint)
        ]
        for found in uniques:
            names[_columns(table, found.columns)] = str(found.name)
        for index in table.indexes:
            if index.unique:
                names[_columns(table, index.columns)] = str(index.name)
    return names


def _columns(table: Table, columns: Iterable[Column[Any]]) -> frozenset[str]:
    return frozenset(f"{table.name}.{column.name}" for column in columns)
