"""Refusals that only clerks of the points office meet, as words; the office puts them into sentences."""

from __future__ import annotations

from mykey.kernel.errors import Refused

__all__ = [
    "BudgetBelowUsed",
    "BudgetYearRefused",
    "ClerkDetailsInvalid",
    "ClerkLoginTaken",
    "ClerkNotFound",
    "ClerkSignInRefused",
    "CorrectionJudged",
    "CorrectionNotFound",
    "CorrectionReasonUnknown",
    "CorrectionTooLarge",
    "EventNotFound",
    "GrantFileRefused",
    "MonthClosed",
    "MonthNotFound",
    "MonthNotOver",
    "MonthsInOrder",
    "OfficeDetailsInvalid",
    "OfficePermissionMissing",
    "OthersCorrection",
    "OwnCorrection",
    "PaymentOfToday",
    "ProgrammeExists",
    "ShopFileRefused",
    "ShopNotFound",
    "TillNotFound",
    "TillStateRefused",
]


class ClerkSignInRefused(Refused):
    """Login, password or one-time code is wrong; it tells nobody which."""

    code = "clerk-sign-in-refused"
    status = 403


class ClerkLoginTaken(Refused):
    """Another clerk has this login."""

    code = "clerk-login-taken"
    status = 409


class ClerkNotFound(Refused):
    """No clerk has this login."""

    code = "clerk-not-found"
    status = 404


class ClerkDetailsInvalid(Refused):
    """A clerk cannot be made of this. Fact: `errors`, each `member` and `reason`."""

    code = "clerk-details-invalid"
    status = 422


class OfficePermissionMissing(Refused):
    """The clerk's role does not hold the view's permission."""

    code = "permission-missing"
    status = 403


class OfficeDetailsInvalid(Refused):
    """Typed about a programme, an event, a shop or a till. Fact: `errors`, each `member` and `reason`."""

    code = "office-details-invalid"
    status = 422


class ProgrammeExists(Refused):
    """The municipality has a programme: it edits that one."""

    code = "programme-exists"
    status = 409


class EventNotFound(Refused):
    """The municipality has no such event, or it has begun and stays as it is."""

    code = "event-not-found"
    status = 404


class ShopFileRefused(Refused):
    """A file of shops; it changes nothing. Fact: `errors`, as of `GrantFileRefused`."""

    code = "shop-file-refused"
    status = 422


class ShopNotFound(Refused):
    """The municipality has no such shop."""

    code = "shop-not-found"
    status = 404


class TillNotFound(Refused):
    """The municipality has no such till."""

    code = "till-not-found"
    status = 404


class TillStateRefused(Refused):
    """The till, or its shop, is closed."""

    code = "till-state-refused"
    status = 409


class GrantFileRefused(Refused):
    """A file of grants; it changes nothing.

    Fact: `errors`, each `row` ("" for the whole file), `reason`, `detail`.
    """

    code = "grant-file-refused"
    status = 422


class BudgetBelowUsed(Refused):
    """Less than was granted in that year already. Fact: `used`, points."""

    code = "budget-below-used"
    status = 409


class BudgetYearRefused(Refused):
    """Neither this fiscal year nor the next one."""

    code = "budget-year-refused"
    status = 422


class CorrectionNotFound(Refused):
    """The municipality has no such correction."""

    code = "correction-not-found"
    status = 404


class CorrectionJudged(Refused):
    """It was approved, refused or withdrawn before."""

    code = "correction-judged"
    status = 409


class CorrectionReasonUnknown(Refused):
    """No such kind of correction, or no reason for one of this kind."""

    code = "correction-reason-unknown"
    status = 422


class OwnCorrection(Refused):
    """Whoever wants a correction does not decide about it: four eyes."""

    code = "own-correction"
    status = 403


class OthersCorrection(Refused):
    """Only whoever wanted a correction withdraws it."""

    code = "others-correction"
    status = 403


class CorrectionTooLarge(Refused):
    """More than is left of the payment after its cancel and earlier corrections. Fact: `left`, points."""

    code = "correction-too-large"
    status = 409


class PaymentOfToday(Refused):
    """A payment of today is cancelled at the till."""

    code = "payment-of-today"
    status = 409


class MonthClosed(Refused):
    """The month is closed, perhaps by somebody else a moment ago; nothing opens it."""

    code = "month-closed"
    status = 409


class MonthNotFound(Refused):
    """No month of the municipality's settlement that can be looked at, or closed, now."""

    code = "month-not-found"
    status = 404


class MonthNotOver(Refused):
    """A month is closed once its last day in Japan is over."""

    code = "month-not-over"
    status = 409


class MonthsInOrder(Refused):
    """An earlier month is to be closed first."""

    code = "months-in-order"
    status = 409
