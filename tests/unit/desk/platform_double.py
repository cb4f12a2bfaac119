"""A platform of a few lines behind the desk's wire: checks signatures, keeps calls, says what it is told."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import requests
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from http_message_signatures import HTTPMessageVerifier, HTTPSignatureKeyResolver
from http_message_signatures.algorithms import ED25519

from desk.platform.answers import PlatformSilent

ORIGIN = "http://localhost:8611"
CHALLENGE = bytes(range(32))
PROVIDER = {"provider_id": "000001", "name": "川崎市立図書館"}
Answer = tuple[int, Mapping[str, Any] | None]


@dataclass
class Call:
    method: str
    path: str
    headers: dict[str, str] = field(repr=False)
    body: dict[str, Any] | None


class _Verifier(HTTPMessageVerifier):
    def validate_created_and_expires(self, sig_input: Any, max_age: Any = None) -> None:
        """The test's clock decides about time."""


class _OneKey(HTTPSignatureKeyResolver):
    def __init__(self, key: Ed25519PublicKey) -> None:
        self.key = key

    def resolve_public_key(self, key_id: str) -> Ed25519PublicKey:
        del key_id
        return self.key


def problem(code: str, status: int, detail: str = "理由の文です。", **facts: Any) -> Answer:
    kind = f"urn:mykey:problem:{code}"
    return status, {"type": kind, "title": code, "status": status, "detail": detail, "code": code, **facts}


class PlatformDouble:
    """Stands where `Wire` stands. `answers` maps `METHOD /path` to what comes next, last one for ever."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.key: Ed25519PublicKey | None = None
        self.date = "Thu, 01 Jan 2026 00:00:00 GMT"
        self.answers: dict[str, list[Answer | Callable[[], Answer]]] = {}
        self.say("GET /v1/terminal", (200, self.standing()))
        self.say("GET /v1/providers", (200, {"providers": [PROVIDER]}))
        self.say("POST /v1/challenges", (201, self.challenge()))

    @staticmethod
    def standing(state: str = "active", kind: str = "service-id") -> dict[str, Any]:
        active = state == "active"
        return {
            "terminal_id": "00052459",
            "kind": kind,
            "municipality_code": "141305",
            "state": state,
            "provider": PROVIDER if active else None,
            "contact": {"place": "中央館", "terminal_name": "1番窓口"} if active else None,
        }

    @staticmethod
    def challenge() -> dict[str, str]:
        return {
            "challenge_id": "c1",
            "challenge": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8",
            "expires_at": "2026-01-01T00:02:00Z",
        }

    @staticmethod
    def found(method: str = "number", symbology: str | None = None, **more: Any) -> dict[str, Any]:
        return {
            "provider_id": "000001",
            "provider_name": "川崎市立図書館",
            "service_id": "180000000011",
            "assurance": "touched",
            "basic_information": "unchanged",
            "revocation": "fresh",
            "hand_over": {"method": method, "symbology": symbology, "data": "180000000011"},
            **more,
        }

    def say(self, call: str, *answers: Answer | Callable[[], Answer]) -> None:
        self.answers[call] = list(answers)

    def silent(self, call: str) -> None:
        self.say(call, _silence)

    def all_silent(self) -> None:
        for call in list(self.answers):
            self.silent(call)

    def made(self, call: str) -> list[Call]:
        return [made for made in self.calls if f"{made.method} {made.path}" == call]

    def send(self, request: requests.PreparedRequest) -> tuple[int, Mapping[str, str], bytes]:
        body = request.body
        content = body if isinstance(body, bytes) else None
        if "Signature" in request.headers and self.key is not None:
            _Verifier(signature_algorithm=ED25519, key_resolver=_OneKey(self.key)).verify(
                request, body=content
            )
        path = str(request.url).removeprefix(ORIGIN)
        members = json.loads(content) if content is not None else None
        self.calls.append(Call(str(request.method), path, dict(request.headers), members))
        waiting = self.answers.get(f"{request.method} {path}", [_silence])
        answer = waiting.pop(0) if len(waiting) > 1 else waiting[0]
        status, said = answer() if callable(answer) else answer
        headers = requests.structures.CaseInsensitiveDict({"Date": self.date})
        if isinstance(said, dict) and "retry_after" in said:
            headers["Retry-After"] = str(said["retry_after"])
        return status, headers, json.dumps(said).encode() if said is not None else b""


def _silence() -> Answer:
    raise PlatformSilent
