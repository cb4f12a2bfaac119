"""Calls to partner companies: signed, with little patience, and no more taken of an answer than is wanted.

A redirect is not followed: where a citizen's token goes is what the operator has entered. An answer that
comes drop by drop, or does not end, is no answer.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import requests
import urllib3
from requests.adapters import HTTPAdapter

from mykey.crypto.message_keys import PARTNER_KEY_ID, partner_signing_key
from mykey.crypto.tokens import to_base64url
from mykey.points.ground import PointsGround
from mykey.points.partner_calls.punctual import PUNCTUAL_POOLS
from mykey.web.signed_messages import sign_request

__all__ = ["PATIENCE_SECONDS", "Answered", "BoundedAdapter", "NoAnswer", "PartnerCalls"]

PATIENCE_SECONDS = 5.0
MOST_BYTES = 16 * 1024
PIECE_BYTES = 16 * 1024
NONCE_BYTES = 18


class NoAnswer(Exception):
    """No connection, no answer in time, or too long a one."""


@dataclass(frozen=True)
class Answered:
    """An answer as it came; nothing of it is believed yet."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class BoundedAdapter(HTTPAdapter):
    """Reads an answer whole, up to a size and a time, before anybody looks at it."""

    def __init__(self, patience: float) -> None:
        super().__init__()
        self._patience = patience
        self.poolmanager.pool_classes_by_scheme = PUNCTUAL_POOLS

    def send(self, request: requests.PreparedRequest, *_arguments: Any, **settings: Any) -> requests.Response:
        """One request. Raises `requests.RequestException`, too, when the answer is too long or late."""
        deadline = time.monotonic() + self._patience
        settings |= {"timeout": self._patience, "stream": True}
        with super().send(request, **settings) as response:
            body = bytearray()
            try:
                # One piece as it comes, so that the clock is looked at between two drops.
                while piece := response.raw.read1(PIECE_BYTES, decode_content=False):
                    body += piece
                    if len(body) > MOST_BYTES or time.monotonic() > deadline:
                        raise requests.Timeout
            except (urllib3.exceptions.HTTPError, OSError):
                raise requests.ConnectionError from None
        response.raw = BytesIO(bytes(body))
        return response


class PartnerCalls:
    """How this process calls companies. `patience` is in seconds, for a connection and for each answer."""

    def __init__(self, ground: PointsGround, patience: float = PATIENCE_SECONDS) -> None:
        self._ground = ground
        self._key = partner_signing_key(ground.keys.ring)
        self.patience = patience

    def post(self, address: str, document: dict[str, Any], *, bearer: str | None = None) -> Answered:
        """Send a signed JSON document; `bearer` is a citizen's access token.

        Raises:
            NoAnswer: without the text of what went wrong, which may hold what was sent.
        """
        body = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
        nonce = to_base64url(self._ground.random_bytes(NONCE_BYTES))
        now = self._ground.clock()
        headers = {
            "Content-Type": "application/json",
            "Accept-Encoding": "identity",
            **sign_request(self._key, PARTNER_KEY_ID, "POST", address, body, now, nonce),
        }
        if bearer is not None:
            headers["Authorization"] = f"Bearer {bearer}"
        with requests.Session() as session:
            session.trust_env = False  # a .netrc would put its own Authorization in the place of the token
            adapter = BoundedAdapter(self.patience)
            session.mount("https://", adapter)
            session.mount("http://", adapter)
            try:
                answer = session.post(address, data=body, headers=headers, allow_redirects=False)
                return Answered(answer.status_code, answer.headers, answer.content)
            except (requests.RequestException, urllib3.exceptions.HTTPError, ValueError, OSError):
                raise NoAnswer from None
