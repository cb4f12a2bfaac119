"""Refusals around vouchers, as words; each face puts the words into sentences."""

from __future__ import annotations

from mykey.kernel.errors import Refused

__all__ = [
    "FaceRefused",
    "VoucherCancelled",
    "VoucherEnded",
    "VoucherFromElsewhere",
    "VoucherUnknown",
    "VoucherUsed",
    "VouchersNotIssued",
]


class VouchersNotIssued(Refused):
    """The municipality issues no vouchers."""

    code = "vouchers-not-issued"
    status = 409


class FaceRefused(Refused):
    """The municipality's vouchers have no such face value."""

    code = "face-refused"
    status = 422


class VoucherUnknown(Refused):
    """No voucher has this code, or this person has none of this number: it tells nobody which."""

    code = "voucher-unknown"
    status = 404


class VoucherUsed(Refused):
    """A shop has taken it."""

    code = "voucher-used"
    status = 409


class VoucherCancelled(Refused):
    """It was cancelled; its points went back to whoever had it issued."""

    code = "voucher-cancelled"
    status = 409


class VoucherEnded(Refused):
    """Its last day is over. Fact: `ends_on`, that day (JST)."""

    code = "voucher-ended"
    status = 410


class VoucherFromElsewhere(Refused):
    """Another municipality's voucher."""

    code = "voucher-from-elsewhere"
    status = 403
