"""The lean verifier against http-message-signatures as the oracle, and against every way to get it wrong."""

from __future__ import annotations

import base64
import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from http_message_signatures import HTTPMessageSigner, HTTPSignatureKeyResolver, algorithms
from werkzeug.datastructures import Headers

from mykey.crypto.request_keys import DevicePublicKey
from mykey.kernel.refusals_of_terminals import SignatureExpired, SignatureInvalid
from mykey.web.signed_requests import Signed, read_signature, verify_signature

NOW = datetime(2026, 11, 21, 9, 0, 0, tzinfo=UTC)
TARGET = "https://terminals.example.jp/v1/lookups"
TERMINAL = "00052459"
DEVICE = "5e" * 32
NONCE = "abcdefghijklmnopqrstuv"
PRIVATE = Ed25519PrivateKey.generate()
PUBLIC = DevicePublicKey(PRIVATE.public_key().public_bytes_raw())
WITH_BODY = ("@method", "@target-uri", "content-digest", "mykey-device")


class OneKey(HTTPSignatureKeyResolver):
    def resolve_private_key(self, key_id: str) -> Ed25519PrivateKey:  # noqa: ARG002 - the library's signature
        return PRIVATE


def digest(body: bytes) -> str:
    return f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"


def by_the_library(
    body: bytes = b'{"card":{}}',
    components: tuple[str, ...] = WITH_BODY,
    created: datetime = NOW,
    nonce: str | None = NONCE,
    method: str = "POST",
    **options: Any,
) -> Headers:
    message = requests.Request(method, TARGET, data=body, headers={"MyKey-Device": DEVICE}).prepare()
    if "content-digest" in components:
        message.headers["Content-Digest"] = digest(body)
    signer = HTTPMessageSigner(signature_algorithm=algorithms.ED25519, key_resolver=OneKey())
    signer.sign(
        message,
        key_id=TERMINAL,
        created=created,
        nonce=nonce,
        label=options.pop("label", "mykey"),
        covered_component_ids=components,
        use_existing_digest="content-digest" in components,
        **options,
    )
    return Headers(dict(message.headers))


def verify(headers: Headers, body: bytes = b'{"card":{}}', **changed: Any) -> Signed:
    return verify_signature(
        read_signature(headers),
        headers,
        body,
        changed.get("method", "POST"),
        changed.get("target", TARGET),
        lambda key_id: PUBLIC if key_id == TERMINAL else None,
        changed.get("now", NOW),
    )


def test_what_the_library_signs_is_right() -> None:
    signed = verify(by_the_library())
    assert signed == Signed(TERMINAL, bytes.fromhex(DEVICE), NONCE, int(NOW.timestamp()))


def test_a_request_without_body_covers_no_digest() -> None:
    headers = by_the_library(b"", ("@method", "@target-uri", "mykey-device"), method="GET")
    assert verify(headers, b"", method="GET").key_id == TERMINAL


def test_the_order_of_components_is_the_signer_s() -> None:
    assert verify(by_the_library(components=tuple(reversed(WITH_BODY)))).nonce == NONCE


def sign_by_hand(parameters: str, components: tuple[str, ...] = WITH_BODY, label: str = "mykey") -> Headers:
    body = b'{"card":{}}'
    values = {
        "@method": "POST",
        "@target-uri": TARGET,
        "content-digest": digest(body),
        "mykey-device": DEVICE,
    }
    inner = "(" + " ".join(f'"{name}"' for name in components) + ")" + parameters
    lines = [f'"{name}": {values[name]}' for name in components]
    base = "\n".join([*lines, f'"@signature-params": {inner}'])
    signature = base64.b64encode(PRIVATE.sign(base.encode())).decode()
    return Headers(
        {
            "Content-Digest": digest(body),
            "MyKey-Device": DEVICE,
            "Signature-Input": f"{label}={inner}",
            "Signature": f"{label}=:{signature}:",
        }
    )


FOUR = f';created={int(NOW.timestamp())};keyid="{TERMINAL}";alg="ed25519";nonce="{NONCE}"'


def test_another_lawful_spelling_is_read_the_slow_way() -> None:
    headers = sign_by_hand(FOUR)
    spaced = headers["Signature-Input"].replace(" ", "  ")
    headers["Signature-Input"] = f"other=(), {spaced}"
    headers["Signature"] = f"other=:AAAA:, {headers['Signature']}"
    assert verify(headers).key_id == TERMINAL


@pytest.mark.parametrize(
    "headers",
    [
        Headers(),
        Headers({"Signature-Input": "mykey=()", "Signature": "mykey=:AAAA:", "MyKey-Device": DEVICE}),
        Headers({"Signature-Input": "あ", "Signature": "mykey=:AAAA:"}),
        by_the_library(label="other"),
        by_the_library(nonce=None),
        by_the_library(nonce="short"),
        by_the_library(components=("@method", "@target-uri", "content-digest")),
        by_the_library(components=("@method", "@authority", "content-digest", "mykey-device")),
        by_the_library(include_alg=False),
        by_the_library(tag="app"),
        sign_by_hand(FOUR.replace("ed25519", "hmac-sha256")),
        sign_by_hand(FOUR + f';nonce="{NONCE}"'),
        sign_by_hand(FOUR, (*WITH_BODY, "@method")),
        sign_by_hand(FOUR.replace(TERMINAL, "00000000")),
        sign_by_hand(FOUR.replace(f"created={int(NOW.timestamp())}", 'created="now"')),
    ],
)
def test_less_or_more_than_the_contract_is_refused(headers: Headers) -> None:
    with pytest.raises(SignatureInvalid):
        verify(headers)


@pytest.mark.parametrize(
    "change",
    [
        {"method": "PUT"},
        {"target": TARGET + "?x=1"},
        {"target": "https://evil.example.jp/v1/lookups"},
        {"body": b'{"card":{} }'},
        {"body": b""},
    ],
)
def test_what_was_altered_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(SignatureInvalid):
        verify(by_the_library(), **change)


@pytest.mark.parametrize("name", ["MyKey-Device", "Content-Digest", "Signature", "Signature-Input"])
def test_a_header_altered_or_missing_is_refused(name: str) -> None:
    for other in ("", "5f" * 32, digest(b"other"), "mykey=:AAAA:"):
        headers = by_the_library()
        headers[name] = other
        with pytest.raises(SignatureInvalid):
            verify(headers)


@pytest.mark.parametrize(("seconds", "right"), [(120, True), (-120, True), (121, False), (-121, False)])
def test_created_may_be_two_minutes_off(seconds: int, *, right: bool) -> None:
    headers, now = by_the_library(), NOW + timedelta(seconds=seconds)
    if right:
        assert verify(headers, now=now).key_id == TERMINAL
        return
    with pytest.raises(SignatureExpired):
        verify(headers, now=now)
