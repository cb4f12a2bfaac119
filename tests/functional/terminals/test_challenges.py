from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from mykey.crypto.tokens import from_base64url
from tests.support.moving_clock import MovingClock
from tests.support.terminal_client import TerminalClient


def test_a_challenge_is_32_random_bytes_for_120_seconds(terminal: TerminalClient, clock: MovingClock) -> None:
    one, other = terminal.challenge(), terminal.challenge()
    assert set(one) == {"challenge_id", "challenge", "expires_at"}
    assert len(from_base64url(one["challenge"])) == 32
    assert one["challenge"] != other["challenge"]
    assert one["expires_at"].endswith("Z")
    assert datetime.fromisoformat(one["expires_at"]) - clock() == timedelta(seconds=120)


@pytest.mark.parametrize("body", [[], None, 1, "x", {"count": 2}])
def test_the_body_is_an_empty_object(terminal: TerminalClient, body: object) -> None:
    answer = terminal.post("/v1/challenges", b"null" if body is None else body)
    assert (answer.status_code, answer.get_json()["code"]) == (422, "request-invalid")
