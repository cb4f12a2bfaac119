"""Where private keys come from: made anew, or drawn from a pool where a test needs hundreds of cards.

An RSA-2048 key takes 50 to 100 ms to make, a card needs two of them and an authority four.
"""

from __future__ import annotations

import threading
from itertools import count
from typing import Literal, Protocol

from cryptography.hazmat.primitives.asymmetric.ec import SECP384R1, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.ec import generate_private_key as generate_ec_key
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key as generate_rsa_key
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
)

__all__ = [
    "KEY_TYPES",
    "KeyPool",
    "KeySource",
    "KeyType",
    "PrivateKey",
    "fresh_key",
    "key_from_der",
    "key_to_der",
]

KeyType = Literal["rsa2048", "p384"]
PrivateKey = RSAPrivateKey | EllipticCurvePrivateKey

KEY_TYPES: tuple[KeyType, ...] = ("rsa2048", "p384")
HOLDER = "holder"


class KeySource(Protocol):
    """Gives a private key. `owner` is "holder", or an authority's own word such as "user 2"."""

    def __call__(self, key_type: KeyType, owner: str = HOLDER) -> PrivateKey:
        """One key of the type; RSA with 2048 bits and e=65537, or P-384."""


def fresh_key(key_type: KeyType, owner: str = HOLDER) -> PrivateKey:  # noqa: ARG001 - a KeySource is told the owner; a fresh key is nobody else's anyway
    """A key nobody has seen before: what the demo town uses."""
    if key_type == "p384":
        return generate_ec_key(SECP384R1())
    return generate_rsa_key(public_exponent=65537, key_size=2048)


class KeyPool:
    """A few keys, handed round: for tests only.

    Cards that are fewer than `size` drawings apart have different keys; each authority has one key of its own
    per pool. So two offices of one pool are the *same* authority, and an untrusted one needs another pool.
    """

    def __init__(self, size: int = 8) -> None:
        self._size = size
        self._keys: dict[tuple[KeyType, str, int], PrivateKey] = {}
        self._drawn: dict[KeyType, count[int]] = {key_type: count() for key_type in KEY_TYPES}
        self._turn = threading.Lock()

    def __call__(self, key_type: KeyType, owner: str = HOLDER) -> PrivateKey:
        """The next key of the round for a holder, always the same one for an authority."""
        with self._turn:
            place = next(self._drawn[key_type]) % self._size if owner == HOLDER else 0
            slot = (key_type, owner, place)
            if slot not in self._keys:
                self._keys[slot] = fresh_key(key_type)
            return self._keys[slot]


def key_to_der(key: PrivateKey) -> bytes:
    """PKCS #8, unencrypted: for the ledger, whose file its owner alone can read."""
    return key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())


def key_from_der(der: bytes) -> PrivateKey:
    """A key that the town made itself: RSA's costly consistency check (50 ms) is left out for that reason."""
    key = load_der_private_key(der, password=None, unsafe_skip_rsa_key_validation=True)
    if not isinstance(key, RSAPrivateKey | EllipticCurvePrivateKey):
        raise TypeError("the ledger holds a key of another type")
    return key
