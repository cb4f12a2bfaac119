"""The ticket writer for tests of the points side: its own ring, no process, tickets for whom a test likes."""

from __future__ import annotations

import os
from dataclasses import dataclass
from uuid import UUID

from mykey.crypto.keyring import Key, KeyRing
from mykey.crypto.purposes import HandoffPurpose
from mykey.crypto.ticket_seals import TicketOpener, public_sealing_key, public_verifying_keys
from mykey.handoff.ticket import NO_MUNICIPALITY, NO_TILL, TicketPurpose
from mykey.handoff.writer import SealingTicketWriter
from mykey.kernel.clock import Clock
from mykey.kernel.ports import TicketWish

__all__ = ["TicketOffice"]


@dataclass
class TicketOffice:
    """Writes to one points ring. `subject_keys` is changed as the operator would replace the key."""

    points_ring: KeyRing
    clock: Clock
    subject_keys: tuple[Key, ...]
    signing_key: Key

    @classmethod
    def writing_to(cls, points_ring: KeyRing, clock: Clock) -> TicketOffice:
        """With fresh keys of version 1."""
        return cls(points_ring, clock, (Key(1, os.urandom(32)),), Key(1, os.urandom(32)))

    @property
    def ring(self) -> KeyRing:
        """The writer's ring as it is now."""
        return KeyRing(
            {HandoffPurpose.SUBJECT: self.subject_keys, HandoffPurpose.TICKET_SIGNING: (self.signing_key,)}
        )

    @property
    def opener(self) -> TicketOpener:
        """What the points side opens this writer's tickets with."""
        return TicketOpener(self.points_ring, public_verifying_keys(self.ring))

    def replace_subject_key(self) -> None:
        """A new version beside the one that was current."""
        current = self.subject_keys[0]
        self.subject_keys = (Key(current.version + 1, os.urandom(32)), current)

    def withdraw_old_subject_key(self) -> None:
        """The new version alone."""
        self.subject_keys = self.subject_keys[:1]

    def ticket(
        self,
        citizen_id: UUID,
        purpose: TicketPurpose = TicketPurpose.PORTAL,
        municipality_code: str = NO_MUNICIPALITY,
        till_thumbprint: bytes = NO_TILL,
    ) -> str:
        """One ticket, as text."""
        writer = SealingTicketWriter(self.ring, public_sealing_key(self.points_ring), self.clock, os.urandom)
        return writer.write(TicketWish(purpose, municipality_code, till_thumbprint, citizen_id)).text
