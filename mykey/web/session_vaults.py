"""How a face's sessions are indexed and sealed, and what its cookie is called: the same for every face.

Each face brings its own keys, purpose, column and name; nothing of one opens another's sessions.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Generic, Protocol, TypeVar

from mykey.crypto.purposes import Purpose
from mykey.crypto.sealed_values import SealedColumn
from mykey.web.sessions import SessionRules

__all__ = ["KeyedVault", "SessionKeys", "session_rules"]

P = TypeVar("P", bound=Purpose)
P_contra = TypeVar("P_contra", bound=Purpose, contravariant=True)


class SessionKeys(Protocol[P_contra]):
    """The keys of one side."""

    def candidates(self, purpose: P_contra, /, *parts: bytes) -> Sequence[bytes]:
        """Where a value may stand; the first is where it is written."""

    def seal(self, column: SealedColumn, row: bytes, value: Any, /) -> bytes:
        """Seal a value for its row."""

    def open_sealed(self, column: SealedColumn, row: bytes, sealed: bytes, /) -> Any:
        """Open a value. Raises `SealBroken`."""


class KeyedVault(Generic[P]):
    """`web.sessions.SessionVault` by one purpose of one ring, in one column."""

    def __init__(self, keys: SessionKeys[P], purpose: P, column: SealedColumn) -> None:
        self._keys = keys
        self._purpose = purpose
        self._column = column

    def candidates(self, token: str) -> Sequence[bytes]:
        """Where a token may stand."""
        return self._keys.candidates(self._purpose, token.encode())

    def seal(self, index: bytes, value: Any) -> bytes:
        """Seal a session for its row."""
        return self._keys.seal(self._column, index, value)

    def open(self, index: bytes, sealed: bytes) -> Any:
        """Open a session. Raises `SealBroken`."""
        return self._keys.open_sealed(self._column, index, sealed)


def session_rules(name: str, origin: str, path: str, idle: timedelta, absolute: timedelta) -> SessionRules:
    """The cookie `name` of a face at `origin` below `path` ("/" or "": a host of its own), and its limits."""
    https = origin.startswith("https:")
    path = path.rstrip("/") or "/"
    return SessionRules(
        # Browsers take a __Host- cookie only over TLS and for the whole host (RFC 6265bis, 4.1.3.2).
        cookie_name=f"__Host-{name}" if https and path == "/" else name,
        cookie_path=path,
        https=https,
        idle=idle,
        absolute=absolute,
    )
