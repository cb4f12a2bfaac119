"""Refusals that tills alone meet, as words; the till API puts them into sentences."""

from __future__ import annotations

from mykey.kernel.errors import Refused

__all__ = [
    "EnrolmentCodeExpired",
    "EnrolmentCodeInvalid",
    "EnrolmentCodeUsed",
    "TillClosed",
    "TillKeyInUse",
    "WrongTillKind",
]


class EnrolmentCodeInvalid(Refused):
    """Nobody's code, or its till is gone: it tells nobody which."""

    code = "enrolment-code-invalid"
    status = 401


class EnrolmentCodeExpired(Refused):
    """The code's last day is over; the municipality's officer makes a new one."""

    code = "enrolment-code-expired"
    status = 410


class EnrolmentCodeUsed(Refused):
    """The code has bound another key. Said only to who has the code."""

    code = "enrolment-code-used"
    status = 409


class TillKeyInUse(Refused):
    """The key is another till's: tickets are bound to keys, so each till has its own."""

    code = "till-key-in-use"
    status = 409


class TillClosed(Refused):
    """The municipality closed this till for good."""

    code = "till-closed"
    status = 403


class WrongTillKind(Refused):
    """A till of this kind has no such call."""

    code = "wrong-till-kind"
    status = 403
