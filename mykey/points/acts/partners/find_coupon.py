"""What a coupon would bring, before its holder confirms. Nothing is done and nothing is kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import cast
from uuid import UUID

from sqlalchemy import Table, select

from mykey.crypto.purposes import PointsPurpose
from mykey.points.coupon_codes import read_coupon_code
from mykey.points.ground import PointsWork
from mykey.points.models.partners import (
    BatchState,
    Coupon,
    CouponBatch,
    Partner,
    PartnerState,
    RedeemedCoupon,
)
from mykey.points.refusals_of_partners import CouponEnded, CouponUnknown, CouponUsed

__all__ = ["CouponShown", "find_coupon"]

_COUPONS, _BATCHES = cast("Table", Coupon.__table__), cast("Table", CouponBatch.__table__)
_PARTNERS, _REDEEMED = cast("Table", Partner.__table__), cast("Table", RedeemedCoupon.__table__)


@dataclass(frozen=True)
class CouponShown:
    """A coupon that is good today. `ends_on` is its last day to redeem it."""

    partner_name: str
    points: int
    ends_on: date
    batch_id: UUID
    partner_id: UUID
    index: bytes = field(repr=False)


def find_coupon(work: PointsWork, typed: str, *, hold_batch: bool = False) -> CouponShown:
    """The coupon behind a code. `hold_batch`: nobody closes its batch until the transaction ends.

    Raises:
        CouponUnknown; CouponUsed; CouponEnded: `over`, `withdrawn`.
    """
    places = work.keys.candidates(PointsPurpose.COUPON_INDEX, read_coupon_code(typed).encode())
    statement = (
        select(
            _COUPONS.c.coupon_index, _BATCHES.c.batch_id, _BATCHES.c.coupon_points,
            _BATCHES.c.coupons_end_on, _BATCHES.c.batch_state,
            _PARTNERS.c.partner_id, _PARTNERS.c.partner_name, _PARTNERS.c.partner_state,
        )
        .join(_BATCHES, _BATCHES.c.batch_id == _COUPONS.c.batch_id)
        .join(_PARTNERS, _PARTNERS.c.partner_id == _BATCHES.c.partner_id)
        .where(_COUPONS.c.coupon_index.in_(places))
    )  # fmt: skip
    if hold_batch:
        statement = statement.with_for_update(read=True, of=_BATCHES)
    row = work.connection.execute(statement).first()
    if row is None:
        raise CouponUnknown
    index = bytes(row.coupon_index)
    refuse_used(work, index)
    if row.batch_state != BatchState.OPEN or row.partner_state != PartnerState.OPEN:
        raise CouponEnded(reason="withdrawn")
    if row.coupons_end_on < work.today:
        raise CouponEnded(reason="over")
    return CouponShown(
        row.partner_name, row.coupon_points, row.coupons_end_on, row.batch_id, row.partner_id, index
    )


def refuse_used(work: PointsWork, index: bytes) -> None:
    """Raises `CouponUsed`."""
    used = select(_REDEEMED.c.act_id).where(_REDEEMED.c.coupon_index == index)
    if work.connection.execute(used).first() is not None:
        raise CouponUsed
