"""What the attacker makes of two dumps before learning anything: numbers by person, and bytes in common."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from bench.linkage.dump import Dump
from bench.linkage.numbers import Floats, Numbers, numbers_of
from bench.linkage.owners import Ints, find_owners
from bench.linkage.same_bytes import SamePairs, same_bytes

__all__ = ["Evidence", "gather"]


@dataclass(frozen=True)
class Evidence:
    """Person number `i` of the core is person number `i` of the points side; the learner is told of some."""

    core: Numbers
    points: Numbers
    same: tuple[Ints, Ints]
    people: int

    def same_of(self, ones: Ints, others: Ints) -> Floats:
        """How many values and pieces each pair has in common."""
        places, counts = self.same
        if not len(places):
            return np.zeros(len(ones))
        wanted = ones * self.people + others
        found = np.minimum(np.searchsorted(places, wanted), len(places) - 1)
        shared: Floats = np.where(places[found] == wanted, counts[found], 0).astype(float)
        return shared


def gather(core: Dump, points: Dump, truth: Sequence[tuple[Any, Any]]) -> Evidence:
    """`truth`: the keys of each person's rows in the root tables of both, in an order that tells nothing."""
    people = len(truth)
    core_owners = find_owners(core, [one for one, _ in truth])
    points_owners = find_owners(points, [other for _, other in truth])
    return Evidence(
        numbers_of(core, core_owners, people),
        numbers_of(points, points_owners, people),
        _sorted(same_bytes((core, core_owners), (points, points_owners), people)),
        people,
    )


def _sorted(pairs: SamePairs) -> tuple[Ints, Ints]:
    places = np.array(sorted(pairs), dtype=np.int64)
    return places, np.array([pairs[place] for place in places.tolist()], dtype=np.int64)
