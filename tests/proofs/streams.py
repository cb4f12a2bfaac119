"""One stream of randomness and one log a side, in one process: who is at work draws and writes there."""

from __future__ import annotations

import os
import random
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import structlog

from mykey.kernel.randomness import RandomBytes
from tests.support.watched_logs import logs_of

__all__ = ["Streams"]


class Streams:
    """`drawn(side)` is the side's stream. `shared`: a leak to be found, one stream for all sides."""

    def __init__(self, seed: str, *, shared: bool = False) -> None:
        self._seed = seed
        self._shared = shared
        self._streams: dict[str, random.Random] = {}
        self._at = "nobody"
        self.logs: dict[str, list[str]] = defaultdict(list)

    def drawn(self, side: str) -> RandomBytes:
        """The stream of one side, for whoever is handed it."""
        return lambda count: self._stream(side).randbytes(count)

    @contextmanager
    def at(self, side: str) -> Iterator[None]:
        """What takes randomness from the machine meanwhile gets this side's."""
        before, self._at = self._at, side
        try:
            yield
        finally:
            self._at = before

    def inside(self, side: str, application: Callable[..., Any]) -> Callable[..., Any]:
        """A WSGI application that works at one side."""

        def call(environ: Any, start_response: Any) -> Any:
            with self.at(side):
                return application(environ, start_response)

        return call

    @contextmanager
    def flowing(self) -> Iterator[None]:
        """The machine's randomness is the streams', and the logs are kept, for as long as this lasts."""
        with patch.object(os, "urandom", self._urandom), logs_of("proofs"):
            structlog.configure(logger_factory=lambda *_: _Lines(self))
            yield

    def note(self, line: str) -> None:
        """One line of the log of who is at work."""
        self.logs[self._at].append(line)

    def _urandom(self, count: int) -> bytes:
        return self._stream(self._at).randbytes(count)

    def _stream(self, side: str) -> random.Random:
        name = "all" if self._shared else side
        if name not in self._streams:
            self._streams[name] = random.Random(f"{self._seed} {name}")  # noqa: S311 - two worlds from one seed
        return self._streams[name]


class _Lines:
    """What structlog writes to."""

    def __init__(self, streams: Streams) -> None:
        self._streams = streams

    def info(self, line: str) -> None:
        self._streams.note(line)

    msg = debug = warning = error = critical = info
