from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, Response, request
from werkzeug.serving import make_server
from werkzeug.test import TestResponse

from mykey.crypto.message_keys import SigningKey
from mykey.crypto.request_keys import DevicePublicKey
from mykey.web.signed_messages import sign_request, verify_request
from tests.support.browser_client import BrowserClient
from tests.support.moving_clock import MovingClock
from town.fill.private_files import write_private_json
from town.partner_company.books import Books
from town.partner_company.company import create_partner_company
from town.partner_company.contract import company_key

PARTNER_ID = "2f8d6a9e-1111-4222-8333-444455556666"
PORT = 8637
ORIGIN = f"http://127.0.0.1:{PORT}"
SECRET = "the-client-secret"
POINTS_URL = "http://localhost:8613/points/"
BACK = f"{POINTS_URL}partners/{PARTNER_ID}/back"


@dataclass
class FakePlatform:
    """The partner API's side: believes only what the company signed, and keeps it."""

    clock: MovingClock
    key: SigningKey = field(default_factory=lambda: SigningKey(os.urandom(32)))
    company: DevicePublicKey | None = None
    origin: str = ""
    heard: list[tuple[str, str, Any]] = field(default_factory=list)
    fails: set[str] = field(default_factory=set)
    nonces: int = 0
    without_codes: bool = True

    def app(self) -> Flask:
        app = Flask("platform")

        @app.get("/v1/key")
        def key() -> dict[str, str]:
            return self.key.public_jwk()

        @app.route("/v1/<path:path>", methods=["GET", "POST", "PUT"])
        def hear(path: str) -> Response | tuple[dict[str, Any], int]:
            body = request.get_data()
            verify_request(
                request.headers,
                request.method,
                f"{self.origin}{request.full_path.removesuffix('?')}",
                lambda key_id: self.company if key_id == PARTNER_ID else None,
                self.clock(),
                has_body=bool(body),
            )
            text = body.decode()
            self.heard.append((request.method, path, json.loads(text) if text.startswith("{") else text))
            if path in self.fails:
                return {"code": "not-now"}, 422
            if path == "reconciliation":
                return Response("exchange_id\n", mimetype="text/csv")
            state = "announced" if self.without_codes else "open"
            return {"batch_id": "b-1", "state": state, "verdict": "accepted"}, 200

        return app

    def sign(self, path: str, members: object, nonce: str | None = None) -> tuple[bytes, dict[str, str]]:
        """A body for the company, and its signature."""
        self.nonces += 1
        body = json.dumps(members).encode()
        nonce = nonce or f"nonce-of-the-platform-{self.nonces:06}"
        headers = sign_request(self.key, "mykey-points", "POST", f"{ORIGIN}{path}", body, self.clock(), nonce)
        return body, headers | {"Content-Type": "application/json"}


@pytest.fixture
def clock() -> MovingClock:
    return MovingClock()


@pytest.fixture
def platform(clock: MovingClock) -> Iterator[FakePlatform]:
    made = FakePlatform(clock)
    server = make_server("127.0.0.1", 0, made.app(), threaded=True)
    made.origin = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield made
    server.shutdown()
    thread.join()
    server.server_close()


@dataclass
class Company:
    """The company with its books, visited by a member's browser and called by the platform."""

    app: Flask
    books: Books
    browser: BrowserClient
    platform: FakePlatform

    def called(
        self, path: str, members: object, token: str = "", signed: tuple[bytes, dict[str, str]] | None = None
    ) -> TestResponse:
        body, headers = signed or self.platform.sign(path, members)
        if token:
            headers["Authorization"] = f"Bearer {token}"
        return self.app.test_client().post(path, data=body, headers=headers, base_url=ORIGIN)

    def balance(self, login: str) -> int:
        row = self.books.row("SELECT balance FROM members WHERE login = ?", login)
        assert row is not None
        return int(row["balance"])


@pytest.fixture
def company(tmp_path: Path, clock: MovingClock, platform: FakePlatform) -> Company:
    home = tmp_path / "partner"
    platform.company = DevicePublicKey(company_key(home).public_key().public_bytes_raw())
    write_private_json(
        home / "contract.json",
        {
            "partner_id": PARTNER_ID,
            "client_name": "mykey-points",
            "client_secret": SECRET,
            "points_url": POINTS_URL,
            "api_origin": platform.origin,
        },
    )
    app = create_partner_company(home, PORT, clock)
    return Company(app, Books(home), BrowserClient(app, ORIGIN), platform)
