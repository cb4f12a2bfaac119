"""Randomness is handed in, so that two worlds can be run from one seed (privacy.md, proof d)."""

from __future__ import annotations

import uuid
from collections.abc import Callable

__all__ = ["RandomBytes", "random_choice", "random_id"]

RandomBytes = Callable[[int], bytes]


def random_id(random_bytes: RandomBytes) -> uuid.UUID:
    """A primary key of 122 random bits (RFC 9562, version 4): it tells no order and no time."""
    return uuid.UUID(bytes=random_bytes(16), version=4)


def random_choice(random_bytes: RandomBytes, alphabet: str, length: int) -> str:
    """`length` characters of `alphabet`, each equally likely: bytes past the last multiple are redrawn."""
    limit = 256 - 256 % len(alphabet)
    chosen: list[str] = []
    while len(chosen) < length:
        chosen.extend(alphabet[byte % len(alphabet)] for byte in random_bytes(length) if byte < limit)
    return "".join(chosen[:length])
