"""A terminal's software, written from the page "Terminal API, version 1: the contract" and nothing else.

It shares no code with `desk/` or `mykey/`. What a terminal may get wrong can be got wrong here, one thing at
a time: a call is composed, signed and sent in three steps, and may be changed between them.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import Flask
from http_message_signatures import HTTPMessageSigner, MappingKeyResolver
from http_message_signatures.algorithms import ED25519, HTTPSignatureAlgorithm

__all__ = ["Answer", "Call", "Chip", "SecondClient", "base64url", "from_base64url"]

LABEL = "mykey"
WITH_BODY = ("@method", "@target-uri", "content-digest", "mykey-device")
WITHOUT_BODY = ("@method", "@target-uri", "mykey-device")


class Chip(Protocol):
    """What a terminal needs of a card: the certificate, and the user key behind its PIN."""

    @property
    def der(self) -> bytes: ...

    def sign(self, challenge: bytes) -> bytes: ...


def base64url(binary: bytes) -> str:
    return base64.urlsafe_b64encode(binary).rstrip(b"=").decode("ascii")


def from_base64url(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def content_digest(body: bytes) -> str:
    """RFC 9530, sha-256."""
    return f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode('ascii')}:"


@dataclass(frozen=True)
class Answer:
    """What came back. `members` is None where there is no JSON."""

    status: int
    headers: Any
    raw: bytes

    @property
    def members(self) -> Any:
        return json.loads(self.raw) if "json" in self.headers.get("Content-Type", "") else None

    @property
    def code(self) -> str | None:
        """The problem's code."""
        return self.members["code"] if self.status >= 400 and self.members else None

    @property
    def word(self) -> tuple[int, str | None]:
        return self.status, self.code


@dataclass
class Call:
    """One HTTP request, before and after it was signed. The library signs `method`, `url` and `headers`."""

    app: Flask
    origin: str
    method: str
    path: str
    body: bytes | None
    headers: dict[str, str] = field(default_factory=dict)
    signed_for: str | None = None
    """Another origin, for a signature that was meant for somebody else."""

    @property
    def url(self) -> str:
        return (self.signed_for or self.origin) + self.path

    def send(self) -> Answer:
        response = self.app.test_client().open(
            self.path, base_url=self.origin, method=self.method, headers=self.headers, data=self.body
        )
        return Answer(response.status_code, response.headers, response.get_data())


@dataclass
class SecondClient:
    """One machine: its terminal ID, its device key, its fingerprint."""

    app: Flask
    origin: str
    clock: Callable[[], datetime]
    terminal_id: str
    password: str = ""
    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    fingerprint: str = field(default_factory=lambda: os.urandom(32).hex())

    # Calls in three steps.

    def compose(self, method: str, path: str, members: Any = None, body: bytes | None = None) -> Call:
        """An unsigned call. `body` is for bodies that are no JSON."""
        if members is not None:
            body = json.dumps(members, ensure_ascii=False).encode()
        call = Call(self.app, self.origin, method, path, body)
        if body is not None:
            call.headers["Content-Type"] = "application/json"
        return call

    def sign(
        self,
        call: Call,
        *,
        created: datetime | None = None,
        nonce: str | None = None,
        key: Ed25519PrivateKey | None = None,
        keyid: str | None = None,
        covered: Sequence[str] | None = None,
        label: str = LABEL,
        algorithm: type[HTTPSignatureAlgorithm] = ED25519,
        **parameters: Any,
    ) -> Call:
        """RFC 9421; the arguments are for signing otherwise than the contract says."""
        call.headers.setdefault("MyKey-Device", self.fingerprint)
        if call.body is not None:
            call.headers.setdefault("Content-Digest", content_digest(call.body))
        name = keyid or self.terminal_id
        signer = HTTPMessageSigner(
            signature_algorithm=algorithm,
            key_resolver=MappingKeyResolver(public_keys={}, private_keys={name: key or self.key}),
        )
        signer.sign(
            call,
            key_id=name,
            created=created or self.clock(),
            nonce=base64url(os.urandom(16)) if nonce is None else nonce,
            label=label,
            covered_component_ids=covered or (WITHOUT_BODY if call.body is None else WITH_BODY),
            use_existing_digest="Content-Digest" in call.headers,
            **parameters,
        )
        return call

    def call(
        self,
        method: str,
        path: str,
        members: Any = None,
        *,
        idempotency_key: str | None = None,
        **signing: Any,
    ) -> Call:
        """A signed call, ready to be sent."""
        call = self.compose(method, path, members)
        if idempotency_key is not None:
            call.headers["Idempotency-Key"] = idempotency_key
        return self.sign(call, **signing)

    def send(self, method: str, path: str, members: Any = None, **settings: Any) -> Answer:
        return self.call(method, path, members, **settings).send()

    # The contract's calls.

    def activation(self, password: str | None = None, **changes: Any) -> Call:
        """Not signed: the platform does not know the key yet."""
        public = self.key.public_key().public_bytes_raw()
        members = {
            "terminal_id": self.terminal_id,
            "password": self.password if password is None else password,
            "device_fingerprint": self.fingerprint,
            "public_key": {"kty": "OKP", "crv": "Ed25519", "x": base64url(public)},
        }
        return self.compose("POST", "/v1/activation", members | changes)

    def challenge(self) -> dict[str, Any]:
        answer = self.send("POST", "/v1/challenges", {})
        assert answer.status == 201, answer.raw
        members: dict[str, Any] = answer.members
        return members

    def touched(self, chip: Chip) -> dict[str, Any]:
        return {"user_certificate": base64url(chip.der)}

    def proved(self, chip: Chip, challenge: dict[str, Any] | None = None) -> dict[str, Any]:
        given = challenge or self.challenge()
        return {
            "user_certificate": base64url(chip.der),
            "challenge_id": given["challenge_id"],
            "signature": base64url(chip.sign(from_base64url(given["challenge"]))),
        }

    def link(
        self,
        chip: Chip,
        number: str,
        *,
        change_notice: bool = False,
        method: str = "POST",
        card: dict[str, Any] | None = None,
        **settings: Any,
    ) -> Call:
        """POST makes a link, PUT replaces the number. Without `card` the chip proves itself anew."""
        members = {
            "card": self.proved(chip) if card is None else card,
            "service_id": number,
            "change_notice": change_notice,
        }
        return self.call(method, "/v1/links", members, **settings)

    def removal(self, number: str, **settings: Any) -> Call:
        return self.call("POST", "/v1/links/removal", {"service_id": number}, **settings)

    def renumber(self, old: str, new: str, **settings: Any) -> Call:
        return self.call("POST", "/v1/links/renumber", {"from": old, "to": new}, **settings)

    def points_ticket(
        self,
        chip: Chip,
        purpose: str,
        *,
        proved: bool = True,
        thumbprint: str | None = None,
        card: dict[str, Any] | None = None,
        **changes: Any,
    ) -> Call:
        """For a till whose key has this thumbprint; any will do here."""
        if card is None:
            card = self.proved(chip) if proved else self.touched(chip)
        members = {
            "card": card,
            "purpose": purpose,
            "till_key_thumbprint": thumbprint or base64url(hashlib.sha256(b"a till's key").digest()),
        }
        return self.call("POST", "/v1/points-tickets", members | changes)

    def look_up(self, chip: Chip, *, proved: bool = False, **settings: Any) -> Call:
        card = self.proved(chip) if proved else self.touched(chip)
        return self.call("POST", "/v1/lookups", {"card": card}, **settings)
