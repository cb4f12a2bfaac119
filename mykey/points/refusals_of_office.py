"""Refusals that only clerks of the points office meet, as words; the office puts them into sentences."""

from __future__ import annotations

from mykey.kernel.errors import Refused

__all__ = [
    "ClerkDetailsInvalid",
    "ClerkLoginTaken",
    "ClerkNotFound",
    "ClerkSignInRefused",
    "EventNotFound",
    "GrantFileRefused",
    "OfficeDetailsInvalid",
    "OfficePermissionMissing",
    "ProgrammeExists",
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
