"""A dump as numbers by person: whatever can be ordered, counted or measured, without knowing what it is.

A value gives several: itself, its length, and eight of its bytes read as a number, at a few places. A person
with several rows of a table gives the least and the greatest of each, and how many there are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
import numpy.typing as npt

from bench.linkage.dump import Dump, canonical
from bench.linkage.owners import Owners

__all__ = ["Floats", "Numbers", "numbers_of"]

Floats = npt.NDArray[np.float64]

#: Where eight bytes are read: from the start, past a byte for a version, past another eight, at the end.
STARTS = (0, 1, 8, -8)
WORD = 8


@dataclass(frozen=True)
class Numbers:
    """One side: a name and a column of numbers each; the same as ranks from 0 to 1. Missing: not a number."""

    names: list[str]
    values: Floats
    ranks: Floats


def numbers_of(dump: Dump, owners: Owners, people: int) -> Numbers:
    """All numbers of all people. What is the same for everybody is left out."""
    names: list[str] = []
    columns: list[Floats] = []
    for name, column in _columns(dump, owners, people):
        seen = column[~np.isnan(column)]
        if len(seen) < people or (len(seen) and seen.min() != seen.max()):
            names.append(name)
            columns.append(column)
    values = np.column_stack(columns) if columns else np.empty((people, 0))
    ranks = np.column_stack([_ranks(column) for column in columns]) if columns else values
    different = ~np.all(np.isnan(values), axis=0)
    return Numbers(
        [n for n, kept in zip(names, different, strict=True) if kept],
        values[:, different],
        ranks[:, different],
    )


def _columns(dump: Dump, owners: Owners, people: int) -> Iterator[tuple[str, Floats]]:
    for table in dump.tables.values():
        owner = owners[table.name]
        own = np.flatnonzero(owner >= 0)
        if not len(own):
            continue
        whose = owner[own]
        counts = np.bincount(whose, minlength=people).astype(float)
        yield f"{table.name}: rows", counts
        for column, values in table.columns.items():
            for view, numbers in _views([values[row] for row in own.tolist()]):
                yield from _gather(f"{table.name}.{column}{view}", numbers, whose, people, counts.max() > 1)


def _gather(
    name: str, numbers: Floats, whose: npt.NDArray[np.int64], people: int, several: bool
) -> Iterator[tuple[str, Floats]]:
    least = np.full(people, np.nan)
    np.fmin.at(least, whose, numbers)
    yield (f"{name}, least" if several else name), least
    if several:
        most = np.full(people, np.nan)
        np.fmax.at(most, whose, numbers)
        yield f"{name}, most", most


def _views(values: Sequence[Any]) -> Iterator[tuple[str, Floats]]:
    present = next((value for value in values if value is not None), None)
    if present is None:
        return
    plain = [_plain(value) for value in values]
    if all(number is not None for number, value in zip(plain, values, strict=True) if value is not None):
        yield "", np.array([np.nan if number is None else number for number in plain])
        return
    texts = [canonical(value) for value in values]
    yield " length", np.array([np.nan if text is None else len(text) for text in texts], dtype=float)
    for start in STARTS:
        yield f" bytes at {start}", np.array([_word(text, start) for text in texts])


def _plain(value: Any) -> float | None:
    """A number or a moment as a number; SQLite keeps moments as text."""
    if isinstance(value, bool | int | float):
        return float(value)
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value) if not value.isdigit() else None
        except ValueError:
            return None
    if isinstance(value, datetime):
        return value.timestamp()
    if isinstance(value, date):
        return float(value.toordinal() * 86400)
    return None


def _word(text: bytes | None, start: int) -> float:
    if text is None or (start >= 0 and len(text) <= start):
        return np.nan
    return float(
        int.from_bytes((text[start:] if start < 0 else text[start : start + WORD]).ljust(WORD, b"\0"))
    )


def _ranks(column: Floats) -> Floats:
    ranks = np.full(len(column), np.nan)
    seen = ~np.isnan(column)
    count = int(seen.sum())
    if count:
        # Equal ones share the middle of their places.
        _, places, counts = np.unique(column[seen], return_inverse=True, return_counts=True)
        ranks[seen] = (np.cumsum(counts) - counts / 2)[places] / count
    return ranks
