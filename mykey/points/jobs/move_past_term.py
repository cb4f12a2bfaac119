"""Move all reserve points whose term is over to their holders' base accounts."""

from __future__ import annotations

from sqlalchemy import Engine

from mykey.points.acts.expire_lots import days_that_are_over
from mykey.points.acts.move_past_term import Dealt
from mykey.points.acts.move_past_term import move_past_term as move_batch
from mykey.points.ground import PointsGround, PointsWork
from mykey.points.jobs.by_page import PAGE, work_through
from mykey.points.ledger.due import DueLot, Place, due_lots
from mykey.points.models.ledger import AccountKind

__all__ = ["move_past_term"]

#: Each holder's is an act of its own, so a batch has fewer than elsewhere.
BATCH = 100


def move_past_term(engine: Engine, ground: PointsGround, *, page: int = PAGE, batch: int = BATCH) -> Dealt:
    """How many lots were moved, and of how many that stay their holders were reminded."""

    def find(work: PointsWork, after: Place, limit: int) -> list[DueLot]:
        return due_lots(work, [AccountKind.RESERVE], days_that_are_over(work), after, limit)

    dealt = list(work_through(engine, ground, find, move_batch, page=page, batch=batch))
    return Dealt(sum(one.moved for one in dealt), sum(one.reminded for one in dealt))
