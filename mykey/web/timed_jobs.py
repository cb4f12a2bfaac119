"""Timed jobs of one process: each again and again until SIGTERM. A failed job waits for its turn."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from mykey.kernel.randomness import RandomBytes
from mykey.kernel.stop_signals import Stop
from mykey.web.request_logs import log

__all__ = ["DrawnJob", "Job", "run_jobs"]

DRAW_BYTES = 8


@dataclass
class Job:
    """One job: its name, its pause, what it does, and when its turn comes (monotonic seconds)."""

    name: str
    pause: timedelta
    act: Callable[[], object]
    due: float = 0.0

    def next_due(self) -> float:
        """When its turn comes again, after it ran."""
        return time.monotonic() + self.pause.total_seconds()


class DrawnJob(Job):
    """A job that runs once in each period (`pause`), at a moment drawn anew in each.

    Nobody can know beforehand when it runs. The first period begins with the process, so a process that is
    started anew every hour runs it once a period on average.
    """

    def __init__(
        self, name: str, pause: timedelta, act: Callable[[], object], random_bytes: RandomBytes
    ) -> None:
        self._random_bytes = random_bytes
        self._ends = time.monotonic()
        super().__init__(name, pause, act)
        self.due = self.next_due()

    def next_due(self) -> float:
        """A moment of the next period."""
        began, period = self._ends, self.pause.total_seconds()
        self._ends = began + period
        drawn: float = int.from_bytes(self._random_bytes(DRAW_BYTES)) / (1 << 8 * DRAW_BYTES)
        return began + drawn * period


def run_jobs(jobs: list[Job], stop: Stop) -> None:
    """Run what is due, one after the other, until `stop` is set: no job begins after that."""
    while not stop.is_set():
        for job in jobs:
            if stop.is_set():
                return
            if time.monotonic() < job.due:
                continue
            try:
                job.act()
            except Exception as error:  # noqa: BLE001 - whatever it was, the other jobs go on
                log("job-failed", job=job.name, error=type(error).__name__)
            job.due = job.next_due()
        stop.wait(max(0.05, min(job.due for job in jobs) - time.monotonic()))
