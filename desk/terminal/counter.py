"""All that a screen of the counter works with, handed in once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import Any

from flask import g

from desk.clock import Clock, RandomBytes
from desk.handover.keyboard import Keystrokes
from desk.platform.device import StateDirectory
from desk.platform.signed_calls import SignedCalls
from desk.platform.terminal import TerminalCalls
from desk.readers.interface import CardReader
from desk.terminal.visits import Visits
from desk.till.points_side import PointsSide

__all__ = ["Counter", "NotRegistered", "Standing"]

_STANDING_LASTS = timedelta(seconds=60)


class NotRegistered(Exception):
    """This machine has no terminal ID yet: screen 9 comes first."""


@dataclass(frozen=True)
class Standing:
    """What the platform says this terminal is. `provider_name` is None until the contact is registered."""

    kind: str
    state: str
    provider_name: str | None
    provider_id: str | None
    contact: dict[str, Any]

    @classmethod
    def from_answer(cls, answer: dict[str, Any]) -> Standing:
        """Read `GET /v1/terminal` or the answer to a registered contact."""
        provider, contact = answer.get("provider"), answer.get("contact")
        known = provider if isinstance(provider, dict) else {}
        return cls(
            kind=str(answer.get("kind", "")),
            state=str(answer.get("state", "")),
            provider_name=known.get("name") or known.get("provider_name"),
            provider_id=known.get("provider_id"),
            contact=contact if isinstance(contact, dict) else {},
        )


class Counter:
    """One terminal at work. `points` is None where it is no till."""

    def __init__(
        self,
        *,
        state: StateDirectory,
        calls: SignedCalls,
        reader: CardReader,
        keystrokes: Keystrokes,
        visits: Visits,
        clock: Clock,
        random_bytes: RandomBytes,
        sleep: Callable[[float], None],
        later: Callable[[float, Callable[[], None]], None],
        label_font: Path | None,
        points: PointsSide | None = None,
    ) -> None:
        self.state = state
        self.calls = calls
        self.reader = reader
        self.keystrokes = keystrokes
        self.visits = visits
        self.clock = clock
        self.later = later
        self.label_font = label_font
        self.points = points
        self._random_bytes = random_bytes
        self._sleep = sleep
        self._standing: tuple[datetime, Standing] | None = None
        self._lock = Lock()

    def platform(self) -> TerminalCalls:
        """The platform, in the clerk's language.

        Raises:
            NotRegistered: no terminal ID yet.
        """
        terminal_id = self.state.terminal_id()
        if terminal_id is None:
            raise NotRegistered
        return TerminalCalls(self.calls, terminal_id, g.lang, self._sleep)

    def standing(self, *, anew: bool = False) -> Standing:
        """This terminal's standing, asked for at most once a minute unless `anew`.

        Raises:
            NotRegistered, PlatformSilent, PlatformCannotTell, PlatformRefused: see there.
        """
        now = self.clock()
        with self._lock:
            known = self._standing
        if known is not None and not anew and timedelta() <= now - known[0] < _STANDING_LASTS:
            return known[1]
        return self.stands(self.platform().standing())

    def stands(self, answer: dict[str, Any]) -> Standing:
        """Remember a standing that an answer of the platform carried."""
        standing = Standing.from_answer(answer)
        with self._lock:
            self._standing = (self.clock(), standing)
        return standing

    def new_key(self) -> str:
        """An Idempotency-Key for one act."""
        return self._random_bytes(16).hex()
