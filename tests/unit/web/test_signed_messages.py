"""Messages between organisations, with http-message-signatures as the oracle, and each way to be wrong."""

from __future__ import annotations

import base64
import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from http_message_signatures import (
    HTTPMessageSigner,
    HTTPMessageVerifier,
    HTTPSignatureKeyResolver,
    algorithms,
)
from werkzeug.datastructures import Headers

from mykey.crypto.message_keys import SigningKey
from mykey.crypto.request_keys import DevicePublicKey
from mykey.crypto.tokens import sha256
from mykey.kernel.refusals_of_terminals import SignatureExpired, SignatureInvalid
from mykey.web.signed_messages import sign_request, verify_request, verify_response

NOW = datetime.now(UTC)
TARGET = "https://partner.example.jp/redeem"
SEED = bytes(range(1, 33))
PRIVATE = Ed25519PrivateKey.from_private_bytes(SEED)
PUBLIC = DevicePublicKey(PRIVATE.public_key().public_bytes_raw())
NONCE = "abcdefghijklmnopqrstuv"
BODY = b'{"result":"done"}'
ON_REQUEST = ("@method", "@target-uri", "content-digest")
ON_ANSWER = ("@status", "content-digest")


class OneKey(HTTPSignatureKeyResolver):
    def resolve_private_key(self, key_id: str) -> Ed25519PrivateKey:  # noqa: ARG002 - the library's signature
        return PRIVATE

    def resolve_public_key(self, key_id: str) -> Ed25519PublicKey:  # noqa: ARG002 - the library's signature
        return PRIVATE.public_key()


def digest(body: bytes) -> str:
    return f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"


def request_by_the_library(components: tuple[str, ...] = ON_REQUEST, **changed: Any) -> Headers:
    message = requests.Request("POST", TARGET, data=BODY).prepare()
    return signed_by_the_library(message, components, **changed)


def answer_by_the_library(components: tuple[str, ...] = ON_ANSWER, **changed: Any) -> Headers:
    message = requests.Response()
    message.status_code, message._content = 200, BODY
    message.request = requests.Request("POST", TARGET).prepare()
    return signed_by_the_library(message, components, **({"nonce": None} | changed))


def signed_by_the_library(message: Any, components: tuple[str, ...], **changed: Any) -> Headers:
    has_digest = "content-digest" in components
    if has_digest:
        message.headers["Content-Digest"] = digest(BODY)
    signer = HTTPMessageSigner(signature_algorithm=algorithms.ED25519, key_resolver=OneKey())
    told: dict[str, Any] = {"key_id": "us", "created": NOW, "nonce": NONCE, "label": "mykey"} | changed
    signer.sign(message, covered_component_ids=components, use_existing_digest=has_digest, **told)
    return Headers(dict(message.headers))


def verified(headers: Headers, **changed: Any) -> str:
    told: dict[str, Any] = {
        "method": "POST",
        "target_uri": TARGET,
        "key_of": lambda _name: PUBLIC,
        "now": NOW,
        "has_body": True,
    }
    signed = verify_request(headers, **(told | changed))
    assert signed.digest == (sha256(BODY) if changed.get("has_body", True) else None)
    return signed.key_id


def test_the_library_takes_what_we_sign() -> None:
    headers = sign_request(SigningKey(SEED), "mykey-points", "POST", TARGET, BODY, NOW, NONCE)
    message = requests.Request("POST", TARGET, data=BODY, headers=headers).prepare()
    verifier = HTTPMessageVerifier(signature_algorithm=algorithms.ED25519, key_resolver=OneKey())
    # The library goes by the machine's clock, and NOW is of the moment when this file was read.
    (result,) = verifier.verify(message, max_age=timedelta(hours=1))
    assert set(result.covered_components) >= {f'"{name}"' for name in ON_REQUEST}
    assert result.parameters["keyid"] == "mykey-points"
    assert verified(Headers(headers)) == "mykey-points"
    assert SigningKey(SEED).public_jwk()["kty"] == "OKP"


def test_we_take_what_the_library_signs() -> None:
    assert verified(request_by_the_library()) == "us"
    assert verified(request_by_the_library(ON_REQUEST[:2]), has_body=False) == "us"
    verify_response(answer_by_the_library(), 200, BODY, PUBLIC, "us", NOW)
    verify_response(answer_by_the_library(ON_ANSWER[::-1], nonce=NONCE), 200, BODY, PUBLIC, "us", NOW)


@pytest.mark.parametrize(
    "changed",
    [
        {"target_uri": TARGET + "/cancel"},
        {"method": "PUT"},
        {"key_of": lambda _name: None},
        {
            "key_of": lambda _name: DevicePublicKey(
                Ed25519PrivateKey.generate().public_key().public_bytes_raw()
            )
        },
        {"has_body": False},
    ],
)
def test_a_request_of_something_else(changed: dict[str, Any]) -> None:
    with pytest.raises(SignatureInvalid):
        verified(request_by_the_library(), **changed)


def test_a_request_that_is_signed_otherwise() -> None:
    for wrong in (
        request_by_the_library(ON_REQUEST[:2]),
        request_by_the_library((*ON_REQUEST, "content-length")),
        request_by_the_library(nonce="x" * 21),
        request_by_the_library(nonce=None),
        request_by_the_library(label="other"),
        request_by_the_library(expires=NOW + timedelta(minutes=1)),
        Headers(),
    ):
        with pytest.raises(SignatureInvalid):
            verified(wrong)
    with pytest.raises(SignatureExpired):
        verified(request_by_the_library(created=NOW - timedelta(seconds=122)))


def test_an_answer_of_something_else() -> None:
    good = answer_by_the_library()
    for headers, status, body, name in (
        (good, 201, BODY, "us"),
        (good, 200, BODY + b" ", "us"),
        (good, 200, BODY, "somebody"),
        (answer_by_the_library(("@status",)), 200, BODY, "us"),
        (answer_by_the_library(expires=NOW + timedelta(minutes=1)), 200, BODY, "us"),
        (Headers(), 200, BODY, "us"),
    ):
        with pytest.raises(SignatureInvalid):
            verify_response(headers, status, body, PUBLIC, name, NOW)
    with pytest.raises(SignatureExpired):
        verify_response(good, 200, BODY, PUBLIC, "us", NOW + timedelta(seconds=122))
