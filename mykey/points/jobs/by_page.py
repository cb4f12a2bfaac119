"""Work through all due lots: a page is found, cut into batches, and each batch is a transaction of its own.

Whatever ends the process in between, the next run finds what is left. A batch has lots of few municipalities,
so that few accounts of theirs are held.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from sqlalchemy import Engine

from mykey.points.ground import PointsGround, PointsWork
from mykey.points.ledger.due import BEGINNING, DueLot, Place
from mykey.points.settling import settle

__all__ = ["BATCH", "PAGE", "work_through"]

T = TypeVar("T")

#: Lots read at once, and lots in one transaction.
PAGE = 20_000
BATCH = 1_000


def work_through(
    engine: Engine,
    ground: PointsGround,
    find: Callable[[PointsWork, Place, int], list[DueLot]],
    act: Callable[[PointsWork, Sequence[DueLot]], T],
    *,
    page: int = PAGE,
    batch: int = BATCH,
) -> Iterator[T]:
    """What `act` gave for each batch. `find` gives up to so many due lots after a place."""
    place = BEGINNING
    while True:
        due = settle(engine, ground, _at(find, place, page))
        ordered = sorted(due, key=lambda lot: (lot.municipality_code, lot.account_id))
        for first in range(0, len(ordered), batch):
            yield settle(engine, ground, _with(act, ordered[first : first + batch]))
        if len(due) < page:
            return
        place = due[-1].place


def _at(
    find: Callable[[PointsWork, Place, int], list[DueLot]], place: Place, page: int
) -> Callable[[PointsWork], list[DueLot]]:
    return lambda work: find(work, place, page)


def _with(
    act: Callable[[PointsWork, Sequence[DueLot]], T], batch: Sequence[DueLot]
) -> Callable[[PointsWork], T]:
    return lambda work: act(work, batch)
