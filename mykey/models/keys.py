"""Which key serves which column: the core's indexes and seals under their names."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

from mykey.crypto.keyed_index import Indexes
from mykey.crypto.keyring import KeyRing
from mykey.crypto.purposes import CorePurpose
from mykey.crypto.sealed_values import SealedColumn, Seals
from mykey.kernel.ports import CertificateName
from mykey.kernel.randomness import RandomBytes

__all__ = ["CoreKeys"]


class CoreKeys:
    """The core's ring, ready for use. Times inside sealed values are ISO 8601 in UTC."""

    def __init__(self, ring: KeyRing, random_bytes: RandomBytes) -> None:
        self.ring = ring
        self._indexes = Indexes(ring)
        self._seals = Seals(ring, random_bytes)

    @classmethod
    def open(cls, path: Path, random_bytes: RandomBytes, *, demo_allowed: bool) -> CoreKeys:
        """Read the core's ring from its file.

        Raises:
            KeyRingRefused: see `KeyRing.open`.
        """
        return cls(KeyRing.open(path, CorePurpose, demo_allowed=demo_allowed), random_bytes)

    def index(self, purpose: CorePurpose, *parts: bytes) -> bytes:
        """The index to store."""
        return self._indexes.of(purpose, *parts)

    def candidates(self, purpose: CorePurpose, *parts: bytes) -> list[bytes]:
        """The indexes to look for, one a version of the key."""
        return self._indexes.candidates(purpose, *parts)

    def certificate_index(self, name: CertificateName) -> bytes:
        """The index of a user certificate."""
        return self.index(CorePurpose.SERIAL_INDEX, *_certificate_parts(name))

    def certificate_candidates(self, name: CertificateName) -> list[bytes]:
        """Where a user certificate may stand."""
        return self.candidates(CorePurpose.SERIAL_INDEX, *_certificate_parts(name))

    def mykey_id_index(self, mykey_id: str) -> bytes:
        """The index of a MyKey ID, eight capitals and digits."""
        return self.index(CorePurpose.MYKEY_ID_INDEX, mykey_id.encode())

    def mykey_id_candidates(self, mykey_id: str) -> list[bytes]:
        """Where a MyKey ID may stand."""
        return self.candidates(CorePurpose.MYKEY_ID_INDEX, mykey_id.encode())

    def number_index(self, provider_id: str, number: str) -> bytes:
        """The index of a provider's number: two providers cannot join on it (privacy.md, P2)."""
        return self.index(CorePurpose.NUMBER_INDEX, provider_id.encode(), number.encode())

    def number_candidates(self, provider_id: str, number: str) -> list[bytes]:
        """Where a provider's number may stand."""
        return self.candidates(CorePurpose.NUMBER_INDEX, provider_id.encode(), number.encode())

    def seal(self, column: SealedColumn, row: UUID | bytes | str, value: Any) -> bytes:
        """Seal a JSON value for one row of one column. Raises `ValueTooLong`."""
        return self._seals.seal(column, row, value)

    def open_sealed(self, column: SealedColumn, row: UUID | bytes | str, sealed: bytes) -> Any:
        """Open a sealed value. Raises `SealBroken`."""
        return self._seals.open(column, row, sealed)


def _certificate_parts(name: CertificateName) -> tuple[bytes, bytes]:
    return name.ca_key_id, name.serial.to_bytes(20, "big")
