"""The calls of terminal-api.md that a counter makes, one method each.

Binary values go as base64url without padding. A call with an idempotency key is sent again once when no
answer came, with the same key and body, so that an act is never done twice and rarely left in doubt.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from desk.cards.proof import Proof
from desk.platform.answers import PlatformRefused, PlatformSilent
from desk.platform.signed_calls import SignedCalls

__all__ = ["Challenge", "TerminalCalls", "base64url"]

_CHALLENGE_BYTES = 32
_PAUSE_SECONDS = 1.0


def base64url(content: bytes) -> str:
    """Base64url without padding (RFC 4648, 5)."""
    return urlsafe_b64encode(content).rstrip(b"=").decode("ascii")


@dataclass(frozen=True)
class Challenge:
    """32 bytes for the card to sign, once, within 120 seconds."""

    challenge_id: str
    value: bytes = field(repr=False)


class TerminalCalls:
    """The platform, for one registered terminal and one clerk's language (`ja` or `en`).

    Every method raises `PlatformSilent`, `PlatformCannotTell`, `ClockWrong` or `PlatformRefused`.
    """

    def __init__(
        self, calls: SignedCalls, terminal_id: str, language: str, sleep: Callable[[float], None]
    ) -> None:
        self._calls = calls
        self._terminal_id = terminal_id
        self._language = language
        self._sleep = sleep

    def standing(self) -> dict[str, Any]:
        """`GET /v1/terminal`: kind, state, provider, contact."""
        return self._call("GET", "/v1/terminal")

    def providers(self) -> list[dict[str, str]]:
        """`GET /v1/providers`: what the pull-down offers."""
        listed = self._call("GET", "/v1/providers").get("providers")
        if not isinstance(listed, list):
            raise PlatformSilent
        return listed

    def register_contact(self, contact: Mapping[str, Any], key: str) -> dict[str, Any]:
        """`PUT /v1/terminal/contact`."""
        return self._twice("PUT", "/v1/terminal/contact", contact, key)

    def challenge(self) -> Challenge:
        """`POST /v1/challenges`."""
        made = self._call("POST", "/v1/challenges", {})
        try:
            text = made["challenge"]
            value = urlsafe_b64decode(text + "=" * (-len(text) % 4))
            challenge = Challenge(str(made["challenge_id"]), value)
        except (KeyError, TypeError, ValueError):
            raise PlatformSilent from None
        if len(value) != _CHALLENGE_BYTES:
            raise PlatformSilent  # a card must never sign something shorter that means something elsewhere
        return challenge

    def look_up(self, card: Mapping[str, str]) -> dict[str, Any]:
        """`POST /v1/lookups`."""
        return self._call("POST", "/v1/lookups", {"card": card})

    def link(
        self, card: Mapping[str, str], number: str, key: str, *, change_notice: bool, replace: bool
    ) -> dict[str, Any]:
        """`POST /v1/links`, or `PUT` to replace this person's number."""
        body = {"card": card, "service_id": number, "change_notice": change_notice}
        return self._twice("PUT" if replace else "POST", "/v1/links", body, key)

    def remove_link(self, number: str, key: str) -> None:
        """`POST /v1/links/removal`."""
        self._twice("POST", "/v1/links/removal", {"service_id": number}, key)

    def renumber(self, old: str, new: str, key: str) -> dict[str, Any]:
        """`POST /v1/links/renumber`."""
        return self._twice("POST", "/v1/links/renumber", {"from": old, "to": new}, key)

    def points_ticket(self, card: Mapping[str, str], purpose: str, thumbprint: str) -> str:
        """`POST /v1/points-tickets`: for the till whose key has this thumbprint, good for a minute, once."""
        body = {"card": card, "purpose": purpose, "till_key_thumbprint": thumbprint}
        ticket = self._call("POST", "/v1/points-tickets", body).get("ticket")
        if not isinstance(ticket, str):
            raise PlatformSilent
        return ticket

    @staticmethod
    def touched(user_certificate: bytes) -> dict[str, str]:
        """The card object of a touched card."""
        return {"user_certificate": base64url(user_certificate)}

    @staticmethod
    def proved(proof: Proof, challenge: Challenge) -> dict[str, str]:
        """The card object of a proved card."""
        return {
            "user_certificate": base64url(proof.user_certificate),
            "challenge_id": challenge.challenge_id,
            "signature": base64url(proof.signature),
        }

    def _call(
        self, method: str, path: str, body: Mapping[str, Any] | None = None, key: str | None = None
    ) -> dict[str, Any]:
        return self._calls.call(
            method, path, body, key_id=self._terminal_id, language=self._language, idempotency_key=key
        )

    def _twice(self, method: str, path: str, body: Mapping[str, Any], key: str) -> dict[str, Any]:
        try:
            return self._call(method, path, body, key)
        except PlatformSilent:
            pass
        except PlatformRefused as refused:
            if refused.problem.code != "request-in-progress":
                raise
        self._sleep(_PAUSE_SECONDS)
        return self._call(method, path, body, key)
