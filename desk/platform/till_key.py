"""The key by which the points side knows this till. The core knows another one: the device's.

Two keys, because a key that both sides stored would be a value by which their records could be joined
(privacy.md, "Deliberately non-joinable", 8). The core is told this key's thumbprint for one ticket at a time.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

__all__ = ["TillKey", "public_jwk_of"]


def public_jwk_of(key: Ed25519PrivateKey) -> dict[str, str]:
    """The public half as JWK, OKP Ed25519 (RFC 8037)."""
    raw = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return {"kty": "OKP", "crv": "Ed25519", "x": urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")}


@dataclass(frozen=True)
class TillKey:
    """An Ed25519 key of this till alone; implements `Signer`."""

    key: Ed25519PrivateKey = field(repr=False)

    def public_jwk(self) -> dict[str, str]:
        """What is enrolled on the points side."""
        return public_jwk_of(self.key)

    @property
    def thumbprint(self) -> str:
        """JWK thumbprint (RFC 7638, SHA-256), base64url: a ticket is bound to it."""
        return urlsafe_b64encode(self._thumbprint()).rstrip(b"=").decode("ascii")

    @property
    def fingerprint(self) -> str:
        """The same thumbprint as 64 hex digits: what `MyKey-Device` says to the points side."""
        return self._thumbprint().hex()

    def _thumbprint(self) -> bytes:
        # RFC 7638, 3: the required members in lexicographic order, no white space.
        return sha256(json.dumps(self.public_jwk(), sort_keys=True, separators=(",", ":")).encode()).digest()
