"""A client that sends prepared requests over a number of kept connections and counts the answers.

It reads no more of an answer than it must: status line and length. One process, no threads: it takes as
little as it can from the servers that are measured on the same two cores.
"""

from __future__ import annotations

import selectors
import socket
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

__all__ = ["Load", "run_load"]

PAUSE_SECONDS = 0.005


@dataclass
class Load:
    """What happened."""

    seconds: float = 0.0
    answers: int = 0
    statuses: Counter[bytes] = field(default_factory=Counter)

    @property
    def per_second(self) -> float:
        """Answers a second."""
        return self.answers / self.seconds


@dataclass
class _Connection:
    channel: socket.socket
    waiting: bytearray = field(default_factory=bytearray)


def run_load(port: int, requests: Iterator[bytes], connections: int, seconds: float) -> Load:
    """Send requests one after the other on each connection until time or requests run out."""
    load, chooser = Load(), selectors.DefaultSelector()
    opened = []
    for _ in range(connections):
        opened.append(_Connection(_open(port)))
        # A burst of connections is taken by whichever worker wakes first; a trickle falls on both alike.
        time.sleep(PAUSE_SECONDS)
    started = time.perf_counter()
    for one in opened:
        chooser.register(one.channel, selectors.EVENT_READ, one)
        one.channel.sendall(next(requests))
    end, busy = started + seconds, len(opened)
    while busy:
        for key, _ in chooser.select(timeout=5):
            one = key.data
            if not _read(one, load):
                continue
            request = next(requests, None) if time.perf_counter() < end else None
            if request is None:
                chooser.unregister(one.channel)
                one.channel.close()
                busy -= 1
            else:
                one.channel.sendall(request)
    load.seconds = time.perf_counter() - started
    return load


def _open(port: int) -> socket.socket:
    channel = socket.create_connection(("127.0.0.1", port), timeout=10)
    channel.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return channel


def _read(one: _Connection, load: Load) -> bool:
    """Whether an answer is whole."""
    received = one.channel.recv(65536)
    if not received:
        raise ConnectionError
    one.waiting += received
    head = one.waiting.find(b"\r\n\r\n")
    if head < 0:
        return False
    at = one.waiting.lower().index(b"content-length:") + 15
    length = int(one.waiting[at : one.waiting.index(b"\r", at)])
    if len(one.waiting) < head + 4 + length:
        return False
    load.answers += 1
    load.statuses[bytes(one.waiting[9:12])] += 1
    one.waiting.clear()
    return True
