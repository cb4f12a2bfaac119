"""What goes over the ticket writer's socket: one request of 56 bytes, one answer of 335 bytes.

Request: version (1) · purpose (1, its place in `TicketPurpose` from 0) · municipality code (6 ASCII digits) ·
till key thumbprint (32) · citizen (16). Answer: expires at (8, Unix seconds) · ticket (327 characters).
A request that is refused has no answer.
"""

from __future__ import annotations

import struct
from datetime import UTC, datetime
from uuid import UUID

from mykey.crypto.ticket_seals import ENVELOPE_BYTES
from mykey.handoff.ticket import NO_MUNICIPALITY, NO_TILL, PLAIN_BYTES, TicketPurpose
from mykey.kernel.ports import Ticket, TicketWish

__all__ = [
    "ANSWER_BYTES",
    "REQUEST_BYTES",
    "TICKET_CHARACTERS",
    "FrameRefused",
    "answer_from_bytes",
    "answer_to_bytes",
    "request_from_bytes",
    "request_to_bytes",
]

VERSION = 1
#: base64url without padding
TICKET_CHARACTERS = ((PLAIN_BYTES + ENVELOPE_BYTES) * 4 + 2) // 3
_REQUEST = struct.Struct(">BB6s32s16s")
_ANSWER = struct.Struct(f">Q{TICKET_CHARACTERS}s")
REQUEST_BYTES = _REQUEST.size
ANSWER_BYTES = _ANSWER.size

_PURPOSES = list(TicketPurpose)


class FrameRefused(ValueError):
    """Not a request, or not an answer, of this form."""


def request_to_bytes(wish: TicketWish) -> bytes:
    """A wish on its way to the writer.

    Raises:
        FrameRefused: a purpose that there is none of, a municipality code or thumbprint of another length.
    """
    try:
        purpose = _PURPOSES.index(TicketPurpose(wish.purpose))
        code = wish.municipality_code.encode("ascii")
    except ValueError:
        raise FrameRefused from None
    if len(code) != len(NO_MUNICIPALITY) or len(wish.till_thumbprint) != len(NO_TILL):
        raise FrameRefused
    return _REQUEST.pack(VERSION, purpose, code, wish.till_thumbprint, wish.citizen_id.bytes)


def request_from_bytes(frame: bytes) -> TicketWish:
    """The wish, as the writer reads it.

    Raises:
        FrameRefused: another length, version or purpose, a code that is no code, or a till on the portal.
    """
    try:
        version, purpose, code, till, citizen = _REQUEST.unpack(frame)
        wish = TicketWish(_PURPOSES[purpose], code.decode("ascii"), till, UUID(bytes=citizen))
    except (struct.error, IndexError, ValueError):
        raise FrameRefused from None
    if version != VERSION or not wish.municipality_code.isdigit():
        raise FrameRefused
    of_portal = (wish.municipality_code == NO_MUNICIPALITY, wish.till_thumbprint == NO_TILL)
    if of_portal != ((True, True) if wish.purpose == TicketPurpose.PORTAL else (False, False)):
        raise FrameRefused
    return wish


def answer_to_bytes(ticket: Ticket) -> bytes:
    """A ticket on its way back."""
    return _ANSWER.pack(int(ticket.expires_at.timestamp()), ticket.text.encode("ascii"))


def answer_from_bytes(frame: bytes) -> Ticket:
    """The ticket, as the core carries it on.

    Raises:
        FrameRefused: another length, or characters that no ticket has.
    """
    try:
        expires, text = _ANSWER.unpack(frame)
        return Ticket(text.decode("ascii"), datetime.fromtimestamp(expires, UTC))
    except (struct.error, ValueError, OverflowError, OSError):
        raise FrameRefused from None
