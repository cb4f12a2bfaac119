"""What the desk remembers of the act at hand, and when it forgets (privacy.md, P1 and P20).

A visit lives in memory only, one for each browser. It ends when the card it came from leaves the reader, or
after 30 seconds in which nobody does anything; a draft that no card has touched yet ends by time alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from typing import TypeVar

from desk.clock import Clock
from desk.readers.interface import CardReader, CardTrouble, Presence

__all__ = ["IDLE", "Visits"]

IDLE = timedelta(seconds=30)
_MAX_VISITS = 50  # browsers that never come back must not fill the memory

Memory = TypeVar("Memory")


@dataclass
class _Visit:
    memory: object = field(repr=False)
    insertion: int | None
    last_act: datetime
    changes: int = 0


class Visits:
    """The desk's memory. Safe for the web server's threads and the watch beside them."""

    def __init__(self, reader: CardReader, clock: Clock) -> None:
        self._reader = reader
        self._clock = clock
        self._visits: dict[str, _Visit] = {}
        self._lock = Lock()
        self._served: int | None = None
        self._tried: int | None = None

    def open(self, visitor: str, memory: object, insertion: int | None = None) -> None:
        """Remember `memory` for this browser instead of what was there. `insertion`: the card it hangs on."""
        with self._lock:
            self._visits.pop(visitor, None)
            while len(self._visits) >= _MAX_VISITS:
                del self._visits[next(iter(self._visits))]
            self._visits[visitor] = _Visit(memory, insertion, self._clock())

    def recall(self, visitor: str, kind: type[Memory]) -> Memory | None:
        """What is remembered for this browser, if of this kind and not over. No sign of activity."""
        self.end_what_is_over()
        with self._lock:
            visit = self._visits.get(visitor)
            return visit.memory if visit is not None and isinstance(visit.memory, kind) else None

    def insertion_of(self, visitor: str) -> int | None:
        """The card that this browser's visit hangs on."""
        with self._lock:
            visit = self._visits.get(visitor)
            return visit.insertion if visit is not None else None

    def mark(self, visitor: str) -> int | None:
        """A figure that grows with every change of what is shown; None when the visit has ended."""
        self.end_what_is_over()
        with self._lock:
            visit = self._visits.get(visitor)
            return visit.changes if visit is not None else None

    def changed(self, visitor: str) -> None:
        """What is shown for this browser is not what it was: its page must be fetched anew."""
        with self._lock:
            if visitor in self._visits:
                self._visits[visitor].changes += 1

    def somebody_acts(self, visitor: str) -> None:
        """A key, a finger or a mouse: the idle time begins anew."""
        with self._lock:
            if visitor in self._visits:
                self._visits[visitor].last_act = self._clock()

    def end(self, visitor: str) -> None:
        """Forget this browser's act now."""
        with self._lock:
            self._visits.pop(visitor, None)

    def end_what_is_over(self) -> None:
        """Forget every visit whose card has left or whose time is over. A reader that is gone has no card."""
        with self._lock:
            before = dict(self._visits)
        if not before:
            return
        presence = self._look()
        now = self._clock()
        with self._lock:
            # What was opened meanwhile may hang on a card that this look came too early for.
            self._visits = {
                visitor: visit
                for visitor, visit in self._visits.items()
                if before.get(visitor) is not visit
                or (now - visit.last_act < IDLE and _still_there(visit, presence))
            }

    def needs_new_touch(self, insertion: int) -> bool:
        """Whether this very touch has already given a number away: the next look-up needs a new one."""
        with self._lock:
            return insertion == self._served

    def is_fresh(self, presence: Presence) -> bool:
        """Whether a card lies there that nobody has tried to look up yet: the page may go on by itself."""
        with self._lock:
            return presence.present and presence.insertion not in (self._tried, self._served)

    def touch_tried(self, insertion: int) -> None:
        """A look-up by this touch has begun."""
        with self._lock:
            self._tried = insertion

    def touch_served(self, insertion: int) -> None:
        """A look-up by this touch has given its number."""
        with self._lock:
            self._served = insertion

    def _look(self) -> Presence | None:
        try:
            return self._reader.presence()
        except CardTrouble:
            return None


def _still_there(visit: _Visit, presence: Presence | None) -> bool:
    if visit.insertion is None:
        return True
    return presence is not None and presence.present and presence.insertion == visit.insertion
