"""Find a value without storing it: HMAC-SHA-256 under the purpose's key (privacy.md, P4).

An index is 32 bytes: the key's version, then 31 bytes of the code. Parts are joined with their lengths,
so that ("1", "23") and ("12", "3") differ.
"""

from __future__ import annotations

import hmac

from mykey.crypto.keyring import Key, KeyRing
from mykey.crypto.purposes import Purpose

__all__ = ["INDEX_BYTES", "Indexes"]

INDEX_BYTES = 32


class Indexes:
    """Keyed indexes for every purpose of one ring."""

    def __init__(self, ring: KeyRing) -> None:
        self._ring = ring

    def of(self, purpose: Purpose, *parts: bytes) -> bytes:
        """The index to store, under the current key."""
        return _index(self._ring.current(purpose), parts)

    def candidates(self, purpose: Purpose, *parts: bytes) -> list[bytes]:
        """The indexes to look for: one for each version of the key that may still be stored."""
        return [_index(key, parts) for key in self._ring.versions(purpose)]

    @staticmethod
    def equal(one: bytes, other: bytes) -> bool:
        """Compare in constant time."""
        return hmac.compare_digest(one, other)


def _index(key: Key, parts: tuple[bytes, ...]) -> bytes:
    message = b"".join([len(part).to_bytes(4, "big") + part for part in parts])
    return bytes([key.version]) + hmac.digest(key.material, message, "sha256")[: INDEX_BYTES - 1]
