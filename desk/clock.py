"""Time and randomness are handed in, so that an idle end or a stale clock can be tested."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import UTC, datetime

__all__ = ["Clock", "RandomBytes", "system_clock", "system_random"]

Clock = Callable[[], datetime]
RandomBytes = Callable[[int], bytes]


def system_clock() -> datetime:
    """The PC's own time, aware, UTC. It may be wrong: see `platform.answers.ClockWrong`."""
    return datetime.now(UTC)


def system_random(size: int) -> bytes:
    """`size` bytes from the system's generator: nonces, session names, idempotency keys."""
    return secrets.token_bytes(size)
