"""The company's calls to the platform's partner API: signed, 10 seconds, no redirects, no proxy."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode
from collections.abc import Mapping
from typing import Any

import requests
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from town.clock import Clock
from town.partner_company.contract import Contract
from town.partner_company.signatures import sign_request

__all__ = ["Platform", "PlatformSaidNo", "PlatformSilent"]

TIMEOUT_SECONDS = 10
_REFUSED = 400
_FAULT = 500


class PlatformSilent(Exception):
    """No answer, or a fault on that side."""


class PlatformSaidNo(Exception):
    """A refusal; the text is its code."""


class Platform:
    """The partner API of the contract, and the platform's public key, asked for once."""

    def __init__(self, contract: Contract, clock: Clock) -> None:
        self._contract = contract
        self._clock = clock
        self._key: Ed25519PublicKey | None = None

    def key(self) -> Ed25519PublicKey:
        """By which what the platform sends is believed. Raises `PlatformSilent`, `PlatformSaidNo`."""
        if self._key is None:
            jwk = json.loads(self._send(requests.Request("GET", f"{self._contract.api_origin}/v1/key"), None))
            raw = urlsafe_b64decode(jwk["x"] + "=" * (-len(jwk["x"]) % 4))
            self._key = Ed25519PublicKey.from_public_bytes(raw)
        return self._key

    def call(
        self, method: str, path: str, members: Mapping[str, Any] | None = None, *, text: str | None = None
    ) -> Any:
        """Make a signed call with a JSON body or a text; give the answer's members.

        Raises:
            PlatformSilent, PlatformSaidNo.
        """
        answer = self._signed(method, path, members, text, self._contract.key)
        return json.loads(answer) if answer else None

    def text(self, path: str) -> str:
        """A document that is no JSON. Raises as `call`."""
        return self._signed("GET", path, None, None, self._contract.key).decode("utf-8-sig")

    def answer(self, members: Mapping[str, Any], key: Ed25519PrivateKey | None = None) -> str:
        """Answer by callback; the platform's verdict, or its refusal's code. `key`: a wrong one."""
        try:
            told = self._signed("POST", "/v1/exchange-answers", members, None, key or self._contract.key)
            return str(json.loads(told).get("verdict", ""))
        except PlatformSaidNo as no:
            return str(no)
        except PlatformSilent:
            return "silent"

    def _signed(
        self,
        method: str,
        path: str,
        members: Mapping[str, Any] | None,
        text: str | None,
        key: Ed25519PrivateKey,
    ) -> bytes:
        body, kind = None, None
        if members is not None:
            body, kind = json.dumps(members, separators=(",", ":")).encode(), "application/json"
        elif text is not None:
            body, kind = text.encode("ascii"), "text/plain"
        headers = {"Content-Type": kind} if kind else {}
        request = requests.Request(method, self._contract.api_origin + path, headers=headers, data=body)
        return self._send(request, key)

    def _send(self, asked: requests.Request, key: Ed25519PrivateKey | None) -> bytes:
        request = asked.prepare()
        if key is not None:
            sign_request(request, key, self._contract.partner_id, self._clock)
        # A connection for each: one that is kept may be closed by the other side just as it is used.
        with requests.Session() as http:
            http.trust_env = False
            try:
                answer = http.send(request, timeout=TIMEOUT_SECONDS, allow_redirects=False)
            except requests.RequestException:
                raise PlatformSilent from None
        if answer.status_code >= _FAULT:
            raise PlatformSilent
        if answer.status_code >= _REFUSED:
            raise PlatformSaidNo(_code(answer))
        return answer.content


def _code(answer: requests.Response) -> str:
    try:
        return str(answer.json()["code"])
    except (ValueError, KeyError, TypeError):
        return str(answer.status_code)
