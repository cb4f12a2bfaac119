"""The pace of a machine that calls an API: so many requests a minute, then 429."""

from __future__ import annotations

from mykey.kernel.clock import Clock
from mykey.web.gathered_counts import GatheredCounts
from mykey.web.rate_limits import RateLimits, TooManyRequests

__all__ = ["Pace"]

EXCHANGE_SECONDS = 1.0


class Pace:
    """How many requests a machine may make in a minute, counted over all workers.

    Workers tell each other once a second, so a burst may pass the limit by what they do in that second.
    Limits are keyed by machine, never by card (architecture.md, "Library usage"). A minute's row lives for
    `kept_seconds`; of an hour or more it does not tell its minute (`rate_limits`).
    """

    def __init__(self, a_minute: int, limits: RateLimits, clock: Clock, kept_seconds: int = 120) -> None:
        self._a_minute = a_minute
        self._limits = limits
        self._clock = clock
        self._kept_seconds = kept_seconds
        self._totals: dict[tuple[str, int], int] = {}
        self._counts: GatheredCounts[tuple[str, int]] = GatheredCounts(
            "pace", EXCHANGE_SECONDS, self._exchange
        )

    def hit(self, machine_id: str) -> None:
        """Count one request. Raises `TooManyRequests` beyond the pace."""
        now = self._clock().timestamp()
        key = (machine_id, int(now // 60))
        if self._totals.get(key, 0) + self._counts.pending(key) >= self._a_minute:
            raise TooManyRequests(retry_after=60 - int(now % 60))
        self._counts.add(key)

    def close(self) -> None:
        """Write what was gathered and end the thread."""
        self._counts.close()

    def _exchange(self, counts: dict[tuple[str, int], int]) -> None:
        totals = {
            key: self._limits.add(f"pace|{key[0]}|{key[1]}", self._kept_seconds, count)
            for key, count in counts.items()
        }
        minute = int(self._clock().timestamp() // 60)
        kept = {key: total for key, total in self._totals.items() if key[1] >= minute}
        self._totals = kept | totals
