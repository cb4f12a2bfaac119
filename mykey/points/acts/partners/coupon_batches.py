"""Batches of coupons: a company announces one, sends its codes (`keep_codes`), and may withdraw the rest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from mykey.kernel.randomness import random_id
from mykey.points.acts.partners.admit_partner_request import AdmittedPartner
from mykey.points.ground import PointsWork
from mykey.points.models.partners import BatchState, CouponBatch
from mykey.points.refusals_of_partners import (
    BatchDayOver,
    BatchNameTaken,
    BatchNotFound,
    BatchStateRefused,
    CouponsNotTaken,
    PartnerClosed,
)

__all__ = ["BatchLine", "announce_batch", "close_batch", "list_batches", "lock_batch"]


@dataclass(frozen=True)
class BatchLine:
    """One batch. `state`: announced (its codes have not come), open or closed."""

    batch_id: UUID
    batch: str
    points: int
    ends_on: date
    state: str
    codes: int


def announce_batch(
    work: PointsWork, partner: AdmittedPartner, batch: str, points: int, ends_on: date
) -> BatchLine:
    """Keep a batch without codes; the same said again gives the same batch.

    Raises:
        PartnerClosed, CouponsNotTaken; BatchDayOver; BatchNameTaken: of other points or another day.
    """
    if not partner.is_open:
        raise PartnerClosed
    if not partner.takes_coupons:
        raise CouponsNotTaken
    known = _named(work, partner.partner_id, batch)
    if known is None:
        if ends_on < work.today:
            raise BatchDayOver
        try:
            with work.session.begin_nested():
                work.session.add(
                    CouponBatch(
                        batch_id=random_id(work.random_bytes),
                        partner_id=partner.partner_id,
                        batch_name=batch,
                        coupon_points=points,
                        coupons_end_on=ends_on,
                        batch_state=BatchState.ANNOUNCED,
                        batch_size=0,
                    )
                )
        except IntegrityError:
            pass  # its twin was faster; it is judged like one that came before
        known = _named(work, partner.partner_id, batch)
    if known is None or (known.coupon_points, known.coupons_end_on) != (points, ends_on):
        raise BatchNameTaken
    return _line(known)


def list_batches(work: PointsWork, partner_id: UUID) -> list[BatchLine]:
    """All of a company's, those with the latest last day first."""
    rows = work.session.scalars(
        select(CouponBatch)
        .where(CouponBatch.partner_id == partner_id)
        .order_by(CouponBatch.coupons_end_on.desc(), CouponBatch.batch_name)
    )
    return [_line(row) for row in rows]


def close_batch(work: PointsWork, partner: AdmittedPartner, batch_id: UUID) -> BatchLine:
    """What was not redeemed is of no use from now on. A closed batch stays so, and is told the same.

    Raises:
        BatchNotFound.
    """
    batch = lock_batch(work, partner.partner_id, batch_id)
    batch.batch_state = BatchState.CLOSED
    work.session.flush()
    return _line(batch)


def lock_batch(work: PointsWork, partner_id: UUID, batch_id: UUID, *states: str) -> CouponBatch:
    """A company's batch under lock until the transaction ends. `states`: it must be in one of them.

    Raises:
        BatchNotFound; BatchStateRefused: fact `state`.
    """
    batch = work.session.get(CouponBatch, batch_id, with_for_update=True, populate_existing=True)
    if batch is None or batch.partner_id != partner_id:
        raise BatchNotFound
    if states and batch.batch_state not in states:
        raise BatchStateRefused(state=batch.batch_state)
    return batch


def _named(work: PointsWork, partner_id: UUID, batch: str) -> CouponBatch | None:
    return work.session.scalar(
        select(CouponBatch).where(CouponBatch.partner_id == partner_id, CouponBatch.batch_name == batch)
    )


def _line(batch: CouponBatch) -> BatchLine:
    return BatchLine(
        batch.batch_id,
        batch.batch_name,
        batch.coupon_points,
        batch.coupons_end_on,
        batch.batch_state,
        batch.batch_size,
    )
