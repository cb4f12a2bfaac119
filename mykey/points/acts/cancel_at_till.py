"""A payment of the day is taken back at any till of its shop, with a receipt. No card is needed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mykey.points.acts.admit_till_request import AdmittedTill
from mykey.points.acts.cancel_spend import cancel_spend
from mykey.points.ground import PointsWork
from mykey.points.models.shops import Shop

__all__ = ["CancelReceipt", "cancel_at_till"]


@dataclass(frozen=True)
class CancelReceipt:
    """What the shop is told. `cancels`: the payment's number."""

    receipt_number: int
    cancels: int
    day: date
    amount: int
    shop_name: str


def cancel_at_till(work: PointsWork, till: AdmittedTill, receipt_number: int) -> CancelReceipt:
    """Take it back. Raises what `cancel_spend` raises."""
    done = cancel_spend(work, work.session.get_one(Shop, till.shop_id), receipt_number)
    return CancelReceipt(done.receipt_number, receipt_number, work.today, done.amount, till.shop_name)
