"""Which of a company's coupons have been redeemed and not yet been told to it.

It hears of a coupon by its number in its own batch, with all others of the days before: never on the day
itself, never the moment, never by whom.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast
from uuid import UUID

from sqlalchemy import Table, select, update

from mykey.points.ground import PointsWork
from mykey.points.models.ledger import Act
from mykey.points.models.partners import Coupon, CouponBatch, Partner, RedeemedCoupon

__all__ = ["PartnerToTell", "UntoldCoupon", "list_partners_to_tell", "list_untold", "note_told"]

AT_ONCE = 5_000

_COUPONS, _BATCHES = cast("Table", Coupon.__table__), cast("Table", CouponBatch.__table__)
_REDEEMED, _ACTS = cast("Table", RedeemedCoupon.__table__), cast("Table", Act.__table__)
_PARTNERS = cast("Table", Partner.__table__)


@dataclass(frozen=True)
class PartnerToTell:
    """A company with an address for notices."""

    partner_id: UUID
    notice_url: str


@dataclass(frozen=True)
class UntoldCoupon:
    """One coupon, as the company knows it."""

    batch: str
    number: int
    index: bytes = field(repr=False)


def list_partners_to_tell(work: PointsWork) -> list[PartnerToTell]:
    """Those that have ended their part, too: what was redeemed before is owed to them."""
    rows = work.connection.execute(
        select(_PARTNERS.c.partner_id, _PARTNERS.c.notice_url)
        .where(_PARTNERS.c.notice_url.is_not(None))
        .order_by(_PARTNERS.c.partner_id)
    )
    return [PartnerToTell(*row) for row in rows]


def list_untold(work: PointsWork, partner_id: UUID, most: int) -> list[UntoldCoupon]:
    """Redeemed on days before today, so many at most, in the order of their indexes, which means nothing."""
    rows = work.connection.execute(
        select(_BATCHES.c.batch_name, _COUPONS.c.coupon_number, _REDEEMED.c.coupon_index)
        .select_from(_REDEEMED)
        .join(_COUPONS, _COUPONS.c.coupon_index == _REDEEMED.c.coupon_index)
        .join(_BATCHES, _BATCHES.c.batch_id == _COUPONS.c.batch_id)
        .join(_ACTS, _ACTS.c.act_id == _REDEEMED.c.act_id)
        .where(~_REDEEMED.c.is_told, _BATCHES.c.partner_id == partner_id, _ACTS.c.act_day < work.today)
        .order_by(_REDEEMED.c.coupon_index)
        .limit(most)
    )
    return [UntoldCoupon(row[0], row[1], bytes(row[2])) for row in rows]


def note_told(work: PointsWork, told: Sequence[UntoldCoupon]) -> None:
    """The company has taken the notice of these."""
    for place in range(0, len(told), AT_ONCE):
        part = [one.index for one in told[place : place + AT_ONCE]]
        work.connection.execute(
            update(_REDEEMED).where(_REDEEMED.c.coupon_index.in_(part)).values(is_told=True)
        )
