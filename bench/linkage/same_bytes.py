"""Which person of one side holds the same bytes as which of the other: values, and pieces of values.

A value's plain hash counts as a value. What many people of a side hold (a word, a day, a header) says nothing
of one and is left out. Of pieces, one in eight is looked at, chosen by what it is, so that both sides choose
alike.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from bench.linkage.dump import Dump, canonical
from bench.linkage.owners import Ints, Owners

__all__ = ["SamePairs", "same_bytes"]

SHORTEST = 6
FEW = 3
PIECE = 8
ROWS_AT_ONCE = 500

Words = npt.NDArray[np.uint64]
#: place of a core's person × number of people + place of a points side's person → how many same bytes
SamePairs = dict[int, int]


def same_bytes(core: tuple[Dump, Owners], points: tuple[Dump, Owners], people: int) -> SamePairs:
    """How many values and pieces a pair of people has in common."""
    (ours, ones), (theirs, others) = (_marks(dump, owners) for dump, owners in (core, points))
    pairs: SamePairs = defaultdict(int)
    for mark in np.intersect1d(ours, theirs):
        for one in _bearers(ours, ones, mark):
            for other in _bearers(theirs, others, mark):
                pairs[one * people + other] += 1
    return dict(pairs)


def _bearers(marks: Words, bearers: Ints, mark: np.uint64) -> list[int]:
    begin, end = np.searchsorted(marks, [mark, mark + np.uint64(1)])
    found: list[int] = bearers[begin:end].tolist()
    return found


def _marks(dump: Dump, owners: Owners) -> tuple[Words, Ints]:
    """Marks that few people bear, in order, and who bears them."""
    parts: list[tuple[Words, Ints]] = [(np.empty(0, dtype=np.uint64), np.empty(0, dtype=np.int64))]
    for table in dump.tables.values():
        own = np.flatnonzero(owners[table.name] >= 0)
        whose = owners[table.name][own]
        for name, values in table.columns.items():
            if not name.startswith("("):
                parts.extend(_marks_of_column([values[row] for row in own.tolist()], whose))
    marks, bearers = (np.concatenate(part) for part in zip(*parts, strict=True))
    order = np.lexsort((bearers, marks))
    marks, bearers = marks[order], bearers[order]
    once = np.ones(len(marks), dtype=bool)
    once[1:] = (marks[1:] != marks[:-1]) | (bearers[1:] != bearers[:-1])
    marks, bearers = marks[once], bearers[once]
    _, places, counts = np.unique(marks, return_inverse=True, return_counts=True)
    few = counts[places] <= FEW
    return marks[few], bearers[few]


def _marks_of_column(values: list[Any], whose: Ints) -> Iterator[tuple[Words, Ints]]:
    marks, bearers = [], []
    by_length: dict[int, tuple[list[bytes], list[int]]] = defaultdict(lambda: ([], []))
    for value, who in zip(values, whose.tolist(), strict=True):
        for form in _forms(value):
            marks.append(int.from_bytes(hashlib.blake2b(form, digest_size=8).digest()))
            bearers.append(who)
            if len(form) > PIECE:
                texts, holders = by_length[len(form)]
                texts.append(form)
                holders.append(who)
    yield np.array(marks, dtype=np.uint64), np.array(bearers, dtype=np.int64)
    for length, (texts, holders) in by_length.items():
        for begin in range(0, len(texts), ROWS_AT_ONCE):
            yield _pieces(texts[begin : begin + ROWS_AT_ONCE], length, holders[begin : begin + ROWS_AT_ONCE])


def _forms(value: Any) -> Iterator[bytes]:
    if isinstance(value, int) and not isinstance(value, bool):
        if len(str(value)) >= SHORTEST:
            yield str(value).encode()
        return
    own = canonical(value)
    if own is None or len(own) < SHORTEST:
        return
    yield own
    yield hashlib.sha256(own).digest()
    if isinstance(value, str):
        try:
            yield base64.urlsafe_b64decode(
                value.replace("+", "-").replace("/", "_") + "=" * (-len(value) % 4)
            )
        except (binascii.Error, ValueError):
            return


def _pieces(texts: list[bytes], length: int, holders: list[int]) -> tuple[Words, Ints]:
    table = np.frombuffer(b"".join(texts), dtype=np.uint8).reshape(len(texts), length)
    pieces = np.lib.stride_tricks.sliding_window_view(table, PIECE, axis=1)
    words = np.ascontiguousarray(pieces).view(np.uint64)[..., 0]
    chosen = (words * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(61) == 0
    rows, places = np.nonzero(chosen)
    return words[rows, places], np.array(holders, dtype=np.int64)[rows]
