"""Remind all holders whose points end within 30 days."""

from __future__ import annotations

from sqlalchemy import Engine

from mykey.points.acts.remind_of_end import days_that_end_soon
from mykey.points.acts.remind_of_end import remind_of_end as remind_batch
from mykey.points.ground import PointsGround, PointsWork
from mykey.points.jobs.by_page import BATCH, PAGE, work_through
from mykey.points.jobs.expire_lots import KINDS
from mykey.points.ledger.due import DueLot, Place, due_lots

__all__ = ["remind_of_end"]


def remind_of_end(engine: Engine, ground: PointsGround, *, page: int = PAGE, batch: int = BATCH) -> int:
    """The number of lots that were dealt with."""

    def find(work: PointsWork, after: Place, limit: int) -> list[DueLot]:
        return due_lots(work, KINDS, days_that_end_soon(work), after, limit, unreminded=True)

    return sum(work_through(engine, ground, find, remind_batch, page=page, batch=batch))
