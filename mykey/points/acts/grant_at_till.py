"""A facility's till grants points of its municipality: the session's one act, with its receipt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mykey.points.acts.admit_till_request import AdmittedTill
from mykey.points.acts.grant_points import grant_points
from mykey.points.acts.open_till_visit import end_till_visit
from mykey.points.ground import PointsWork
from mykey.points.holders import open_holder_row
from mykey.points.refusals import LedgerBroken

__all__ = ["GrantReceipt", "grant_at_till"]


@dataclass(frozen=True)
class GrantReceipt:
    """What the facility is told. `ends_on`: the last day of these points.

    No balance, and not how much this person was granted before: the card was touched, and that proves no
    presence. Who grants beyond the person's limit is told what is left of it, to grant less.
    """

    receipt_number: int
    day: date
    amount: int
    ends_on: date
    shop_name: str


def grant_at_till(work: PointsWork, till: AdmittedTill, token: str, amount: int) -> GrantReceipt:
    """End the session with a grant of the till's municipality.

    Raises:
        TillVisitOver, PointsAccountNotFound; what `grant_points` raises.
    """
    holder_id = end_till_visit(work, till, token)
    # Under lock: points must not come to an account that is being closed.
    open_holder_row(work, holder_id, lock=True)
    done = grant_points(work, holder_id, till.municipality_code, amount, shop_id=till.shop_id)
    if done.receipt_number is None:
        raise LedgerBroken(what="receipt-missing")
    return GrantReceipt(done.receipt_number, work.today, amount, done.ends_on, till.shop_name)
