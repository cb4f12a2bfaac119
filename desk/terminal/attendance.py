"""The watch that makes the desk forget even when no browser asks any more."""

from __future__ import annotations

from threading import Event, Thread

from desk.terminal.visits import Visits

__all__ = ["Attendance"]

_PERIOD_SECONDS = 1.0


class Attendance:
    """Looks at the visits once a second while the program runs."""

    def __init__(self, visits: Visits, period: float = _PERIOD_SECONDS) -> None:
        self._visits = visits
        self._period = period
        self._over = Event()
        self._thread = Thread(target=self._watch, name="attendance", daemon=True)

    def start(self) -> None:
        """Begin watching."""
        self._thread.start()

    def stop(self) -> None:
        """Stop and wait for the watch to end."""
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(self._period):
            self._visits.end_what_is_over()
