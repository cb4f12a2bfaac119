"""What a worker of the terminals face keeps between requests: devices' keys, paces, usage counters.

A device's key is cached because it never changes: the statement that follows reads the terminal's present
key and refuses when it is another. Nothing about a card is kept.
"""

from __future__ import annotations

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from mykey.kernel.clock import japan_day
from mykey.services.count_usage import UsageKey, add_usage
from mykey.services.ground import Ground
from mykey.services.terminal_devices import TerminalDevice, find_terminal_device
from mykey.web.gathered_counts import GatheredCounts
from mykey.web.hot_connection import HotConnection
from mykey.web.paces import Pace
from mykey.web.rate_limits import RateLimits

__all__ = ["Gate"]

USAGE_SECONDS = 60.0


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
