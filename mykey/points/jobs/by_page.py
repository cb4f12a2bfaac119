"""Work through all that is due: a page is found, cut into batches, each batch a transaction of its own.

Whatever ends the process in between, the next run finds what is left. A batch is of few municipalities, so
that few accounts of theirs are held.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol, TypeVar
from uuid import UUID

from sqlalchemy import Engine

from mykey.points.ground import PointsGround, PointsWork
from mykey.points.ledger.due import BEGINNING, Place
from mykey.points.settling import settle

__all__ = ["BATCH", "PAGE", "Due", "work_through"]

#: Rows read at once, and rows in one transaction.
PAGE = 20_000
BATCH = 1_000


class Due(Protocol):
    """One row of a page: a lot, a voucher."""

    @property
    def account_id(self) -> UUID:
        """Whose points they are."""

    @property
    def municipality_code(self) -> str:
        """Of the account."""

    @property
    def place(self) -> Place:
        """From where the next page goes on."""


T = TypeVar("T")
D = TypeVar("D", bound=Due)


def work_through(
    engine: Engine,
    ground: PointsGround,
    find: Callable[[PointsWork, Place, int], list[D]],
    act: Callable[[PointsWork, Sequence[D]], T],
    *,
    page: int = PAGE,
    batch: int = BATCH,
) -> Iterator[T]:
    """What `act` gave for each batch. `find` gives up to so many due rows after a place."""
    place = BEGINNING
    while True:
        due = settle(engine, ground, _at(find, place, page))
        ordered = sorted(due, key=lambda one: (one.municipality_code, one.account_id))
        for first in range(0, len(ordered), batch):
            yield settle(engine, ground, _with(act, ordered[first : first + batch]))
        if len(due) < page:
            return
        place = due[-1].place


def _at(
    find: Callable[[PointsWork, Place, int], list[D]], place: Place, page: int
) -> Callable[[PointsWork], list[D]]:
    return lambda work: find(work, place, page)


def _with(act: Callable[[PointsWork, Sequence[D]], T], batch: Sequence[D]) -> Callable[[PointsWork], T]:
    return lambda work: act(work, batch)
