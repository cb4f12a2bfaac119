"""What one shop was paid, month by month, and what it has taken since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import cast
from uuid import UUID

from sqlalchemy import Table, select

from mykey.points.acts.settlement.see_month import MEMBERS, line_of
from mykey.points.acts.settlement.shop_lines import ShopLine
from mykey.points.ground import PointsWork
from mykey.points.models.ledger import Account, AccountKind
from mykey.points.models.office_work import SettlementLine
from mykey.points.models.shops import Shop
from mykey.points.refusals_of_office import ShopNotFound

__all__ = ["ShopSettlements", "see_settlement"]

_LINES = cast("Table", SettlementLine.__table__)


@dataclass(frozen=True)
class ShopSettlements:
    """`unpaid`: points of no closed month, below zero where more was taken back. Newest month first."""

    shop_name: str
    unpaid: int
    months: list[tuple[date, ShopLine]]


def see_settlement(work: PointsWork, municipality_code: str, shop_id: UUID) -> ShopSettlements:
    """One shop's closed months; a closed shop's, too.

    Raises:
        ShopNotFound: another municipality's, too.
    """
    shop = work.session.get(Shop, shop_id)
    if shop is None or shop.municipality_code != municipality_code:
        raise ShopNotFound
    claim = (Account.shop_id == shop_id) & (Account.account_kind == AccountKind.CLAIM)
    unpaid = work.connection.scalar(select(Account.balance).where(claim))
    rows = work.connection.execute(
        select(_LINES.c.closed_month, *MEMBERS)
        .where(_LINES.c.shop_id == shop_id)
        .order_by(_LINES.c.closed_month.desc())
    )
    return ShopSettlements(shop.shop_name, unpaid or 0, [(row.closed_month, line_of(row)) for row in rows])
