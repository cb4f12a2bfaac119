"""A partner company of the proofs, and everything that ever reaches it: addresses, headers, bodies, files.

It takes what it is sent straight from the adapter of our calls, whole and signed as on the line. What a
library sees is kept alike: every request of its terminal and every answer.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from unittest.mock import patch
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import requests
import urllib3
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import Flask

from mykey.kernel.randomness import RandomBytes
from mykey.points.acts.partners.add_partner import LinkTyped, PartnerTyped, add_partner
from mykey.points.acts.partners.set_rate import RateTyped, set_rate
from mykey.points.coupon_codes import new_coupon_code
from mykey.points.jobs.tell_partners import tell_partners
from mykey.points.partner_calls.calls import BoundedAdapter, PartnerCalls
from tests.support.partner_side import PartnerClient, signed_answer
from tests.support.points_ground import PointsTown
from tests.support.terminal_client import TerminalClient
from tests.support.till_counter import jwk

__all__ = ["Seen", "WatchfulCompany"]

ADDRESS = "https://company.example"
COUPONS, COUPON_POINTS = 4, 500


class Seen(TerminalClient):
    """A machine's client that keeps what it says and is told."""

    seen: list[str]

    def send_as_is(self, method: str, path: str, data: bytes | None, headers: Mapping[str, str]) -> Any:
        answer = super().send_as_is(method, path, data, headers)
        kept = self.__dict__.setdefault("seen", [])
        kept += [f"{method} {path}", *headers.values(), (data or b"").decode(), answer.get_data(as_text=True)]
        return answer


class _Client(Seen, PartnerClient):
    """The company's own calls."""


class WatchfulCompany:
    """It takes part on both ways, does what it is asked and forgets nothing."""

    def __init__(self, app: Flask, town: PointsTown, drawn: RandomBytes) -> None:
        self._town = town
        self._drawn = drawn
        self._key = Ed25519PrivateKey.from_private_bytes(drawn(32))
        self.seen: list[str] = []
        link = LinkTyped(f"{ADDRESS}/sign-in", f"{ADDRESS}/token", f"{ADDRESS}/redeem", "mykey", "s3cret")
        typed = PartnerTyped(
            "見本電力", "見本電力のポイント", jwk(self._key)["x"], link, f"{ADDRESS}/notices"
        )
        typed = replace(typed, takes_coupons=True)
        self.partner_id: UUID = town.do(lambda work: add_partner(work, typed))
        rate = (1000, 1000, 500, 500, 50_000)
        town.do(lambda work: set_rate(work, self.partner_id, RateTyped(work.today, *rate)))
        self.client = _Client(app, town.ground.clock, str(self.partner_id), self._key)
        self.coupons: list[str] = []

    def upload(self) -> None:
        """Coupons of its own making."""
        self.coupons = [new_coupon_code(self._drawn) for _ in range(COUPONS)]
        answer = self.client.put_codes(self.client.announce(points=COUPON_POINTS), self.coupons)
        assert answer.status_code == 200, answer.text

    def sign_in(self, address: str) -> str:
        """The browser comes with this address; where the company sends it back, below the citizens' face."""
        self.seen.append(address)
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        self.seen += asked.values()
        code = self._drawn(16).hex()
        return f"/partners/{self.partner_id}/back?code={code}&state={asked['state']}"

    def tell(self) -> None:
        """The notice job: what was redeemed on the days before."""
        assert tell_partners(self._town.engine, self._town.ground, PartnerCalls(self._town.ground)) >= 1

    def everything(self, month: str) -> list[str]:
        """All that it knows of us at last, its reconciliation file included."""
        self.client.get(f"/v1/reconciliation?month={month}")
        return [*self.seen, *self.client.__dict__["seen"]]

    @contextmanager
    def answering(self) -> Iterator[None]:
        """Our calls reach it for as long as this lasts."""
        with patch.object(BoundedAdapter, "send", lambda _adapter, request, **_: self._answer(request)):
            yield

    def _answer(self, request: requests.PreparedRequest) -> requests.Response:
        body = request.body or b""
        text = body.decode() if isinstance(body, bytes) else body
        address = str(request.url)
        self.seen += [address, text, *map(str, request.headers.values())]
        if address.endswith("/token"):
            told: dict[str, Any] = {
                "access_token": self._drawn(24).hex(),
                "token_type": "Bearer",
                "expires_in": 60,
            }
        elif address.endswith("/redeem"):
            told = json.loads(text) | {"result": "done"}
        else:
            told = {}
        content = json.dumps(told).encode()
        clock = self._town.ground.clock
        signed = signed_answer(self._key, str(self.partner_id), 200, content, clock)
        answer = requests.Response()
        answer.status_code, answer.request, answer.url = 200, request, address
        answer.headers.update(signed | {"Content-Type": "application/json"})
        answer.raw = urllib3.HTTPResponse(io.BytesIO(content), preload_content=False)
        return answer
