"""Opens tickets, on the points side alone: `mykey.points.tickets`, which sees to it that each serves once."""

from __future__ import annotations

from datetime import datetime, timedelta

from mykey.crypto.ticket_seals import TicketOpener
from mykey.crypto.tokens import from_base64url
from mykey.handoff.refusals import TicketExpired, TicketInvalid
from mykey.handoff.ticket import PLAIN_BYTES, TICKET_LIFE, OpenedTicket, ticket_from_bytes

__all__ = ["CLOCKS_DIFFER", "open_ticket"]

#: By how much the clocks of two machines may differ.
CLOCKS_DIFFER = timedelta(minutes=5)


def open_ticket(text: str, opener: TicketOpener, moment: datetime) -> OpenedTicket:
    """What the ticket says. Whether it was opened before and fits the act is the caller's to ask.

    Raises:
        TicketInvalid: also where it would live for longer than tickets do, since the writer's clock is wrong;
        TicketExpired.
    """
    try:
        ticket = ticket_from_bytes(opener.open(from_base64url(text), PLAIN_BYTES))
    except ValueError:  # EnvelopeRefused and TicketMalformed, too
        raise TicketInvalid from None
    if ticket.expires_at <= moment:
        raise TicketExpired
    if ticket.expires_at > moment + TICKET_LIFE + CLOCKS_DIFFER:
        raise TicketInvalid
    return ticket
