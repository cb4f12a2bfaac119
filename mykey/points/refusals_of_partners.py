"""Refusals around partners, as words; each face puts the words into sentences."""

from __future__ import annotations

from mykey.kernel.errors import CannotTell, Refused

__all__ = [
    "BatchDayOver",
    "BatchNameTaken",
    "BatchNotFound",
    "BatchStateRefused",
    "CodesMalformed",
    "CodesRefused",
    "CouponEnded",
    "CouponUnknown",
    "CouponUsed",
    "CouponsNotTaken",
    "ExchangeNotFound",
    "ExchangeOver",
    "PartnerClosed",
    "PartnerDetailsInvalid",
    "PartnerNotFound",
    "PartnerRefused",
    "PartnerUnreachable",
    "RateChanged",
    "TooManyExchanges",
    "UnitsRefused",
]


class CouponUnknown(Refused):
    """Nobody's code, or not of the form of a code."""

    code = "coupon-unknown"
    status = 404


class CouponUsed(Refused):
    """It has brought its points before."""

    code = "coupon-used"
    status = 409


class CouponEnded(Refused):
    """Its last day is over, or the company withdrew it. Fact: `reason` (`over`, `withdrawn`)."""

    code = "coupon-ended"
    status = 410


class PartnerNotFound(Refused):
    """There is no such company."""

    code = "partner-not-found"
    status = 404


class PartnerClosed(Refused):
    """The company takes part no more, or has no ID link or no rate: nothing new begins with it."""

    code = "partner-closed"
    status = 409


class PartnerDetailsInvalid(Refused):
    """A company or a rate cannot be kept like this. Fact: `errors`, each `member` and `reason`."""

    code = "partner-details-invalid"
    status = 422


class UnitsRefused(Refused):
    """Not an amount that the rate knows.

    Facts: `reason` (`too-few`, `too-many`, `step`), `least`, `step`, `most`: of the company's own points.
    """

    code = "units-refused"
    status = 422


class RateChanged(Refused):
    """The units become another number of points than the citizen was shown."""

    code = "rate-changed"
    status = 409


class TooManyExchanges(Refused):
    """So many exchanges of this person wait for companies' answers already. Fact: `most`."""

    code = "too-many-exchanges"
    status = 409


class ExchangeNotFound(Refused):
    """No such exchange, or not this person's or this company's."""

    code = "exchange-not-found"
    status = 404


class ExchangeOver(Refused):
    """It cannot be cancelled any more. Fact: `state` (`done`, `refused`, `cancelled`)."""

    code = "exchange-over"
    status = 409


class PartnerUnreachable(CannotTell):
    """The company did not answer, or nothing that could be understood."""

    code = "partner-unreachable"


class PartnerRefused(Refused):
    """The company said no at its sign-in: the citizen turned back, or its code was not good."""

    code = "partner-refused"
    status = 403


class CouponsNotTaken(Refused):
    """The company has no agreement about coupons."""

    code = "coupons-not-taken"
    status = 403


class BatchNotFound(Refused):
    """The company has no such batch."""

    code = "batch-not-found"
    status = 404


class BatchDayOver(Refused):
    """The last day of a new batch is over."""

    code = "batch-day-over"
    status = 422


class BatchNameTaken(Refused):
    """The company has a batch of this name, of other points or another last day."""

    code = "batch-name-taken"
    status = 409


class BatchStateRefused(Refused):
    """The batch has its codes, or is closed. Fact: `state` (`announced`, `open`, `closed`)."""

    code = "batch-state-refused"
    status = 409


class CodesRefused(Refused):
    """Codes that cannot be kept; none of the list is.

    Fact: `lines`, a hundred of them at most, each `line` and `reason` (`form`, `twice`, `known`).
    """

    code = "codes-refused"
    status = 422


class CodesMalformed(Refused):
    """No list of codes. Fact: `reason` (`empty`, `too-many`)."""

    code = "codes-malformed"
    status = 422
