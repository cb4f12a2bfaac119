"""A citizen at a browser, through Flask's test client: pages, forms, and the way through the card agent."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

from flask import Flask
from werkzeug.test import TestResponse

from mykey.crypto.tokens import from_base64url, to_base64url
from town.authority.issued import IssuedCard

__all__ = ["ORIGIN", "PATH", "CardRequest", "PortalBrowser"]

ORIGIN = "http://localhost:8610"
PATH = "/portal"

_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
_NUMBER = re.compile(r'<p class="number__text">(.*?)</p>', re.DOTALL)


@dataclass(frozen=True)
class CardRequest:
    """What the portal asks the card agent for."""

    claims: dict[str, Any]
    challenge: bytes = field(repr=False)

    @classmethod
    def of(cls, response: TestResponse) -> CardRequest:
        """Read the request in the redirect to the agent."""
        assert response.status_code == 303, response.status_code
        target = urlsplit(response.location)
        assert f"{target.scheme}://{target.netloc}{target.path}" == "http://127.0.0.1:8620/card"
        signed = parse_qs(target.query)["request"][0]
        claims = json.loads(from_base64url(signed.split(".")[1]))
        return cls(claims, from_base64url(claims["challenge"]))

    def answer(self, card: IssuedCard, **changes: bytes) -> dict[str, str]:
        """The form that the agent posts when the card has signed."""
        parts = {"user_certificate": card.user.der, "signature": card.user.sign(self.challenge)} | changes
        return {"state": self.claims["state"]} | {name: to_base64url(value) for name, value in parts.items()}


class PortalBrowser:
    """One browser with its cookies. `text` is the page that is shown now."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self.client = app.test_client()
        self.text = ""
        self.status = 0

    def get(self, path: str) -> TestResponse:
        """Open a page without following redirects."""
        return self._show(self.client.get(PATH + path, base_url=ORIGIN))

    def post(self, path: str, **fields: str) -> TestResponse:
        """Submit the form of the page shown, with its token."""
        token = _TOKEN.search(self.text)
        data = fields | ({"csrf_token": token[1]} if token else {})
        return self._show(self.client.post(PATH + path, data=data, base_url=ORIGIN))

    def follow(self, response: TestResponse) -> TestResponse:
        """Follow redirects within the portal until a page is shown."""
        while response.status_code in {301, 302, 303}:
            assert response.status_code == 303
            assert response.location.startswith(PATH), response.location
            response = self._show(self.client.get(response.location, base_url=ORIGIN))
        return response

    def show(self, path: str) -> TestResponse:
        """Open a page and follow redirects."""
        return self.follow(self.get(path))

    def agent_returns(self, form: dict[str, str]) -> TestResponse:
        """The agent's page posts across sites, without a cookie; the redirect is followed with cookies."""
        posted = self._app.test_client().post(PATH + "/card/return", data=form, base_url=ORIGIN)
        assert "Set-Cookie" not in posted.headers
        assert posted.status_code == 303, posted.status_code
        return self._show(self.client.get(posted.location, base_url=ORIGIN))

    def prove(self, response: TestResponse, card: IssuedCard) -> TestResponse:
        """From the portal's redirect through the agent back to the portal, with the right PIN."""
        return self.agent_returns(CardRequest.of(response).answer(card))

    def numbers(self) -> list[str]:
        """The large numbers that the page shows, such as a MyKey ID."""
        return ["".join(re.findall(r">([^<]+)</span>", one)) for one in _NUMBER.findall(self.text)]

    def agree(self) -> TestResponse:
        """Consent, step 1."""
        self.show("/create")
        return self.follow(self.post("/create", terms="y", certificate="y"))

    def come_to_choice(self, card: IssuedCard) -> TestResponse:
        """Steps 1 and 2 of creating an ID."""
        self.agree()
        return self.follow(self.prove(self.post("/create/card"), card))

    def sign_in(self, mykey_id: str, password: str) -> TestResponse:
        """By password; redirects are followed."""
        self.show("/sign-in")
        return self.follow(self.post("/sign-in", mykey_id=mykey_id, password=password))

    def _show(self, response: TestResponse) -> TestResponse:
        self.status = response.status_code
        if response.mimetype == "text/html":
            self.text = unescape(response.get_data(as_text=True))
        return response
