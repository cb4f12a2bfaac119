"""End all points whose last day is over."""

from __future__ import annotations

from sqlalchemy import Engine

from mykey.points.acts.expire_lots import days_that_are_over
from mykey.points.acts.expire_lots import expire_lots as expire_batch
from mykey.points.ground import PointsGround, PointsWork
from mykey.points.jobs.by_page import BATCH, PAGE, work_through
from mykey.points.ledger.due import DueLot, Place, due_lots
from mykey.points.models.ledger import AccountKind

__all__ = ["expire_lots"]

#: The reserve's term ends otherwise (`move_past_term`).
KINDS = (AccountKind.MUNICIPAL, AccountKind.EVENT)


def expire_lots(engine: Engine, ground: PointsGround, *, page: int = PAGE, batch: int = BATCH) -> int:
    """The number of lots that were ended."""

    def find(work: PointsWork, after: Place, limit: int) -> list[DueLot]:
        return due_lots(work, KINDS, days_that_are_over(work), after, limit)

    return sum(work_through(engine, ground, find, expire_batch, page=page, batch=batch))
