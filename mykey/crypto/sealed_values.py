"""Keep a value that must be shown again, so that a stolen database does not show it (privacy.md, P4).

AES-256-GCM-SIV (RFC 8452), bound to table, column and row: a sealed value copied into another row does not
open. Every value of a column is padded to one length, so that lengths tell nothing.
Layout: version (1) · nonce (12) · ciphertext of [length (4) · JSON · zeros] · tag (16).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV

from mykey.crypto.keyring import KeyRing
from mykey.crypto.purposes import Purpose
from mykey.kernel.errors import Broken
from mykey.kernel.randomness import RandomBytes

__all__ = ["SealBroken", "SealedColumn", "Seals", "ValueTooLong"]

NONCE_BYTES = 12
LENGTH_BYTES = 4


class SealBroken(Broken):
    """A sealed value does not open: another row's, altered, or its key was withdrawn. Fact: `column`."""

    code = "seal-broken"


class ValueTooLong(Broken):
    """A value does not fit its column's one length. Fact: `column`."""

    code = "value-too-long"


@dataclass(frozen=True)
class SealedColumn:
    """Where sealed values of one kind stand. `size` is the longest JSON text in bytes."""

    table: str
    column: str
    purpose: Purpose
    size: int

    @property
    def stored_bytes(self) -> int:
        """The one length that every value of this column has."""
        return 1 + NONCE_BYTES + LENGTH_BYTES + self.size + 16


class Seals:
    """Seals and opens values of every purpose of one ring."""

    def __init__(self, ring: KeyRing, random_bytes: RandomBytes) -> None:
        self._ring = ring
        self._random_bytes = random_bytes
        self._ciphers: dict[bytes, AESGCMSIV] = {}

    def seal(self, column: SealedColumn, row: UUID | bytes | str, value: Any) -> bytes:
        """Seal a JSON value for one row.

        Raises:
            ValueTooLong: the text is longer than the column's size.
        """
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
        if len(text) > column.size:
            raise ValueTooLong(column=f"{column.table}.{column.column}")
        padded = len(text).to_bytes(LENGTH_BYTES, "big") + text.ljust(column.size, b"\0")
        key = self._ring.current(column.purpose)
        nonce = self._random_bytes(NONCE_BYTES)
        sealed = self._cipher(key.material).encrypt(nonce, padded, _context(column, row))
        return bytes([key.version]) + nonce + sealed

    def open(self, column: SealedColumn, row: UUID | bytes | str, sealed: bytes) -> Any:
        """Open a value of one row.

        Raises:
            SealBroken: it is not this row's, was altered, or its key was withdrawn.
        """
        name = f"{column.table}.{column.column}"
        if len(sealed) != column.stored_bytes:
            raise SealBroken(column=name)
        key = self._ring.of_version(column.purpose, sealed[0])
        if key is None:
            raise SealBroken(column=name)
        nonce, body = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
        try:
            padded = self._cipher(key.material).decrypt(nonce, body, _context(column, row))
        except InvalidTag:
            raise SealBroken(column=name) from None
        length = int.from_bytes(padded[:LENGTH_BYTES], "big")
        return json.loads(padded[LENGTH_BYTES : LENGTH_BYTES + length])

    def _cipher(self, material: bytes) -> AESGCMSIV:
        if material not in self._ciphers:
            self._ciphers[material] = AESGCMSIV(material)
        return self._ciphers[material]


def _context(column: SealedColumn, row: UUID | bytes | str) -> bytes:
    if isinstance(row, UUID):
        row = row.bytes
    elif isinstance(row, str):
        row = row.encode()
    return f"{column.table}|{column.column}|".encode() + row
