"""Ed25519 for the messages that the points side signs to partner companies."""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mykey.crypto.keyring import KeyRing
from mykey.crypto.purposes import PointsPurpose
from mykey.crypto.tokens import to_base64url

__all__ = ["PARTNER_KEY_ID", "SigningKey", "partner_signing_key"]

#: The key id under which the points side signs to companies.
PARTNER_KEY_ID = "mykey-points"


class SigningKey:
    """A private key, ready to sign."""

    def __init__(self, seed: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(seed)

    def sign(self, message: bytes) -> bytes:
        """64 bytes (RFC 8032)."""
        return self._key.sign(message)

    def public_jwk(self) -> dict[str, str]:
        """The public half (RFC 8037)."""
        raw = self._key.public_key().public_bytes_raw()
        return {"kty": "OKP", "crv": "Ed25519", "x": to_base64url(raw)}

    def __repr__(self) -> str:
        """Nothing of the key."""
        return "SigningKey()"


def partner_signing_key(ring: KeyRing) -> SigningKey:
    """The key by which companies know what comes from us."""
    return SigningKey(ring.current(PointsPurpose.PARTNER_SIGNING).material)
