"""Is this request one that a portal of the allow-list made, now, for a return to itself?

A compact JWS, `alg` Ed25519 (RFC 9864), `typ` `mykey-card-request+jwt`. Everything in it that the agent
acts on is checked here; a request that fails is answered to the citizen alone, never sent anywhere.
"""

from __future__ import annotations

import json
import re
from base64 import urlsafe_b64decode
from binascii import Error as Base64Error
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum
from typing import Any

from joserfc import jws
from joserfc.errors import JoseError

from desk.agent.portals import Portal

__all__ = [
    "CardRequest",
    "CardRequestExpired",
    "CardRequestMissing",
    "CardRequestRefused",
    "PortalUnknown",
    "Purpose",
    "open_request",
]

_TYPE = "mykey-card-request+jwt"
_MAX_LENGTH = 4096
_MAX_SECONDS = 300
_CLOCK_SLACK_SECONDS = 60  # a PC whose clock is a little slow must not take a fresh request for a forgery
_CHALLENGE_BYTES = 32
_STATE = re.compile(r"[A-Za-z0-9_-]{8,512}\Z")
_RETURN_PATH = re.compile(r"/[!-~]*\Z")


class Purpose(Enum):
    """What the card is wanted for; each is explained on the page in words of its own."""

    CREATE = "create-mykey-id"
    SIGN_IN = "sign-in"
    PROVE = "prove"


class CardRequestRefused(Exception):
    """Not a request as the protocol wants it: no signature of its portal, or a return to somebody else."""


class CardRequestMissing(CardRequestRefused):
    """Somebody opened the agent without a portal."""


class PortalUnknown(CardRequestRefused):
    """The asker is not on the allow-list."""


class CardRequestExpired(CardRequestRefused):
    """Its time is over, or it claims more than 300 seconds."""


@dataclass(frozen=True)
class CardRequest:
    """A request that may be shown to the citizen."""

    portal: Portal
    purpose: Purpose
    language: str
    return_to: str
    challenge: bytes = field(repr=False)
    state: str = field(repr=False)


def open_request(token: str, portals: Mapping[str, Portal], now: datetime) -> CardRequest:
    """Check `token` and open it.

    Raises:
        CardRequestMissing, PortalUnknown, CardRequestExpired, CardRequestRefused: see there.
    """
    if not token:
        raise CardRequestMissing
    if len(token) > _MAX_LENGTH:
        raise CardRequestRefused
    portal = portals.get(_claimed_issuer(token))
    if portal is None:
        raise PortalUnknown
    try:
        signed = jws.deserialize_compact(token, portal.key, algorithms=["Ed25519"])
        claims = json.loads(signed.payload or b"")
    except (JoseError, ValueError):
        raise CardRequestRefused from None
    if signed.headers().get("typ") != _TYPE or not isinstance(claims, dict):
        raise CardRequestRefused
    _check_time(claims.get("exp"), now)
    return _checked(claims, portal)


def _claimed_issuer(token: str) -> str:
    """The issuer before anything is believed: only to find the key that must then have signed it."""
    try:
        claims = json.loads(_base64url(token.split(".")[1]))
        issuer = claims["iss"]
    except (IndexError, KeyError, RecursionError, TypeError, ValueError):
        raise CardRequestRefused from None
    if not isinstance(issuer, str):
        raise CardRequestRefused
    return issuer


def _check_time(expires: object, now: datetime) -> None:
    if isinstance(expires, bool) or not isinstance(expires, int):
        raise CardRequestRefused
    try:
        left = (datetime.fromtimestamp(expires, tz=UTC) - now).total_seconds()
    except (OverflowError, OSError, ValueError):
        raise CardRequestRefused from None
    if not 0 < left <= _MAX_SECONDS + _CLOCK_SLACK_SECONDS:
        raise CardRequestExpired


def _checked(claims: dict[str, Any], portal: Portal) -> CardRequest:
    return_to, state, language = claims.get("return_to"), claims.get("state"), claims.get("lang")
    if not isinstance(return_to, str) or not return_to.startswith(portal.origin + "/"):
        raise CardRequestRefused
    if _RETURN_PATH.match(return_to.removeprefix(portal.origin)) is None:
        raise CardRequestRefused
    if not isinstance(state, str) or _STATE.match(state) is None or language not in ("ja", "en"):
        raise CardRequestRefused
    try:
        challenge = _base64url(claims["challenge"])
        purpose = Purpose(claims.get("purpose"))
    except (KeyError, TypeError, AttributeError, ValueError):
        raise CardRequestRefused from None
    if len(challenge) != _CHALLENGE_BYTES:
        raise CardRequestRefused
    return CardRequest(portal, purpose, language, return_to, challenge, state)


def _base64url(text: str) -> bytes:
    if re.fullmatch(r"[A-Za-z0-9_-]*", text) is None:
        raise ValueError
    try:
        return urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except Base64Error:
        raise ValueError from None
