from __future__ import annotations

import os
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from joserfc import jws
from joserfc.jwk import OKPKey

from mykey.crypto.keyring import Key, KeyRing
from mykey.crypto.purposes import CorePurpose
from mykey.crypto.request_keys import (
    SMALL_ORDER,
    DevicePublicKey,
    PublicKeyMalformed,
    card_request_public_jwk,
    sign_card_request,
)
from mykey.crypto.tokens import from_base64url, to_base64url

PRIVATE = Ed25519PrivateKey.generate()
RAW = PRIVATE.public_key().public_bytes_raw()
GOOD = {"kty": "OKP", "crv": "Ed25519", "x": to_base64url(RAW)}


def test_a_jwk_gives_its_key_and_the_key_verifies() -> None:
    assert DevicePublicKey.raw_from_jwk(GOOD) == RAW
    key = DevicePublicKey(RAW)
    assert key.verifies(PRIVATE.sign(b"text"), b"text")
    assert not key.verifies(PRIVATE.sign(b"text"), b"other")
    assert not key.verifies(b"", b"text")


@pytest.mark.parametrize(
    "jwk",
    [
        {},
        GOOD | {"kty": "EC"},
        GOOD | {"crv": "X25519"},
        GOOD | {"d": to_base64url(os.urandom(32))},
        GOOD | {"x": to_base64url(os.urandom(31))},
        GOOD | {"x": GOOD["x"] + "="},
        GOOD | {"x": 7},
        *({"kty": "OKP", "crv": "Ed25519", "x": to_base64url(point)} for point in sorted(SMALL_ORDER)),
    ],
)
def test_what_is_no_device_key_is_refused(jwk: dict[str, Any]) -> None:
    with pytest.raises(PublicKeyMalformed):
        DevicePublicKey.raw_from_jwk(jwk)


def test_the_card_request_verifies_under_the_published_key() -> None:
    ring = KeyRing({CorePurpose.CARD_REQUEST: (Key(1, os.urandom(32)),)})
    token = sign_card_request(ring, {"iss": "http://localhost:8610"})
    public = OKPKey.import_key(card_request_public_jwk(ring))
    read = jws.deserialize_compact(token, public, algorithms=["Ed25519"])
    assert read.payload == b'{"iss": "http://localhost:8610"}'
    assert read.headers()["typ"] == "mykey-card-request+jwt"


def test_the_thumbprint_is_that_of_the_standards_own_example() -> None:
    """RFC 8037, appendix A.3."""
    raw = from_base64url("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")
    assert to_base64url(DevicePublicKey.thumbprint(raw)) == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
