from __future__ import annotations

from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from mykey.crypto.tokens import to_base64url
from mykey.models.terminals import Terminal, TerminalState
from mykey.services.ground import Ground
from tests.factories.counters import Counter
from tests.factories.terminals import TERMINAL_PASSWORD, a_terminal
from tests.support.moving_clock import MovingClock
from tests.support.terminal_client import TerminalClient

KEY = Ed25519PrivateKey.from_private_bytes(b"another machine's key, 32 bytes.")
FINGERPRINT = b"f" * 32
SMALL_ORDER = bytes([1]) + bytes(31)


def jwk(raw: bytes) -> dict[str, str]:
    return {"kty": "OKP", "crv": "Ed25519", "x": to_base64url(raw)}


def body(issued: str, **changes: Any) -> dict[str, Any]:
    return {
        "terminal_id": issued,
        "password": TERMINAL_PASSWORD,
        "device_fingerprint": FINGERPRINT.hex(),
        "public_key": jwk(KEY.public_key().public_bytes_raw()),
    } | changes


def activate(app: Flask, sent: dict[str, Any]) -> TestResponse:
    return app.test_client().post("/v1/activation", json=sent)


@pytest.fixture
def issued(ground: Ground, counter: Counter, session: Session) -> str:
    """A terminal that no machine has used, beside the counter's."""
    terminal_id = a_terminal(ground, session).terminal_id
    session.commit()
    assert counter.terminal_id != terminal_id
    return terminal_id


def test_a_machine_becomes_a_terminal_and_signs(app: Flask, clock: MovingClock, issued: str) -> None:
    answer = activate(app, body(issued))
    assert answer.status_code == 201
    assert answer.get_json() == {
        "terminal_id": issued,
        "kind": "service-id",
        "municipality_code": "141305",
        "state": "contact-required",
    }
    own = TerminalClient(app, clock, issued, KEY, FINGERPRINT).get("/v1/terminal")
    assert own.get_json()["state"] == "contact-required"


def test_a_second_activation_is_told_to_the_right_password_only(app: Flask, issued: str) -> None:
    assert activate(app, body(issued)).status_code == 201
    again = activate(app, body(issued))
    assert (again.status_code, again.get_json()["code"]) == (409, "terminal-already-activated")
    guess = activate(app, body(issued, password="WRONGPASSWORD2"))
    assert (guess.status_code, guess.get_json()["code"]) == (401, "terminal-credentials-invalid")


@pytest.mark.parametrize("known", [True, False])
def test_failures_in_a_row_lock_for_a_while(app: Flask, clock: MovingClock, issued: str, known: bool) -> None:
    typed = issued if known else "99999999"
    for _ in range(5):
        answer = activate(app, body(typed, password="WRONGPASSWORD2"))
        assert (answer.status_code, answer.get_json()["code"]) == (401, "terminal-credentials-invalid")
        assert "WWW-Authenticate" in answer.headers
    locked = activate(app, body(typed))
    assert (locked.status_code, locked.get_json()["code"]) == (429, "too-many-requests")
    assert 0 < int(locked.headers["Retry-After"]) <= 900
    clock.advance(minutes=15, seconds=1)
    assert activate(app, body(typed)).status_code == (201 if known else 401)


@pytest.mark.parametrize(
    ("state", "code"),
    [(TerminalState.CLOSED, "terminal-closed"), (TerminalState.STOPPED, "terminal-stopped")],
)
def test_a_closed_or_stopped_terminal_is_not_bound(
    app: Flask, session: Session, issued: str, state: str, code: str
) -> None:
    session.get_one(Terminal, issued).state = state
    session.commit()
    answer = activate(app, body(issued))
    assert (answer.status_code, answer.get_json()["code"]) == (403, code)


@pytest.mark.parametrize(
    ("changes", "member", "reason"),
    [
        ({"public_key": jwk(SMALL_ORDER)}, "public_key.x", "format"),
        ({"public_key": jwk(b"short")}, "public_key.x", "too-short"),
        ({"public_key": jwk(b"\xff" * 32) | {"d": "AAAA"}}, "public_key.d", "unknown"),
        ({"public_key": "key"}, "public_key", "type"),
        ({"device_fingerprint": "f" * 63}, "device_fingerprint", "too-short"),
        ({"device_fingerprint": "g" * 64}, "device_fingerprint", "format"),
        ({"terminal_id": 12345678}, "terminal_id", "type"),
        ({"password": None}, "password", "null"),
        ({"name": "x"}, "name", "unknown"),
    ],
)
def test_what_is_malformed_is_named(
    app: Flask, issued: str, changes: dict[str, Any], member: str, reason: str
) -> None:
    answer = activate(app, body(issued, **changes))
    assert (answer.status_code, answer.get_json()["code"]) == (422, "request-invalid")
    assert answer.get_json()["errors"] == [{"member": member, "reason": reason}]


def test_a_malformed_request_is_no_attempt(app: Flask, issued: str) -> None:
    for _ in range(6):
        assert activate(app, body(issued, password=None)).status_code == 422
    assert activate(app, body(issued)).status_code == 201
