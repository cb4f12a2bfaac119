"""A citizen redeems a coupon: its points come into the reserve, out of the company's clearing. Once.

That it happens once is held twice: all redeemings of one company meet at the lock of its clearing account,
and a coupon's row among the redeemed can be put in once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import cast
from uuid import UUID

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite

from mykey.points.acts.partners.bring_points import bring_points, lock_for_bringing
from mykey.points.acts.partners.find_coupon import find_coupon, refuse_used
from mykey.points.acts.put_into_reserve import TERM_DAYS
from mykey.points.ground import PointsWork
from mykey.points.models.partners import RedeemedCoupon
from mykey.points.refusals_of_partners import CouponUsed

__all__ = ["Redeemed", "redeem_coupon"]

_REDEEMED = cast("Table", RedeemedCoupon.__table__)


@dataclass(frozen=True)
class Redeemed:
    """What came in. `ends_on` is the last day of the reserve's term."""

    points: int
    ends_on: date
    partner_name: str


def redeem_coupon(work: PointsWork, holder_id: UUID, typed: str, term_days: int = TERM_DAYS) -> Redeemed:
    """Post it.

    Raises:
        CouponUnknown, CouponUsed, CouponEnded; PointsAccountNotFound: the holder has closed.
    """
    coupon = find_coupon(work, typed, hold_batch=True)
    locked = lock_for_bringing(work, coupon.partner_id, holder_id=holder_id)
    refuse_used(work, coupon.index)  # again: others may have held the lock meanwhile
    act_id, ends_on = bring_points(work, locked, coupon.points, term_days)
    insert = postgresql.insert if work.connection.dialect.name == "postgresql" else sqlite.insert
    kept = work.connection.execute(
        insert(_REDEEMED)
        .values(coupon_index=coupon.index, act_id=act_id, is_told=False)
        .on_conflict_do_nothing()
        .returning(_REDEEMED.c.act_id)
    ).first()
    if kept is None:
        raise CouponUsed
    return Redeemed(coupon.points, ends_on, coupon.partner_name)
