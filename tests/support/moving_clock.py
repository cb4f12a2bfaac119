"""A clock that stands until a test moves it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

__all__ = ["MovingClock"]


class MovingClock:
    """Implements `mykey.kernel.clock.Clock` (and the town's): call it for the time. UTC."""

    def __init__(self, now: datetime | None = None) -> None:
        self.now = now or datetime(2026, 4, 6, 1, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, step: timedelta | None = None, **parts: float) -> None:
        """Move on by a step, or by e.g. `minutes=5`."""
        self.now += step or timedelta(**parts)
