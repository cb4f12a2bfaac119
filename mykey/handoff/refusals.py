"""Why a ticket does not open, in the words that the points side's faces answer with."""

from __future__ import annotations

from mykey.kernel.errors import Refused

__all__ = ["TicketExpired", "TicketInvalid"]


class TicketInvalid(Refused):
    """Forged, cut, altered, or sealed to somebody else: nothing of it can be read or trusted."""

    code = "ticket-invalid"
    status = 401


class TicketExpired(Refused):
    """A ticket lives 60 seconds."""

    code = "ticket-expired"
    status = 410
