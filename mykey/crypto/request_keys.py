"""Ed25519 for requests that terminals sign and for requests that the portal signs to the card agent."""

from __future__ import annotations

import json
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from joserfc import jws
from joserfc.jwk import OKPKey

from mykey.crypto.keyring import KeyRing
from mykey.crypto.purposes import CorePurpose
from mykey.crypto.tokens import from_base64url, sha256, to_base64url

__all__ = ["DevicePublicKey", "PublicKeyMalformed", "card_request_public_jwk", "sign_card_request"]

ED25519_BYTES = 32
CARD_REQUEST_TYPE = "mykey-card-request+jwt"


class PublicKeyMalformed(ValueError):
    """A JWK that is not an Ed25519 public key, or one of small order that signs everything."""


class DevicePublicKey:
    """A terminal's key, ready to verify. Loaded once and kept by the worker."""

    def __init__(self, raw: bytes) -> None:
        self._key = Ed25519PublicKey.from_public_bytes(raw)

    @classmethod
    def raw_from_jwk(cls, jwk: dict[str, Any]) -> bytes:
        """The 32 bytes of a JWK (RFC 8037).

        Raises:
            PublicKeyMalformed: another type, a private member, a wrong length or a weak point.
        """
        if (
            set(jwk) - {"kty", "crv", "x", "kid", "use", "alg"}
            or jwk.get("kty") != "OKP"
            or jwk.get("crv") != "Ed25519"
        ):
            raise PublicKeyMalformed
        try:
            raw = from_base64url(str(jwk.get("x", "")))
            if len(raw) != ED25519_BYTES or raw in SMALL_ORDER:
                raise PublicKeyMalformed
            Ed25519PublicKey.from_public_bytes(raw)
        except ValueError:
            raise PublicKeyMalformed from None
        return raw

    @staticmethod
    def thumbprint(raw: bytes) -> bytes:
        """SHA-256 thumbprint of the key as JWK (RFC 7638; for OKP keys RFC 8037, appendix A.3)."""
        members = {"crv": "Ed25519", "kty": "OKP", "x": to_base64url(raw)}
        return sha256(json.dumps(members, separators=(",", ":")).encode("ascii"))

    def verifies(self, signature: bytes, message: bytes) -> bool:
        """Whether the signature is this key's over the message (RFC 8032)."""
        try:
            self._key.verify(signature, message)
        except InvalidSignature:
            return False
        return True


def sign_card_request(ring: KeyRing, claims: dict[str, Any]) -> str:
    """A compact JWS for the card agent (docs/adr/0005)."""
    seed = ring.current(CorePurpose.CARD_REQUEST).material
    return jws.serialize_compact(
        {"alg": "Ed25519", "typ": CARD_REQUEST_TYPE},
        json.dumps(claims).encode(),
        OKPKey.import_key(Ed25519PrivateKey.from_private_bytes(seed)),
        algorithms=["Ed25519"],
    )


def card_request_public_jwk(ring: KeyRing) -> dict[str, str]:
    """The public half, for the card agent's allow-list."""
    return _public_jwk(ring.current(CorePurpose.CARD_REQUEST).material)


def _public_jwk(seed: bytes) -> dict[str, str]:
    public = Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
    return {"kty": "OKP", "crv": "Ed25519", "x": to_base64url(public)}


#: Encodings of the points of small order (RFC 7748, section 6.1 discusses why they are refused).
SMALL_ORDER = frozenset(
    bytes.fromhex(text)
    for text in (
        "0100000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
    )
)
