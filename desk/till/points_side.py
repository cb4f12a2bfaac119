"""The points side as this desk knows it: its till API, the till's own key and ID."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Lock

from desk.clock import Clock, RandomBytes
from desk.platform.answers import PlatformRefused
from desk.platform.device import StateDirectory
from desk.platform.enrolment import enrol
from desk.platform.signed_calls import SignedCalls, Wire
from desk.platform.till import TillCalls, TillStanding

__all__ = ["NotEnrolled", "PointsSide"]

_STANDING_LASTS = timedelta(seconds=60)


class NotEnrolled(Exception):
    """This machine is no till yet: the municipality's one-time code comes first."""


class PointsSide:
    """One till at work. `origin` is the till API's."""

    def __init__(
        self,
        origin: str,
        state: StateDirectory,
        clock: Clock,
        random_bytes: RandomBytes,
        wire: Wire,
        sleep: Callable[[float], None],
    ) -> None:
        self._origin = origin
        self._state = state
        self._clock = clock
        self._random_bytes = random_bytes
        self._wire = wire
        self._sleep = sleep
        self._standing: tuple[datetime, TillStanding] | None = None
        self._lock = Lock()

    def enrolled(self) -> bool:
        """Whether this machine has a till ID."""
        return self._state.till_id() is not None

    def thumbprint(self) -> str:
        """What a ticket is bound to."""
        return self._state.till_key().thumbprint

    def api(self, language: str) -> TillCalls:
        """The till API, in the clerk's language.

        Raises:
            NotEnrolled: no till ID yet.
        """
        till_id = self._state.till_id()
        if till_id is None:
            raise NotEnrolled
        return TillCalls(self._calls(), till_id, language, self._sleep)

    def standing(self, language: str) -> TillStanding:
        """What this till is, asked for at most once a minute.

        Raises:
            NotEnrolled, PlatformSilent, PlatformCannotTell, PlatformRefused: see there.
        """
        now = self._clock()
        with self._lock:
            known = self._standing
        if known is not None and timedelta() <= now - known[0] < _STANDING_LASTS:
            return known[1]
        return self._stands(self.api(language).standing())

    def enrol(self, code: str, language: str) -> TillStanding:
        """Become the till that the code was made for. A key that another till has is replaced first.

        Raises:
            PlatformRefused, PlatformCannotTell, PlatformSilent: see there.
        """
        try:
            standing = enrol(self._calls(), self._state, code, language, self._sleep)
        except PlatformRefused as refused:
            if refused.problem.code != "till-key-in-use":
                raise
            self._state.renew_till_key()
            standing = enrol(self._calls(), self._state, code, language, self._sleep)
        return self._stands(standing)

    def _calls(self) -> SignedCalls:
        return SignedCalls(self._origin, self._state.till_key(), self._clock, self._random_bytes, self._wire)

    def _stands(self, standing: TillStanding) -> TillStanding:
        with self._lock:
            self._standing = (self._clock(), standing)
        return standing
