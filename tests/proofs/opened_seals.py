"""What the seals of one side hold, for who has that side's ring: every leaf of every sealed value."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from types import ModuleType
from typing import Any
from uuid import UUID

from bench.linkage.dump import Dump, canonical
from mykey.crypto.sealed_values import SealedColumn

__all__ = ["leaves_of"]

Open = Callable[[SealedColumn, Any, bytes], Any]


def leaves_of(
    dump: Dump, keys: dict[str, str], modules: Iterable[ModuleType], open_sealed: Open
) -> list[Any]:
    """`keys`: table → the column that its seals are bound to. Moments are left out: in seals they may be."""
    sealed = [
        value for module in modules for value in vars(module).values() if isinstance(value, SealedColumn)
    ]
    found: list[Any] = []
    for column in {(one.table, one.column): one for one in sealed}.values():
        table = dump.tables[column.table]
        rows = zip(table.columns[keys[column.table]], table.columns[column.column], strict=True)
        for row, value in rows:
            if value is not None:
                found.extend(_leaves(open_sealed(column, _row(row), bytes(value))))
    return found


def _row(key: Any) -> UUID | bytes | str:
    """As it was bound: SQLite gives UUIDs as text."""
    if isinstance(key, str):
        octets = canonical(key) or b""
        return UUID(bytes=octets) if len(octets) == len(UUID(int=0).bytes) else key
    return key if isinstance(key, UUID) else bytes(key)


def _leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from _leaves(inner)
    elif not _is_moment(value):
        yield value


def _is_moment(value: Any) -> bool:
    if not isinstance(value, str) or value.isdigit():
        return False
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True
