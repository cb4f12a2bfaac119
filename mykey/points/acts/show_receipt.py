"""A receipt of one shop, by the shop's own running number. It names no holder and no account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from mykey.points.ground import PointsWork
from mykey.points.models.ledger import Act, Posting
from mykey.points.refusals import ActNotFound

__all__ = ["ShownReceipt", "show_receipt"]


@dataclass(frozen=True)
class ShownReceipt:
    """`kind` is the act's word. The other receipt of a cancelled payment, where there is one."""

    receipt_number: int
    kind: str
    day: date
    amount: int
    cancels: int | None
    cancelled_by: int | None


def show_receipt(work: PointsWork, shop_id: UUID, receipt_number: int) -> ShownReceipt:
    """The receipt.

    Raises:
        ActNotFound: the shop has none of that number; another shop's is nobody's business.
    """
    before, after = aliased(Act), aliased(Act)
    # Every act of a till has two sides of one amount.
    amount = select(func.max(Posting.amount)).where(Posting.act_id == Act.act_id).scalar_subquery()
    row = work.session.execute(
        select(Act.act_kind, Act.act_day, amount, before.receipt_number, after.receipt_number)
        .outerjoin(before, before.act_id == Act.cancels_act_id)
        .outerjoin(after, after.cancels_act_id == Act.act_id)
        .where(Act.receipt_shop_id == shop_id, Act.receipt_number == receipt_number)
    ).first()
    if row is None:
        raise ActNotFound
    return ShownReceipt(receipt_number, *row)
