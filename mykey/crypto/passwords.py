"""Passwords of citizens and officers: argon2id (RFC 9106), 19 MiB, two passes, one lane.

A hash takes about 30 ms and 19 MiB, so no more than a few run at once in a process; the rest wait their turn.
"""

from __future__ import annotations

import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

__all__ = ["Passwords"]

AT_ONCE = 4


class Passwords:
    """Hashes and checks passwords; a cheaper set of parameters may be handed in by tests."""

    def __init__(self, memory_kib: int = 19 * 1024, passes: int = 2) -> None:
        self._hasher = PasswordHasher(time_cost=passes, memory_cost=memory_kib, parallelism=1)
        self._places = threading.BoundedSemaphore(AT_ONCE)
        self._nobody = self._hasher.hash("nobody has this password")

    def hash(self, password: str) -> str:
        """The hash to store, with its parameters and salt."""
        with self._places:
            return self._hasher.hash(password)

    def verify(self, stored: str | None, password: str) -> bool:
        """Whether the password is right. With no stored hash it takes as long and is always wrong."""
        with self._places:
            try:
                self._hasher.verify(stored or self._nobody, password)
            except (VerificationError, InvalidHashError):
                return False
        return stored is not None

    def outdated(self, stored: str) -> bool:
        """Whether the hash was made with other parameters and should be made again at this sign-in."""
        return self._hasher.check_needs_rehash(stored)
