"""A payment by the shop's receipt, and how much of it can still be taken back from the shop."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import cast
from uuid import UUID

from sqlalchemy import Table, func, select
from sqlalchemy.orm import aliased

from mykey.points.ground import PointsWork
from mykey.points.models.ledger import Account, AccountKind, Act, ActKind, Posting
from mykey.points.models.office_work import Correction, CorrectionState
from mykey.points.models.shops import Shop
from mykey.points.refusals import ActNotFound
from mykey.points.refusals_of_office import ShopNotFound

__all__ = ["Payment", "corrected_points", "find_payment", "see_payment"]

_POSTINGS, _ACCOUNTS = cast("Table", Posting.__table__), cast("Table", Account.__table__)


@dataclass(frozen=True)
class Payment:
    """A payment. `left`: points that no cancel and no approved correction has taken back."""

    act_id: UUID
    day: date
    account_id: UUID
    shop_id: UUID
    shop_name: str
    receipt_number: int
    paid: int
    left: int


def find_payment(work: PointsWork, municipality_code: str, shop_id: UUID, receipt_number: int) -> Payment:
    """The payment of this receipt.

    Raises:
        ShopNotFound: another municipality's, too; ActNotFound: the receipt is none, or no payment's.
    """
    shop = work.session.get(Shop, shop_id)
    if shop is None or shop.municipality_code != municipality_code:
        raise ShopNotFound
    act_id = work.session.scalar(
        select(Act.act_id).where(
            Act.receipt_shop_id == shop_id,
            Act.receipt_number == receipt_number,
            Act.act_kind == ActKind.SPEND,
        )
    )
    if act_id is None:
        raise ActNotFound
    return see_payment(work, act_id)


def see_payment(work: PointsWork, act_id: UUID) -> Payment:
    """The payment of this act, as it stands now. True as long as the citizen's account is under lock."""
    cancel = aliased(Act)
    row = work.connection.execute(
        select(
            Act.act_day,
            _POSTINGS.c.account_id,
            Shop.shop_id,
            Shop.shop_name,
            Act.receipt_number,
            _POSTINGS.c.amount,
            cancel.act_id.label("cancelled"),
        )
        .join(_POSTINGS, _POSTINGS.c.act_id == Act.act_id)
        .join(_ACCOUNTS, _ACCOUNTS.c.account_id == _POSTINGS.c.account_id)
        .join(Shop, Shop.shop_id == Act.receipt_shop_id)
        .outerjoin(cancel, cancel.cancels_act_id == Act.act_id)
        .where(Act.act_id == act_id, _ACCOUNTS.c.account_kind.in_(AccountKind.CITIZENS))
    ).one()
    paid = -row.amount
    left = 0 if row.cancelled is not None else paid - corrected_points(work, act_id)
    return Payment(
        act_id, row.act_day, row.account_id, row.shop_id, row.shop_name, row.receipt_number, paid, left
    )


def corrected_points(work: PointsWork, act_id: UUID) -> int:
    """What approved corrections have taken back of a payment."""
    points = work.connection.scalar(
        select(func.coalesce(func.sum(Correction.correction_points), 0)).where(
            Correction.wrong_act_id == act_id, Correction.correction_state == CorrectionState.APPROVED
        )
    )
    return int(points or 0)
