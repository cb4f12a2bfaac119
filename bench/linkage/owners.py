"""Whose row is it: from the dump's own foreign keys, and from which rows one transaction wrote.

A row is a person's if all that it hangs on and all that hangs on it leads to that person and nobody else. A
municipality, a shop, a system's account lead to many and are nobody's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from bench.linkage.dump import WRITER, Dump, canonical

__all__ = ["MANY", "NOBODY", "Owners", "find_owners"]

NOBODY, MANY = -1, -2
ROUNDS = 10

Ints = npt.NDArray[np.int64]
Owners = dict[str, Ints]


@dataclass(frozen=True)
class _Edge:
    """Row `child_rows[i]` of one table hangs on row `parent_rows[i]` of another."""

    child: str
    parent: str
    child_rows: Ints
    parent_rows: Ints


def find_owners(dump: Dump, people: Sequence[Any]) -> Owners:
    """For each table the person (a place in `people`, keys of the root table) of each row."""
    table, key = dump.root
    places = {canonical(person): place for place, person in enumerate(people)}
    sizes = {name: table.rows for name, table in dump.tables.items()}
    edges = [*_foreign_keys(dump), *_transactions(dump, sizes)]
    owners = {name: np.full(size, NOBODY, dtype=np.int64) for name, size in sizes.items()}
    root = np.array([places.get(canonical(value), NOBODY) for value in dump.tables[table].columns[key]])
    owners[table] = root.astype(np.int64)
    for _ in range(ROUNDS):
        before = {name: owner.copy() for name, owner in owners.items()}
        for edge in edges:
            _settle(owners, edge.child, edge.child_rows, owners[edge.parent][edge.parent_rows])
            _settle(owners, edge.parent, edge.parent_rows, owners[edge.child][edge.child_rows])
        owners[table] = root.astype(np.int64)
        if all(np.array_equal(before[name], owner) for name, owner in owners.items()):
            break
    return {name: owners[name] for name in dump.tables}


def _settle(owners: Owners, name: str, rows: Ints, claims: Ints) -> None:
    """Let rows belong to who claims them; to nobody any more where two do."""
    said = claims >= 0
    least = np.full(len(owners[name]), np.iinfo(np.int64).max)
    most = np.full(len(owners[name]), NOBODY, dtype=np.int64)
    np.minimum.at(least, rows[said], claims[said])
    np.maximum.at(most, rows[said], claims[said])
    own = owners[name]
    claimed = most >= 0
    one = claimed & (least == most)
    own[one & (own == NOBODY)] = most[one & (own == NOBODY)]
    own[(claimed & ~one) | (one & (own >= 0) & (own != most))] = MANY


def _foreign_keys(dump: Dump) -> list[_Edge]:
    edges = []
    for table in dump.tables.values():
        for reference in table.references:
            referred = dump.tables[reference.table]
            found = {key: row for row, key in enumerate(_keys(referred.columns, reference.referred))}
            pairs = [
                (row, found[key])
                for row, key in enumerate(_keys(table.columns, reference.columns))
                if key in found
            ]
            edges.append(_edge(table.name, reference.table, pairs))
    return edges


def _keys(columns: Any, names: tuple[str, ...]) -> list[tuple[Any, ...]]:
    return [
        tuple(canonical(value) if canonical(value) is not None else value for value in row)
        for row in zip(*(columns[name] for name in names), strict=True)
    ]


def _transactions(dump: Dump, sizes: dict[str, int]) -> list[_Edge]:
    """Every transaction is a row of a table that is not there."""
    numbers = sorted({writer for table in dump.tables.values() for writer in table.columns.get(WRITER, ())})
    places = {number: place for place, number in enumerate(numbers)}
    sizes[WRITER] = len(numbers)
    return [
        _edge(table.name, WRITER, [(row, places[n]) for row, n in enumerate(table.columns[WRITER])])
        for table in dump.tables.values()
        if WRITER in table.columns
    ]


def _edge(child: str, parent: str, pairs: list[tuple[int, int]]) -> _Edge:
    both = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return _Edge(child, parent, both[:, 0], both[:, 1])
