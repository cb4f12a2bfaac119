"""How many tickets may be written in a minute, whoever they are for.

A core that was taken over can ask for anybody's ticket. It cannot be told from an honest one by a single
request, but by how many it makes: past the pace the writer is silent and its log says so. Counted in memory,
without a word about persons.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from mykey.kernel.errors import Broken
from mykey.kernel.ports import Ticket, TicketWish, TicketWriter

__all__ = ["PacedTicketWriter", "TicketPaceReached"]

MINUTE = 60.0


class TicketPaceReached(Broken):
    """More tickets were asked for than a minute has. Whoever asks hears nothing."""

    code = "ticket-pace-reached"


class PacedTicketWriter:
    """A ticket writer behind a bucket that a minute fills: a short rush passes, a long one does not."""

    def __init__(self, writer: TicketWriter, a_minute: int, seconds: Callable[[], float]) -> None:
        """`seconds` is a clock that only goes forward."""
        self._writer = writer
        self._a_minute = a_minute
        self._seconds = seconds
        self._left = float(a_minute)
        self._last = seconds()
        self._lock = threading.Lock()

    def write(self, wish: TicketWish) -> Ticket:
        """Write the ticket.

        Raises:
            TicketPaceReached: the minute has no more.
        """
        with self._lock:
            now = self._seconds()
            self._left = min(self._a_minute, self._left + (now - self._last) * self._a_minute / MINUTE)
            self._last = now
            if self._left < 1:
                raise TicketPaceReached
            self._left -= 1
        return self._writer.write(wish)
