"""What a ticket says, and its one plain form: 131 bytes, whatever it says.

version (1) · purpose (1) · municipality code (6 ASCII digits) · till key thumbprint (32) · expires at
(8, Unix seconds) · nonce (16) · number of subjects (1) · twice [subject key's version (1) · subject (32)].
Numbers are big-endian. Without a till the thumbprint is zeros, without a municipality the code is 000000;
a second subject is there while the subject key is being replaced, else its place is zeros.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum

__all__ = [
    "NO_MUNICIPALITY",
    "NO_TILL",
    "PLAIN_BYTES",
    "TICKET_LIFE",
    "OpenedTicket",
    "TicketMalformed",
    "TicketPurpose",
    "ticket_from_bytes",
    "ticket_to_bytes",
]

TICKET_LIFE = timedelta(seconds=60)
NO_MUNICIPALITY = "000000"
NO_TILL = bytes(32)

VERSION = 1
MOST_SUBJECTS = 2
NO_SUBJECT = (0, bytes(32))
_FORM = struct.Struct(">BB6s32sQ16sB B32s B32s")
PLAIN_BYTES = _FORM.size


class TicketPurpose(StrEnum):
    """What a ticket is for. The number in its plain form is the place in this list, from 1."""

    PORTAL = "portal"
    SPEND = "spend"
    VOUCHER = "voucher"
    GRANT = "grant"


_PURPOSES = dict(enumerate(TicketPurpose, start=1))
_NUMBERS = {purpose: number for number, purpose in _PURPOSES.items()}


class TicketMalformed(ValueError):
    """Not the plain form of a ticket."""


@dataclass(frozen=True)
class OpenedTicket:
    """A ticket out of its envelope. `subjects` are (key version, 32 bytes), that of the current key first."""

    purpose: TicketPurpose
    municipality_code: str
    till_thumbprint: bytes = field(repr=False)
    expires_at: datetime
    nonce: bytes = field(repr=False)
    subjects: tuple[tuple[int, bytes], ...] = field(repr=False)


def ticket_to_bytes(ticket: OpenedTicket) -> bytes:
    """The plain form.

    Raises:
        TicketMalformed: something has another form than it must.
    """
    code = ticket.municipality_code
    if not (len(code) == len(NO_MUNICIPALITY) and code.isascii() and code.isdigit()):
        raise TicketMalformed
    if len(ticket.till_thumbprint) != len(NO_TILL) or not 1 <= len(ticket.subjects) <= MOST_SUBJECTS:
        raise TicketMalformed
    first, second = (*ticket.subjects, NO_SUBJECT)[:MOST_SUBJECTS]
    return _FORM.pack(
        VERSION,
        _NUMBERS[ticket.purpose],
        code.encode("ascii"),
        ticket.till_thumbprint,
        int(ticket.expires_at.timestamp()),
        ticket.nonce,
        len(ticket.subjects),
        *first,
        *second,
    )


def ticket_from_bytes(plain: bytes) -> OpenedTicket:
    """Read the plain form; what cannot have been written by `ticket_to_bytes` is refused.

    Raises:
        TicketMalformed.
    """
    try:
        _, purpose, code, till, expires, nonce, count, *slots = _FORM.unpack(plain)
        ticket = OpenedTicket(
            _PURPOSES[purpose],
            code.decode("ascii"),
            till,
            datetime.fromtimestamp(expires, UTC),
            nonce,
            ((slots[0], slots[1]), (slots[2], slots[3]))[:count],
        )
        again = ticket_to_bytes(ticket)
    except (struct.error, KeyError, ValueError, OverflowError, OSError):
        raise TicketMalformed from None
    if again != plain:
        raise TicketMalformed
    return ticket
