"""The wish to end: SIGTERM and Ctrl-C, as something that a process can wait for."""

from __future__ import annotations

import os
import select
import signal
from typing import Protocol

__all__ = ["Stop", "StopSignals"]


class Stop(Protocol):
    """What loops that run until they are told to end look at; `threading.Event` is one, too."""

    def is_set(self) -> bool:
        """Whether it is time to end."""

    def wait(self, timeout: float | None = None) -> bool:
        """Wait for it, `timeout` seconds at most; whether it is time to end."""


class StopSignals:
    """Both signals from now on, to the end of the process; to be made by the main thread, once.

    A handler that sets an event would not do. It runs between any two steps of the main thread: where that
    thread has just taken the event's lock to wait, `set()` waits for the same lock, for ever. Here the
    interpreter itself writes a byte into a pipe, at once and from whichever thread the signal reached
    (`signal.set_wakeup_fd`); nobody reads it, so the wish stays said.
    """

    def __init__(self) -> None:
        self._wishes, end = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        signal.set_wakeup_fd(end, warn_on_full_buffer=False)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, _go_on)  # a signal without a handler of Python's writes nothing

    def is_set(self) -> bool:
        """Whether either has come."""
        return self.wait(0)

    def wait(self, timeout: float | None = None) -> bool:
        """Wait for either, `timeout` seconds at most; whether it has come."""
        patience = None if timeout is None else max(0.0, timeout)
        readable, _, _ = select.select([self._wishes], [], [], patience)
        return bool(readable)


def _go_on(_signal: int, _frame: object) -> None:
    """The pipe says it already."""
