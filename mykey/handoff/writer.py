"""Writes tickets: the only code that makes a citizen's id into a points subject.

It runs in the ticket writer's process alone, which has no database; the subject is stored nowhere
(privacy.md, "non-joinable", 7). While the subject key is being replaced a ticket carries the subject under
both keys, so that the points side can move an account at its next use.
"""

from __future__ import annotations

from datetime import UTC, datetime

from mykey.crypto.keyring import KeyRing
from mykey.crypto.ticket_seals import PublicSealingKey, TicketSealer, points_subjects
from mykey.crypto.tokens import to_base64url
from mykey.handoff.ticket import TICKET_LIFE, OpenedTicket, TicketPurpose, ticket_to_bytes
from mykey.kernel.clock import Clock
from mykey.kernel.ports import Ticket, TicketWish
from mykey.kernel.randomness import RandomBytes

__all__ = ["SealingTicketWriter"]

NONCE_BYTES = 16


class SealingTicketWriter:
    """Holds the ring with the subject key and the signing key; seals to one public key.

    Raises:
        SealingKeyUnusable: the points side's public key is none.
    """

    def __init__(
        self, ring: KeyRing, recipient: PublicSealingKey, clock: Clock, random_bytes: RandomBytes
    ) -> None:
        self._ring = ring
        self._sealer = TicketSealer(ring, recipient)
        self._clock = clock
        self._random_bytes = random_bytes

    def write(self, wish: TicketWish) -> Ticket:
        """One ticket, good for 60 seconds, once.

        Raises:
            TicketMalformed, ValueError: the wish has another form than it must.
        """
        expires_at = datetime.fromtimestamp(int(self._clock().timestamp()), UTC) + TICKET_LIFE
        ticket = OpenedTicket(
            TicketPurpose(wish.purpose),
            wish.municipality_code,
            wish.till_thumbprint,
            expires_at,
            self._random_bytes(NONCE_BYTES),
            points_subjects(self._ring, wish.citizen_id.bytes),
        )
        return Ticket(to_base64url(self._sealer.seal(ticket_to_bytes(ticket))), expires_at)
