"""What a worker of the terminals face keeps between requests: devices' keys, paces, usage counters.

A device's key is cached because it never changes: the statement that follows reads the terminal's present
key and refuses when it is another. Nothing about a card is kept.
"""

from __future__ import annotations

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from mykey.kernel.clock import Clock, japan_day
from mykey.services.count_usage import UsageKey, add_usage
from mykey.services.ground import Ground
from mykey.services.terminal_devices import TerminalDevice, find_terminal_device
from mykey.web.gathered_counts import GatheredCounts
from mykey.web.hot_connection import HotConnection
from mykey.web.rate_limits import RateLimits, TooManyRequests

__all__ = ["Gate", "Pace"]

EXCHANGE_SECONDS = 1.0
USAGE_SECONDS = 60.0


class Pace:
    """How many requests a terminal may make in a minute, counted over all workers.

    Workers tell each other once a second, so a burst may pass the limit by what they do in that second.
    Limits are keyed by terminal, never by card (architecture.md, "Library usage").
    """

    def __init__(self, a_minute: int, limits: RateLimits, clock: Clock) -> None:
        self._a_minute = a_minute
        self._limits = limits
        self._clock = clock
        self._totals: dict[tuple[str, int], int] = {}
        self._counts: GatheredCounts[tuple[str, int]] = GatheredCounts(
            "pace", EXCHANGE_SECONDS, self._exchange
        )

    def hit(self, terminal_id: str) -> None:
        """Count one request. Raises `TooManyRequests` beyond the pace."""
        now = self._clock().timestamp()
        key = (terminal_id, int(now // 60))
        if self._totals.get(key, 0) + self._counts.pending(key) >= self._a_minute:
            raise TooManyRequests(retry_after=60 - int(now % 60))
        self._counts.add(key)

    def close(self) -> None:
        """Write what was gathered and end the thread."""
        self._counts.close()

    def _exchange(self, counts: dict[tuple[str, int], int]) -> None:
        totals = {
            key: self._limits.add(f"pace|{key[0]}|{key[1]}", 120, count) for key, count in counts.items()
        }
        minute = int(self._clock().timestamp() // 60)
        kept = {key: total for key, total in self._totals.items() if key[1] >= minute}
        self._totals = kept | totals


class Gate:
    """One for each worker, made by the face's factory."""

    def __init__(
        self,
        origin: str,
        ground: Ground,
        engine: Engine,
        limits: RateLimits,
        rows: HotConnection,
        a_minute: int,
    ) -> None:
        self.origin = origin
        self.ground = ground
        self.rows = rows
        self.limits = limits
        self.pace = Pace(a_minute, limits, ground.clock)
        self._engine = engine
        self._devices: dict[str, TerminalDevice] = {}
        self._usage: GatheredCounts[UsageKey] = GatheredCounts("usage", USAGE_SECONDS, self._write_usage)

    def device(self, terminal_id: str) -> TerminalDevice | None:
        """The device of a terminal, from the cache or the database; unknown ones are not cached."""
        cached = self._devices.get(terminal_id)
        if cached is None:
            with Session(self._engine) as own:
                cached = find_terminal_device(own, terminal_id)
            if cached is not None:
                self._devices[terminal_id] = cached
        return cached

    def forget_device(self, terminal_id: str) -> None:
        """Read the device again at the next request."""
        self._devices.pop(terminal_id, None)

    def count(self, terminal_id: str, outcome: str) -> None:
        """Count one use of a terminal today."""
        self._usage.add((terminal_id, japan_day(self.ground.clock()), outcome))

    def flush_usage(self) -> None:
        """Write the usage counters now."""
        self._usage.flush()

    def close(self) -> None:
        """Write what was gathered and end the threads; whoever made the face for a while calls it."""
        self._usage.close()
        self.pace.close()
        self.rows.close()

    def _write_usage(self, counts: dict[UsageKey, int]) -> None:
        with Session(self._engine) as own, own.begin():
            add_usage(own, counts)
