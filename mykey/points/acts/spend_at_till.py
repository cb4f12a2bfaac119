"""A payment at a till: the session's one act. Its receipt names the shop, never the holder."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from mykey.points.acts.admit_till_request import AdmittedTill
from mykey.points.acts.open_till_visit import end_till_visit
from mykey.points.acts.show_purses import MUNICIPAL, show_purse
from mykey.points.acts.spend_points import spend_points
from mykey.points.ground import PointsWork
from mykey.points.models.shops import Shop

__all__ = ["SpendReceipt", "spend_at_till"]


@dataclass(frozen=True)
class SpendReceipt:
    """What the shop is told. `left`: points left in this purse."""

    receipt_number: int
    day: date
    amount: int
    purse: str
    purse_name: str
    left: int
    shop_name: str


def spend_at_till(work: PointsWork, till: AdmittedTill, token: str, amount: int, purse: str) -> SpendReceipt:
    """End the session with a payment. `purse`: `municipal` or an event's id.

    Raises:
        TillVisitOver, PointsAccountNotFound; what `spend_points` raises.
    """
    holder_id = end_till_visit(work, till, token)
    event_id = None if purse == MUNICIPAL else UUID(purse)
    spent = spend_points(work, holder_id, work.session.get_one(Shop, till.shop_id), amount, event_id)
    left = show_purse(work, holder_id, till.municipality_code, event_id)
    return SpendReceipt(
        spent.receipt_number, work.today, amount, left.purse, left.name, left.points, till.shop_name
    )
