"""Return all vouchers that nobody used by their last day."""

from __future__ import annotations

from sqlalchemy import Engine

from mykey.points.acts.vouchers.return_past_vouchers import due_vouchers, return_past_vouchers
from mykey.points.ground import PointsGround
from mykey.points.jobs.by_page import PAGE, work_through

__all__ = ["return_vouchers"]

#: Each is an act of its own, and while a batch lasts no voucher of its municipalities is taken.
BATCH = 100


def return_vouchers(engine: Engine, ground: PointsGround, *, page: int = PAGE, batch: int = BATCH) -> int:
    """The number of vouchers that were returned."""
    return sum(work_through(engine, ground, due_vouchers, return_past_vouchers, page=page, batch=batch))
