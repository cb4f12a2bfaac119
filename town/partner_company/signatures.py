"""Signed messages between the company and the platform: RFC 9421, digest RFC 9530, Ed25519, label `mykey`.

A request covers its method, target URI and digest; an answer its status and digest. What is created more
than 120 s from now is refused, and so is a nonce that came before.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import requests
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from http_message_signatures import (
    HTTPMessageSigner,
    HTTPMessageVerifier,
    HTTPSignatureKeyResolver,
    InvalidSignature,
)
from http_message_signatures.algorithms import ED25519

from town.clock import Clock

__all__ = ["PLATFORM", "SignatureRefused", "sign_answer", "sign_request", "verify_request"]

#: the keyid of everything that the platform signs for companies
PLATFORM = "mykey-points"
LABEL = "mykey"
WINDOW_SECONDS = 120
NONCE_BYTES = 16
SHORTEST_NONCE = 22  # 16 bytes in base64url
COVERED = ("@method", "@target-uri", "content-digest")


class SignatureRefused(Exception):
    """There is none, or it is wrong, old, of somebody else, or was used before."""


class _OneKey(HTTPSignatureKeyResolver):
    def __init__(
        self, private: Ed25519PrivateKey | None = None, public: Ed25519PublicKey | None = None
    ) -> None:
        self._private, self._public = private, public

    def resolve_private_key(self, key_id: str) -> Any:
        del key_id
        return self._private

    def resolve_public_key(self, key_id: str) -> Any:
        return self._public if key_id == PLATFORM else None


class _WithoutAge(HTTPMessageVerifier):
    """The age is judged by our clock, on both sides of now."""

    def validate_created_and_expires(self, sig_input: Any, max_age: timedelta | None = None) -> None:
        del sig_input, max_age


@dataclass(frozen=True)
class _Answer:
    status_code: int
    headers: dict[str, str]


def sign_request(
    request: requests.PreparedRequest, key: Ed25519PrivateKey, key_id: str, clock: Clock
) -> None:
    """Put the signature's headers on a request to the platform."""
    content = request.body
    body = content.encode() if isinstance(content, str) else content
    signer = HTTPMessageSigner(signature_algorithm=ED25519, key_resolver=_OneKey(private=key))
    signer.sign(
        request,
        key_id=key_id,
        created=clock(),
        nonce=secrets.token_urlsafe(NONCE_BYTES),
        label=LABEL,
        covered_component_ids=COVERED if body else COVERED[:2],
        body=body or None,
    )


def sign_answer(
    status: int, members: Mapping[str, Any], key: Ed25519PrivateKey, key_id: str, clock: Clock
) -> tuple[bytes, dict[str, str]]:
    """The body of an answer and its headers."""
    body = json.dumps(members, separators=(",", ":")).encode()
    answer = _Answer(status, {"Content-Type": "application/json"})
    signer = HTTPMessageSigner(signature_algorithm=ED25519, key_resolver=_OneKey(private=key))
    signer.sign(
        answer,
        key_id=key_id,
        created=clock(),
        label=LABEL,
        covered_component_ids=("@status", "content-digest"),
        body=body,
    )
    return body, answer.headers


def verify_request(
    method: str,
    target_uri: str,
    headers: Mapping[str, str],
    body: bytes,
    platform_key: Ed25519PublicKey,
    clock: Clock,
    is_new: Callable[[str], bool],
) -> None:
    """Believe that the platform sent this. `is_new` remembers a nonce and says whether it is one.

    Raises:
        SignatureRefused: do nothing of what it says.
    """
    request = requests.Request(method, target_uri, headers=dict(headers), data=body).prepare()
    verifier = _WithoutAge(signature_algorithm=ED25519, key_resolver=_OneKey(public=platform_key))
    try:
        (verified,) = verifier.verify(request, max_age=None, require_components=COVERED, body=body)
    except (InvalidSignature, ValueError):
        raise SignatureRefused from None
    created, nonce = verified.parameters.get("created"), verified.nonce
    if verified.label != LABEL or len(verified.covered_components) != len(COVERED) + 1:
        raise SignatureRefused
    if not isinstance(created, int) or abs(clock().timestamp() - created) > WINDOW_SECONDS:
        raise SignatureRefused
    if nonce is None or len(nonce) < SHORTEST_NONCE or not is_new(nonce):
        raise SignatureRefused
