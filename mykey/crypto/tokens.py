"""Tokens: one purpose, one use, short life, stored as a keyed index only (style.md, habit 19)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import secrets

from mykey.kernel.randomness import RandomBytes

__all__ = ["RunningSha256", "from_base64url", "new_token", "sha256", "system_random_bytes", "to_base64url"]

TOKEN_BYTES = 32


def system_random_bytes(count: int) -> bytes:
    """The machine's randomness, for everything that is not a test."""
    return secrets.token_bytes(count)


def new_token(random_bytes: RandomBytes) -> str:
    """A token of 256 bits, base64url."""
    return to_base64url(random_bytes(TOKEN_BYTES))


def to_base64url(value: bytes) -> str:
    """Base64url without padding (RFC 4648, section 5; terminal-api.md, "Conventions")."""
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode("ascii")


def from_base64url(text: str) -> bytes:
    """The bytes behind base64url without padding.

    Raises:
        ValueError: another alphabet, padding, or unused bits that are not zero.
    """
    if "=" in text or "+" in text or "/" in text:
        raise ValueError
    try:
        value = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error:
        raise ValueError from None
    # Only the last characters can spell the same bytes in another way.
    if (
        to_base64url(value[-(len(value) % 3 or 3) :])
        != text[-4 if len(text) % 4 == 0 else -(len(text) % 4) :]
    ):
        raise ValueError
    return value


class RunningSha256:
    """`sha256` of a value that comes in pieces."""

    def __init__(self) -> None:
        self._sum = hashlib.sha256()

    def add(self, piece: bytes) -> None:
        """One more piece."""
        self._sum.update(piece)

    def digest(self) -> bytes:
        """Of all pieces so far."""
        return self._sum.digest()


def sha256(value: bytes) -> bytes:
    """SHA-256 of a public value: a content digest (RFC 9530), never a person's."""
    return hashlib.sha256(value).digest()
