"""Every refusal of the points side, as a word; each of its faces puts the words into sentences."""

from __future__ import annotations

from typing import ClassVar

from mykey.handoff.refusals import TicketExpired, TicketInvalid
from mykey.kernel.errors import Broken, Refused

__all__ = [
    "AccountNotFound",
    "ActNotFound",
    "AlreadyCancelled",
    "AmountRefused",
    "BudgetExceeded",
    "EntryFromElsewhere",
    "EventNotOpen",
    "GrantLimit",
    "IdempotencyKeyReused",
    "LedgerBroken",
    "MailAddressRefused",
    "MailCodeOver",
    "MailCodeWrong",
    "NotToday",
    "PayCodeExpired",
    "PayCodeUnknown",
    "PersonLimit",
    "PointsAccountNotFound",
    "PointsInsufficient",
    "PointsNumberUnknown",
    "ProgrammeNotFound",
    "ProgrammeNotOpen",
    "ShopClosed",
    "SubjectsStillNeeded",
    "TicketExpired",
    "TicketInvalid",
    "TicketUsed",
    "TicketWrongMunicipality",
    "TicketWrongPurpose",
    "TicketWrongTill",
    "TillVisitOver",
]


class AmountRefused(Refused):
    """Not a whole number of points within the limits.

    Facts: `reason` (`empty`, `not-a-number`, `not-positive`, `too-large`), `most`.
    """

    code = "amount-refused"
    status = 422


class PointsInsufficient(Refused):
    """The account has less than that today. Fact: `available`, points."""

    code = "points-insufficient"
    status = 409


class AccountNotFound(Refused):
    """The holder has no such account."""

    code = "account-not-found"
    status = 404


class ProgrammeNotFound(Refused):
    """The municipality runs no points."""

    code = "programme-not-found"
    status = 404


class ProgrammeNotOpen(Refused):
    """The municipality's programme has not begun or is over."""

    code = "programme-not-open"
    status = 409


class EventNotOpen(Refused):
    """There is no such event, it has not begun, or it is over."""

    code = "event-not-open"
    status = 409


class GrantLimit(Refused):
    """More than one grant may have. Fact: `most`, points."""

    code = "grant-limit"
    status = 422


class PersonLimit(Refused):
    """More than a person may be granted in a fiscal year. Fact: `left`, points that still may be."""

    code = "person-limit"
    status = 409


class BudgetExceeded(Refused):
    """More than is left of the municipality's budget for the fiscal year. Fact: `left`, points."""

    code = "budget-exceeded"
    status = 409


class PointsAccountNotFound(Refused):
    """The person has no points account: it is opened on My Page first."""

    code = "points-account-not-found"
    status = 404


class PointsNumberUnknown(Refused):
    """Nobody's points number, or its check digit is wrong."""

    code = "points-number-unknown"
    status = 404


class ActNotFound(Refused):
    """This shop has no receipt of that number."""

    code = "receipt-not-found"
    status = 404


class AlreadyCancelled(Refused):
    """The receipt was cancelled before."""

    code = "already-cancelled"
    status = 409


class NotToday(Refused):
    """Only what was done today can be cancelled at a till."""

    code = "not-today"
    status = 409


class ShopClosed(Refused):
    """The shop takes no points any more."""

    code = "shop-closed"
    status = 403


class TicketUsed(Refused):
    """Opened before."""

    code = "ticket-used"
    status = 409


class TicketWrongPurpose(Refused):
    """Written for something else than this."""

    code = "ticket-wrong-purpose"
    status = 403


class TicketWrongMunicipality(Refused):
    """Written for another municipality than this till's."""

    code = "ticket-wrong-municipality"
    status = 403


class TicketWrongTill(Refused):
    """Written for another till's key."""

    code = "ticket-wrong-till"
    status = 403


class PayCodeUnknown(Refused):
    """No such code, or it was used before: it tells nobody which."""

    code = "pay-code-unknown"
    status = 404


class PayCodeExpired(Refused):
    """Older than its minute."""

    code = "pay-code-expired"
    status = 410


class TillVisitOver(Refused):
    """The till's session is over: 120 seconds, or its one act is done."""

    code = "till-session-over"
    status = 410


class IdempotencyKeyReused(Refused):
    """The key came before with another body."""

    code = "idempotency-key-reused"
    status = 422


class LedgerBroken(Broken):
    """A state of the ledger that must not exist. Fact: `what`, a word."""

    code: ClassVar[str] = "ledger-broken"


class EntryFromElsewhere(Refused):
    """A ticket was posted by a page that is not the portal's: somebody may be let into another's account."""

    code = "entry-from-elsewhere"
    status = 403


class MailAddressRefused(Refused):
    """What was typed is no mail address."""

    code = "mail-address-refused"
    status = 422


class MailCodeWrong(Refused):
    """Not the code that was sent. Fact: `left`, tries that remain."""

    code = "mail-code-wrong"
    status = 422


class MailCodeOver(Refused):
    """No code waits for an answer: used, older than 30 minutes, or tried five times."""

    code = "mail-code-over"
    status = 410


class SubjectsStillNeeded(Refused):
    """Holders stand under this version of the subject key alone. Fact: `holders`, how many."""

    code = "subjects-still-needed"
    status = 409
