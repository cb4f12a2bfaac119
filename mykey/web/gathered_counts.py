"""Counts gathered in the worker and written now and then by one thread, so that a request writes none.

Two uses: usage counters, written once a minute (architecture.md, "Library usage"), and the pace of each
terminal, exchanged once a second with the other workers. The thread starts at the first count, after the
fork; what is left is written when the process ends.
"""

from __future__ import annotations

import atexit
import threading
from collections import Counter
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from mykey.web.request_logs import log

__all__ = ["GatheredCounts"]

K = TypeVar("K", bound=Hashable)

CLOSING_SECONDS = 10.0


class GatheredCounts(Generic[K]):
    """Counts by key, given to `write` every `seconds`. A failed write keeps its counts for the next."""

    def __init__(self, name: str, seconds: float, write: Callable[[dict[K, int]], None]) -> None:
        self._name = name
        self._seconds = seconds
        self._write = write
        self._counts: Counter[K] = Counter()
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None

    def add(self, key: K) -> None:
        """Count one."""
        with self._lock:
            self._counts[key] += 1
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
                self._thread.start()
                atexit.register(self.close)

    def pending(self, key: K) -> int:
        """What this worker counted and has not written yet."""
        with self._lock:
            return self._counts[key]

    def flush(self) -> None:
        """Write what was gathered."""
        with self._lock:
            counts, self._counts = self._counts, Counter()
        if not counts:
            return
        try:
            self._write(dict(counts))
        except Exception as error:  # noqa: BLE001 - whatever it was, the counts must not be lost
            log("counts-not-written", where=self._name, error=type(error).__name__)
            with self._lock:
                self._counts.update(counts)

    def close(self) -> None:
        """Stop the thread, wait for what it is writing, and write what is left."""
        self._stopped.set()
        with self._lock:
            thread = self._thread
        if thread is not None and thread is not threading.current_thread():
            # A daemon thread is cut off at the end of the process, and its counts with it.
            thread.join(CLOSING_SECONDS)
        self.flush()

    def _run(self) -> None:
        while not self._stopped.wait(self._seconds):
            self.flush()
