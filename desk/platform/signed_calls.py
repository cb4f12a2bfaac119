"""One signed HTTP call (RFC 9421, digest RFC 9530): to the terminals face, or to the points side's till API.

Covered: method, target URI, content digest when there is a body, device fingerprint; parameters created,
nonce, keyid, alg; label `mykey` (terminal-api.md, Signed requests). Each side gets a key of its own.
"""

from __future__ import annotations

import json
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any, Protocol

import requests
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from http_message_signatures import HTTPMessageSigner, HTTPSignatureKeyResolver
from http_message_signatures.algorithms import ED25519

from desk.clock import Clock, RandomBytes
from desk.platform.answers import ClockWrong, PlatformCannotTell, PlatformRefused, PlatformSilent, Problem

__all__ = ["SignedCalls", "Signer", "Wire"]

_TIMEOUT_SECONDS = 5
_KEPT_SECONDS = 1.0
_MAX_ANSWER = 1 << 20
_NONCE_BYTES = 16
_CANNOT_TELL = 503
_FAULT = 500
_REFUSED = 400
_NO_CONTENT = 204


class Signer(Protocol):
    """Who signs: the core's device, or the points side's till."""

    @property
    def key(self) -> Ed25519PrivateKey:
        """The private key."""

    @property
    def fingerprint(self) -> str:
        """What the header `MyKey-Device` says: 64 hex digits."""

    def public_jwk(self) -> dict[str, str]:
        """The public half."""


class Wire:
    """Sends a prepared request: 5 seconds, no redirects, no proxy of the environment, answers up to 1 MiB.

    A connection is used again within a second and not later. A server closes what is idle (gunicorn after two
    seconds, proxies after five and more): a request that is sent just then has no answer, and nobody can tell
    whether it was done.
    """

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._http = requests.Session()
        self._http.trust_env = False
        self._monotonic = monotonic
        self._used = monotonic()

    def send(self, request: requests.PreparedRequest) -> tuple[int, Mapping[str, str], bytes]:
        """Status, headers and body of the answer.

        Raises:
            PlatformSilent: no connection, no answer in time, or an answer without end.
        """
        if self._monotonic() - self._used > _KEPT_SECONDS:
            self._http.close()
        try:
            with self._http.send(
                request, timeout=_TIMEOUT_SECONDS, allow_redirects=False, stream=True
            ) as answer:
                body = b""
                for part in answer.iter_content(65536):
                    body += part
                    if len(body) > _MAX_ANSWER:
                        raise PlatformSilent
                return answer.status_code, answer.headers, body
        except requests.RequestException:
            raise PlatformSilent from None  # the cause would carry the request's body
        finally:
            self._used = self._monotonic()


class _OneKey(HTTPSignatureKeyResolver):
    def __init__(self, signer: Signer) -> None:
        self._signer = signer

    def resolve_private_key(self, key_id: str) -> Any:
        del key_id
        return self._signer.key


@dataclass(frozen=True)
class SignedCalls:
    """Calls in the name of one terminal or till. `origin` has no path."""

    origin: str
    signer: Signer
    clock: Clock
    random_bytes: RandomBytes
    wire: Wire

    def call(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | None,
        *,
        key_id: str | None,
        language: str,
        idempotency_key: str | None = None,
    ) -> dict[str, Any]:
        """Make the call; return the answer's members ({} for 204).

        `key_id` is the terminal's or the till's ID; None: unsigned (activation, enrolment).

        Raises:
            PlatformSilent: no readable answer, or a fault of the platform.
            PlatformCannotTell: 503 with a word.
            ClockWrong: 401 `signature-expired`.
            PlatformRefused: any other problem.
        """
        headers = {"Accept": "application/json, application/problem+json", "Accept-Language": language}
        content = None
        if body is not None:
            content = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
            headers["Content-Type"] = "application/json"
        if idempotency_key is not None:
            headers["Idempotency-Key"] = idempotency_key
        request = requests.Request(method, self.origin + path, headers=headers, data=content).prepare()
        if key_id is not None:
            self._sign(request, content, key_id)
        status, answer_headers, answer = self.wire.send(request)
        if status >= _REFUSED:
            raise self._refusal(status, answer_headers, answer)
        return {} if status == _NO_CONTENT else _members(answer)

    def _sign(self, request: requests.PreparedRequest, content: bytes | None, key_id: str) -> None:
        request.headers["MyKey-Device"] = self.signer.fingerprint
        nonce = urlsafe_b64encode(self.random_bytes(_NONCE_BYTES)).rstrip(b"=").decode("ascii")
        covered = ["@method", "@target-uri", "mykey-device"]
        if content is not None:
            covered.insert(2, "content-digest")
        HTTPMessageSigner(signature_algorithm=ED25519, key_resolver=_OneKey(self.signer)).sign(
            request,
            key_id=key_id,
            created=self.clock(),
            nonce=nonce,
            label="mykey",
            covered_component_ids=covered,
            body=content,
        )

    def _refusal(self, status: int, headers: Mapping[str, str], answer: bytes) -> Exception:
        members = _members(answer)
        code, detail = members.pop("code", None), members.pop("detail", "")
        if not isinstance(code, str) or not isinstance(detail, str):
            return PlatformSilent()
        if "Retry-After" in headers:
            members["retry_after"] = headers["Retry-After"]
        problem = Problem(code, status, detail, members)
        if status == _CANNOT_TELL:
            return PlatformCannotTell(problem)
        if status >= _FAULT:
            return PlatformSilent()
        if code == "signature-expired":
            platform_time = _date(headers.get("Date"))
            skew = self.clock() - platform_time if platform_time is not None else None
            return ClockWrong(problem, platform_time, skew)
        return PlatformRefused(problem)


def _members(answer: bytes) -> dict[str, Any]:
    try:
        members = json.loads(answer)
    except ValueError:
        raise PlatformSilent from None
    if not isinstance(members, dict):
        raise PlatformSilent
    return members


def _date(header: str | None) -> datetime | None:
    try:
        return parsedate_to_datetime(header) if header else None
    except ValueError:
        return None
