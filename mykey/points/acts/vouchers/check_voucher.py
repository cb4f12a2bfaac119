"""What is this voucher worth here and today? Nothing is done; a shop looks before it takes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from mykey.points.acts.find_programme import open_programme
from mykey.points.acts.vouchers.voucher_rows import VoucherRow, find_voucher
from mykey.points.ground import PointsWork
from mykey.points.models.vouchers import VoucherState
from mykey.points.refusals_of_vouchers import (
    VoucherCancelled,
    VoucherEnded,
    VoucherFromElsewhere,
    VoucherUnknown,
    VoucherUsed,
)

__all__ = ["GoodVoucher", "check_voucher", "judge_voucher"]


@dataclass(frozen=True)
class GoodVoucher:
    """A voucher that can be taken. `ends_on` is its last day; whose points it has is nobody's business."""

    voucher_id: UUID
    points: int
    ends_on: date


def check_voucher(work: PointsWork, municipality_code: str, typed: str) -> GoodVoucher:
    """The voucher, if a shop of this municipality may take it today.

    Raises:
        VoucherUnknown, VoucherFromElsewhere, VoucherUsed, VoucherCancelled, VoucherEnded;
        ProgrammeNotFound, ProgrammeNotOpen.
    """
    open_programme(work, municipality_code)
    voucher = judge_voucher(work, municipality_code, find_voucher(work, typed))
    return GoodVoucher(voucher.voucher_id, voucher.voucher_points, voucher.voucher_ends_on)


def judge_voucher(work: PointsWork, municipality_code: str, voucher: VoucherRow | None) -> VoucherRow:
    """The voucher, if it is good. Raises what `check_voucher` says of vouchers."""
    if voucher is None:
        raise VoucherUnknown
    if voucher.municipality_code != municipality_code:
        raise VoucherFromElsewhere
    if voucher.voucher_state == VoucherState.TAKEN:
        raise VoucherUsed
    if voucher.voucher_ends_on < work.today:
        raise VoucherEnded(ends_on=voucher.voucher_ends_on.isoformat())
    if voucher.voucher_state == VoucherState.RETURNED:
        raise VoucherCancelled
    return voucher
