"""Which key serves which column: the points side's indexes and seals. None of its keys is the core's."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

from mykey.crypto.keyed_index import Indexes
from mykey.crypto.keyring import KeyRing
from mykey.crypto.purposes import PointsPurpose
from mykey.crypto.sealed_values import SealedColumn, Seals
from mykey.kernel.randomness import RandomBytes

__all__ = ["PointsKeys"]


class PointsKeys:
    """The points side's ring, ready for use."""

    def __init__(self, ring: KeyRing, random_bytes: RandomBytes) -> None:
        self.ring = ring
        self._indexes = Indexes(ring)
        self._seals = Seals(ring, random_bytes)

    @classmethod
    def open(cls, path: Path, random_bytes: RandomBytes, *, demo_allowed: bool) -> PointsKeys:
        """Read the ring from its file.

        Raises:
            KeyRingRefused: see `KeyRing.open`.
        """
        return cls(KeyRing.open(path, PointsPurpose, demo_allowed=demo_allowed), random_bytes)

    def index(self, purpose: PointsPurpose, *parts: bytes) -> bytes:
        """The index to store."""
        return self._indexes.of(purpose, *parts)

    def candidates(self, purpose: PointsPurpose, *parts: bytes) -> list[bytes]:
        """The indexes to look for, one a version of the key."""
        return self._indexes.candidates(purpose, *parts)

    def seal(self, column: SealedColumn, row: UUID | bytes | str, value: Any) -> bytes:
        """Seal a JSON value for one row of one column. Raises `ValueTooLong`."""
        return self._seals.seal(column, row, value)

    def open_sealed(self, column: SealedColumn, row: UUID | bytes | str, sealed: bytes) -> Any:
        """Open a sealed value. Raises `SealBroken`."""
        return self._seals.open(column, row, sealed)
