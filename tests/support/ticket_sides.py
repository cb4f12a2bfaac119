"""Both ends of the seam in one test: a ticket writer with keys of its own, and who opens what it wrote."""

from __future__ import annotations

import os
from datetime import datetime
from uuid import UUID

from mykey.crypto.keyring import Key, KeyRing
from mykey.crypto.purposes import HandoffPurpose, PointsPurpose
from mykey.crypto.ticket_seals import TicketOpener, points_subjects, public_sealing_key, public_verifying_keys
from mykey.handoff.opening import open_ticket
from mykey.handoff.ticket import OpenedTicket
from mykey.handoff.writer import SealingTicketWriter
from mykey.kernel.clock import Clock
from mykey.kernel.ports import Ticket, TicketWish
from mykey.kernel.randomness import RandomBytes
from mykey.kernel.refusals_of_points_tickets import PointsUnavailable

__all__ = ["TicketSides"]


class TicketSides:
    """A `TicketWriter` without a process; `silent` makes it as one that does not answer.

    `replaced` gives the subject key a second version, as while it is being replaced.
    """

    def __init__(
        self, clock: Clock, random_bytes: RandomBytes = os.urandom, *, replaced: bool = False
    ) -> None:
        def keys(*versions: int) -> tuple[Key, ...]:
            return tuple(Key(version, random_bytes(32)) for version in versions)

        self.ring = KeyRing(
            {
                HandoffPurpose.SUBJECT: keys(2, 1) if replaced else keys(1),
                HandoffPurpose.TICKET_SIGNING: keys(1),
            }
        )
        self.points_ring = KeyRing({PointsPurpose.TICKET_OPENING: keys(1)})
        self.recipient = public_sealing_key(self.points_ring)
        self.verifying = public_verifying_keys(self.ring)
        self.silent = False
        self._writer = SealingTicketWriter(self.ring, self.recipient, clock, random_bytes)

    def write(self, wish: TicketWish) -> Ticket:
        """As the process behind the socket does."""
        if self.silent:
            raise PointsUnavailable
        return self._writer.write(wish)

    @property
    def opener(self) -> TicketOpener:
        """The points side's."""
        return TicketOpener(self.points_ring, self.verifying)

    def open(self, text: str, moment: datetime) -> OpenedTicket:
        """As the points side does."""
        return open_ticket(text, self.opener, moment)

    def subjects(self, citizen_id: UUID) -> tuple[tuple[int, bytes], ...]:
        """What only the writer can tell."""
        return points_subjects(self.ring, citizen_id.bytes)
