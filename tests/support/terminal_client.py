"""A terminal that signs its calls with the http-message-signatures library, over Flask's test client."""

from __future__ import annotations

import base64
import hashlib
import json
import os
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import requests
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import Flask
from http_message_signatures import HTTPMessageSigner, HTTPSignatureKeyResolver, algorithms
from werkzeug.test import TestResponse

from mykey.kernel.clock import Clock
from tests.support.device import DEVICE_KEY, FINGERPRINT

__all__ = ["ORIGIN", "TerminalClient"]

ORIGIN = "http://localhost:8611"
WITHOUT_BODY = ("@method", "@target-uri", "mykey-device")
WITH_BODY = ("@method", "@target-uri", "content-digest", "mykey-device")


class _OneKey(HTTPSignatureKeyResolver):
    """The key of this machine, whatever the key's name."""

    def __init__(self, key: Ed25519PrivateKey) -> None:
        self._key = key

    def resolve_private_key(self, key_id: str) -> Ed25519PrivateKey:  # noqa: ARG002 - the library's signature
        return self._key


class TerminalClient:
    """One machine. Settings can be changed between calls, to be wrong on purpose."""

    without_body: tuple[str, ...] = WITHOUT_BODY
    with_body: tuple[str, ...] = WITH_BODY

    def __init__(
        self,
        app: Flask,
        clock: Clock,
        terminal_id: str,
        key: Ed25519PrivateKey = DEVICE_KEY,
        fingerprint: bytes = FINGERPRINT,
        origin: str = ORIGIN,
    ) -> None:
        self._client = app.test_client(use_cookies=False)
        self._clock = clock
        self.terminal_id = terminal_id
        self.key = key
        self.fingerprint = fingerprint.hex()
        self.origin = origin

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> TestResponse:
        return self.send("GET", path, None, headers)

    def post(self, path: str, body: Any, headers: Mapping[str, str] | None = None) -> TestResponse:
        return self.send("POST", path, body, headers)

    def put(self, path: str, body: Any, headers: Mapping[str, str] | None = None) -> TestResponse:
        return self.send("PUT", path, body, headers)

    def challenge(self) -> dict[str, str]:
        """A fresh challenge."""
        answer = self.post("/v1/challenges", {})
        assert answer.status_code == 201, answer.text
        found: dict[str, str] = answer.get_json()
        return found

    def send(
        self, method: str, path: str, body: Any, headers: Mapping[str, str] | None = None
    ) -> TestResponse:
        """One signed call; a body that is not bytes is sent as JSON."""
        data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        return self.send_as_is(method, path, data, self.signed_headers(method, path, data, headers))

    def send_as_is(
        self, method: str, path: str, data: bytes | None, headers: Mapping[str, str]
    ) -> TestResponse:
        """One call with exactly these headers."""
        return self._client.open(path, method=method, data=data, headers=dict(headers))

    def signed_headers(
        self,
        method: str,
        path: str,
        data: bytes | None,
        headers: Mapping[str, str] | None = None,
        *,
        created: datetime | None = None,
        nonce: str | None = None,
    ) -> dict[str, str]:
        """The headers of a call, signed now with a nonce of its own, or as given."""
        sent = {"MyKey-Device": self.fingerprint}
        if data:
            digest = base64.b64encode(hashlib.sha256(data).digest()).decode()
            sent |= {"Content-Type": "application/json", "Content-Digest": f"sha-256=:{digest}:"}
        request = requests.Request(method, self.origin + path, headers=sent | dict(headers or {})).prepare()
        signer = HTTPMessageSigner(signature_algorithm=algorithms.ED25519, key_resolver=_OneKey(self.key))
        signer.sign(
            request,
            key_id=self.terminal_id,
            created=created or self._clock(),
            nonce=nonce or base64.urlsafe_b64encode(os.urandom(18)).decode(),
            label="mykey",
            covered_component_ids=self.with_body if data else self.without_body,
            use_existing_digest=bool(data),
        )
        return {name: str(value) for name, value in request.headers.items() if name != "Content-Length"}
