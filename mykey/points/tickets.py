"""Opens tickets, each one once: the one door by which a person comes to the points side.

A ticket that opens is burnt at once, in a transaction of its own, whatever follows: one that was shown at
the wrong till or for the wrong purpose serves nobody a second time. What is kept of it is the keyed index of
its nonce (privacy.md, "Deliberately non-joinable", 6).
"""

from __future__ import annotations

from pathlib import Path
from typing import cast

from sqlalchemy import Table, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from mykey.crypto.purposes import PointsPurpose
from mykey.crypto.ticket_seals import TicketOpener
from mykey.handoff import refusals
from mykey.handoff.keys import read_verifying_keys
from mykey.handoff.opening import CLOCKS_DIFFER, open_ticket
from mykey.handoff.ticket import OpenedTicket, TicketPurpose
from mykey.kernel.clock import japan_day
from mykey.points.ground import PointsWork
from mykey.points.keys import PointsKeys
from mykey.points.models.requests import OpenedTicket as Opened
from mykey.points.refusals import (
    TicketExpired,
    TicketInvalid,
    TicketUsed,
    TicketWrongMunicipality,
    TicketWrongPurpose,
    TicketWrongTill,
)

__all__ = ["check_for", "make_opener", "open_once"]

_TABLE = cast("Table", Opened.__table__)


def make_opener(keys: PointsKeys, ticket_keys: Path) -> TicketOpener:
    """What tickets are opened with: our own private keys and the writer's file of public verifying keys.

    Raises:
        What `read_verifying_keys` raises: the process must not start.
    """
    return TicketOpener(keys.ring, read_verifying_keys(ticket_keys))


def open_once(work: PointsWork, opener: TicketOpener, text: str) -> OpenedTicket:
    """Open the ticket and burn it; `work` comes from `settle(…, apart_first=True)` and was not yet used.

    Raises:
        TicketInvalid: forged, cut, altered, sealed to somebody else; TicketExpired: older than 60 seconds;
        TicketUsed: opened before.
    """
    try:
        ticket = open_ticket(text, opener, work.clock())
    except refusals.TicketInvalid:
        raise TicketInvalid from None
    except refusals.TicketExpired:
        raise TicketExpired from None
    places = work.keys.candidates(PointsPurpose.TICKET_INDEX, ticket.nonce)
    # The clock of the machine that purges may be ahead: it must not forget what still opens here.
    last_day = japan_day(ticket.expires_at + CLOCKS_DIFFER)

    def burn(session: Session) -> bool:
        if session.scalar(select(_TABLE.c.ticket_index).where(_TABLE.c.ticket_index.in_(places))) is not None:
            return False
        connection = session.connection()
        insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
        # Of two at the same moment one inserts; the other finds nothing of its own.
        fresh = connection.execute(
            insert(_TABLE)
            .values(ticket_index=places[0], gone_after=last_day)
            .on_conflict_do_nothing()
            .returning(_TABLE.c.ticket_index)
        ).first()
        return fresh is not None

    if not work.apart(burn):
        raise TicketUsed
    return ticket


def check_for(
    ticket: OpenedTicket,
    *purposes: TicketPurpose,
    municipality_code: str | None = None,
    till_thumbprint: bytes | None = None,
) -> OpenedTicket:
    """The ticket, if it was written for this; what is not named is not looked at.

    Raises:
        TicketWrongPurpose: for none of `purposes`; TicketWrongMunicipality; TicketWrongTill.
    """
    if ticket.purpose not in purposes:
        raise TicketWrongPurpose
    if municipality_code is not None and ticket.municipality_code != municipality_code:
        raise TicketWrongMunicipality
    if till_thumbprint is not None and ticket.till_thumbprint != till_thumbprint:
        raise TicketWrongTill
    return ticket
