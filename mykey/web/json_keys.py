"""A machine's public key in a JSON body."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, post_load

from mykey.crypto.request_keys import DevicePublicKey, PublicKeyMalformed
from mykey.web.json_members import StrictSchema, Text

__all__ = ["DeviceKeyBody"]


class DeviceKeyBody(StrictSchema):
    """An Ed25519 public key as JWK (RFC 8037)."""

    kty = Text(most=3, form="OKP", required=True)
    crv = Text(most=7, form="Ed25519", required=True)
    x = Text(most=43, least=43, form="[A-Za-z0-9_-]{43}", required=True, about="32 bytes, base64url")
    kid = Text(most=200)
    use = Text(most=3, form="sig")
    alg = Text(most=7, form="(EdDSA|Ed25519)")

    @post_load
    def to_raw(self, data: dict[str, Any], **_settings: Any) -> bytes:
        """The key's 32 bytes; a point of small order is refused."""
        try:
            return DevicePublicKey.raw_from_jwk(data)
        except PublicKeyMalformed:
            raise ValidationError("format", "x") from None
