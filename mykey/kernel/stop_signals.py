"""The wish to end: SIGTERM and Ctrl-C, as something that a process can wait for."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["stop_at_signals"]

WISHES = {signal.SIGTERM, signal.SIGINT}
LOOK_SECONDS = 0.5


@contextmanager
def stop_at_signals() -> Iterator[threading.Event]:
    """An event that either of them sets, until the block ends. To be begun before any other thread.

    No handler sets it: a handler runs in the main thread between any two of its steps. Where that thread has
    just taken the event's own lock to wait for it, `set()` would wait for the same lock, and for ever.
    """
    stop, over = threading.Event(), threading.Event()

    def listen() -> None:
        while not over.is_set():
            if signal.sigtimedwait(WISHES, LOOK_SECONDS) is not None:
                stop.set()
                return

    before = signal.pthread_sigmask(signal.SIG_BLOCK, WISHES)
    listener = threading.Thread(target=listen, name="stop-signals", daemon=True)
    listener.start()
    try:
        yield stop
    finally:
        over.set()
        listener.join()
        while signal.sigtimedwait(WISHES, 0) is not None:
            pass  # said again meanwhile
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
