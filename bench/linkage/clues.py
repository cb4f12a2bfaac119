"""Which column of one side goes with which of the other, as the training people show it.

Looked for are: any smooth relation of ranks (rising, falling, the same place of some cycle), values that lie
near each other, values that are equal, and few-valued columns whose values come together, however they are
written on either side.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bench.linkage.evidence import Evidence
from bench.linkage.numbers import Floats
from bench.linkage.owners import Ints

__all__ = ["Clues", "find_clues"]

#: Of how many cycles over all people a column is compared; half a cycle is a plain order.
CYCLES = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
#: Of each column a few: many columns tell the same.
EACH_COLUMN = 6
#: Columns whose ranges have this share in common may be of one unit.
COMMON_RANGE = 0.2
#: People by whom it is seen whether values lie near each other.
ENOUGH = 2000
#: A column of words has at most so many values.
WORDS = 40
#: As if every pair of words had been seen so often more: what was seen once teaches little.
CAUTION = 5.0
#: Agreement that chance gives once in seven hundred columns is not looked at.
STANDS_OUT = 3.0

Pairs = list[tuple[int, int]]


@dataclass(frozen=True)
class _Lift:
    """How much oftener than by chance a word of one column comes with one of another, as logarithms."""

    core_words: Floats
    points_words: Floats
    table: Floats


@dataclass(frozen=True)
class Clues:
    """Pairs of columns (places in core and points): to be subtracted, held equal, or read as words."""

    near: Pairs
    equal: Pairs
    words: dict[tuple[int, int], _Lift]

    def names(self, evidence: Evidence) -> list[str]:
        """For people: `~` lie near, `=` are equal, `&` come together."""
        core, points = evidence.core.names, evidence.points.names
        signs = (("~", self.near), ("=", self.equal), ("&", self.words))
        return [f"{core[a]} {sign} {points[b]}" for sign, pairs in signs for a, b in pairs]

    def features(self, evidence: Evidence, ones: Ints, others: Ints) -> npt.NDArray[np.float32]:
        """A row for each pair of people: differences of ranks and of values, agreements, bytes in common."""
        columns = [evidence.same_of(ones, others)]
        for a, b in self.near:
            ranks = evidence.core.ranks[ones, a] - evidence.points.ranks[others, b]
            values = evidence.core.values[ones, a] - evidence.points.values[others, b]
            columns += [ranks, np.abs(ranks), np.sign(values) * np.log1p(np.abs(values))]
        for a, b in self.equal:
            columns.append((evidence.core.values[ones, a] == evidence.points.values[others, b]).astype(float))
        for (a, b), lift in self.words.items():
            mine = _codes(evidence.core.values[ones, a], lift.core_words)
            theirs = _codes(evidence.points.values[others, b], lift.points_words)
            columns.append(lift.table[mine, theirs])
        return np.column_stack(columns).astype(np.float32)


def find_clues(evidence: Evidence, training: Ints, count: int) -> Clues:
    """The best pairs of columns: `count` to be subtracted, and a third as many of the other sorts."""
    if not evidence.core.names or not evidence.points.names:
        return Clues([], [], {})
    near = dict.fromkeys(
        [
            *_best(_together(evidence, training), count // 2),
            *_best(_closeness(evidence, training), count // 2),
        ]
    )
    return Clues(list(near), _equal(evidence, training, count // 3), _words(evidence, training, count // 3))


def _best(scores: Floats, count: int) -> Pairs:
    found: Pairs = []
    used: Counter[tuple[str, int]] = Counter()
    for flat in np.argsort(scores, axis=None)[::-1]:
        a, b = divmod(int(flat), scores.shape[1])
        if len(found) == count:
            break
        if max(used["core", a], used["points", b]) < EACH_COLUMN:
            found.append((a, b))
            used.update([("core", a), ("points", b)])
    return found


def _together(evidence: Evidence, training: Ints) -> Floats:
    """How strongly waves over the ranks of each two columns agree."""
    scores = np.zeros((len(evidence.core.names), len(evidence.points.names)))
    for cycles in CYCLES:
        mine = _waves(evidence.core.ranks[training], cycles)
        theirs = _waves(evidence.points.ranks[training], cycles)
        scores = np.maximum(scores, sum((one.T @ other) ** 2 for one in mine for other in theirs))
    scores[_repeated(evidence.core.ranks), :] = 0
    scores[:, _repeated(evidence.points.ranks)] = 0
    return scores


def _repeated(ranks: Floats) -> list[int]:
    """Columns that put people in the same order as one before them."""
    seen: set[bytes] = set()
    repeated = []
    for place, column in enumerate(ranks.T):
        if column.tobytes() in seen:
            repeated.append(place)
        seen.add(column.tobytes())
    return repeated


def _waves(ranks: Floats, cycles: float) -> list[Floats]:
    """Two waves over the ranks, of mean 0 and length 1; what is missing is 0."""
    turned = []
    for wave in (np.cos, np.sin):
        column = np.nan_to_num(wave(2 * np.pi * cycles * ranks))
        column -= column.mean(axis=0)
        length = np.sqrt((column**2).sum(axis=0))
        turned.append(column / np.where(length > 0, length, 1.0))
    return turned


def _closeness(evidence: Evidence, training: Ints) -> Floats:
    """How much nearer to each other the values of one person are than those of two; 0 where ranges differ."""
    some = training[:ENOUGH]
    mine, theirs = evidence.core.values, evidence.points.values
    low, high = np.nanmin(theirs, axis=0), np.nanmax(theirs, axis=0)
    scores = np.zeros((mine.shape[1], theirs.shape[1]))
    for a in range(mine.shape[1]):
        column = mine[some, a]
        begin, end = np.nanmin(mine[:, a]), np.nanmax(mine[:, a])
        common = np.minimum(end, high) - np.maximum(begin, low)
        alike = np.flatnonzero(common > COMMON_RANGE * (np.maximum(end, high) - np.minimum(begin, low)))
        true, wrong = (
            np.log1p(np.abs(column[:, None] - theirs[others][:, alike]))
            for others in (some, np.roll(some, len(some) // 2))
        )
        nearer = np.nan_to_num(wrong - true)
        spread = nearer.std(axis=0)
        scores[a, alike] = nearer.mean(axis=0) / np.where(spread > 0, spread, 1.0)
    return scores


def _equal(evidence: Evidence, training: Ints, count: int) -> Pairs:
    """Of columns with values in common those whose values agree oftener than by chance."""
    holders: dict[float, set[int]] = defaultdict(set)
    for a, column in enumerate(evidence.core.values.T):
        for value in np.unique(column).tolist():
            holders[value].add(a)
    common = {
        (a, b)
        for b, column in enumerate(evidence.points.values.T)
        for value in np.unique(column).tolist()
        for a in holders.get(value, ())
    }
    found = []
    for a, b in sorted(common):
        mine, theirs = evidence.core.values[training, a], evidence.points.values[training, b]
        agree = np.mean(mine == theirs)
        expected = np.mean([np.mean(mine == np.roll(theirs, step)) for step in (1, 7)])
        found.append((float((agree - expected) / np.sqrt(max(expected, 1 / len(training)))), a, b))
    return [(a, b) for strength, a, b in sorted(found, reverse=True)[:count] if strength > STANDS_OUT]


def _words(evidence: Evidence, training: Ints, count: int) -> dict[tuple[int, int], _Lift]:
    """Few-valued columns by how far they are from independent (chi-squared)."""
    core, points = (
        {
            place: words
            for place, column in enumerate(side.values.T)
            if (words := _few_values(column)) is not None
        }
        for side in (evidence.core, evidence.points)
    )
    found: list[tuple[float, int, int, Floats, Floats]] = []
    for a, mine in core.items():
        ours = np.eye(len(mine))[_codes(evidence.core.values[training, a], mine)]
        for b, theirs in points.items():
            others = np.eye(len(theirs))[_codes(evidence.points.values[training, b], theirs)]
            seen: Floats = ours.T @ others
            expected: Floats = np.outer(ours.sum(axis=0), others.sum(axis=0)) / len(training)
            freedom = (len(mine) - 1) * (len(theirs) - 1)
            chi_squared = float(((seen - expected) ** 2 / np.maximum(expected, 1.0)).sum())
            found.append(((chi_squared - freedom) / np.sqrt(2 * freedom), a, b, seen, expected))
    found.sort(key=lambda one: one[0], reverse=True)
    return {
        (a, b): _Lift(core[a], points[b], np.log((seen + CAUTION) / (expected + CAUTION)))
        for strength, a, b, seen, expected in found[:count]
        if strength > STANDS_OUT
    }


def _few_values(column: Floats) -> Floats | None:
    values = np.unique(column)
    return values if 1 < len(values) <= WORDS else None


def _codes(column: Floats, words: Floats) -> Ints:
    """Places in `words`, where all of the column's values are; not a number is the last of them."""
    found: Ints = np.minimum(np.searchsorted(words, column), len(words) - 1).astype(np.int64)
    return found
