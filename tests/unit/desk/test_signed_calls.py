from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from desk.platform.answers import ClockWrong, PlatformCannotTell, PlatformRefused, PlatformSilent
from desk.platform.device import Device
from desk.platform.signed_calls import SignedCalls
from tests.unit.desk.desk_double import ClockDouble, numbered_bytes
from tests.unit.desk.platform_double import ORIGIN, PlatformDouble, problem

DEVICE = Device(Ed25519PrivateKey.from_private_bytes(bytes(32)), "f" * 64)


@pytest.fixture
def platform() -> PlatformDouble:
    made = PlatformDouble()
    made.key = DEVICE.key.public_key()
    return made


@pytest.fixture
def calls(platform: PlatformDouble) -> SignedCalls:
    return SignedCalls(ORIGIN, DEVICE, ClockDouble(), numbered_bytes(), platform)  # type: ignore[arg-type] # a wire


def ask(calls: SignedCalls, body: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    method = "GET" if body is None else "POST"
    return calls.call(method, "/v1/x", body, key_id="00052459", language="ja", **more)


def test_signs_what_the_contract_covers(calls: SignedCalls, platform: PlatformDouble) -> None:
    platform.say("POST /v1/x", (200, {}))
    ask(calls, {"name": "値"}, idempotency_key="k1")
    headers = platform.calls[0].headers
    signed = headers["Signature-Input"]
    assert signed.startswith('mykey=("@method" "@target-uri" "content-digest" "mykey-device");')
    assert 'created=1767225600;keyid="00052459";alg="ed25519";nonce="' in signed
    assert headers["Content-Digest"].startswith("sha-256=:")
    assert headers["MyKey-Device"] == "f" * 64
    assert headers["Idempotency-Key"] == "k1"
    assert headers["Accept-Language"] == "ja"


def test_leaves_the_digest_out_when_there_is_no_body(calls: SignedCalls, platform: PlatformDouble) -> None:
    platform.say("GET /v1/x", (200, {}))
    ask(calls)
    assert (
        platform.calls[0]
        .headers["Signature-Input"]
        .startswith('mykey=("@method" "@target-uri" "mykey-device");')
    )
    assert "Content-Digest" not in platform.calls[0].headers


def test_no_nonce_comes_twice(calls: SignedCalls, platform: PlatformDouble) -> None:
    platform.say("GET /v1/x", (200, {}))
    ask(calls)
    ask(calls)
    assert len({call.headers["Signature-Input"] for call in platform.calls}) == 2


def test_activation_is_not_signed(calls: SignedCalls, platform: PlatformDouble) -> None:
    platform.say("POST /v1/activation", (201, {}))
    calls.call("POST", "/v1/activation", {}, key_id=None, language="en")
    assert "Signature" not in platform.calls[0].headers
    assert "MyKey-Device" not in platform.calls[0].headers


def test_a_refusal_carries_word_sentence_and_facts(calls: SignedCalls, platform: PlatformDouble) -> None:
    platform.say("GET /v1/x", problem("already-linked", 409, "すでに登録があります。", service_id="18"))
    with pytest.raises(PlatformRefused) as refused:
        ask(calls)
    assert refused.value.problem.code == "already-linked"
    assert refused.value.problem.detail == "すでに登録があります。"
    assert refused.value.problem.facts["service_id"] == "18"
    assert "18" not in repr(refused.value.problem.facts.keys())
    assert str(refused.value) == "already-linked"


def test_cannot_tell_is_neither_no_nor_silence(calls: SignedCalls, platform: PlatformDouble) -> None:
    platform.say("GET /v1/x", problem("revocation-unknown", 503, retry_after=30))
    with pytest.raises(PlatformCannotTell) as refused:
        ask(calls)
    assert refused.value.problem.facts["retry_after"] == "30"


def test_a_wrong_clock_is_measured_by_the_answers_date(calls: SignedCalls, platform: PlatformDouble) -> None:
    platform.date = "Wed, 31 Dec 2025 23:50:00 GMT"
    platform.say("GET /v1/x", problem("signature-expired", 401))
    with pytest.raises(ClockWrong) as wrong:
        ask(calls)
    assert wrong.value.skew == timedelta(minutes=10)
    assert wrong.value.platform_time == datetime(2025, 12, 31, 23, 50, tzinfo=UTC)


@pytest.mark.parametrize("date", ["", "yesterday"])
def test_a_wrong_clock_without_a_date_is_still_a_wrong_clock(
    calls: SignedCalls, platform: PlatformDouble, date: str
) -> None:
    platform.date = date
    platform.say("GET /v1/x", problem("signature-expired", 401))
    with pytest.raises(ClockWrong) as wrong:
        ask(calls)
    assert wrong.value.skew is None


@pytest.mark.parametrize(
    "answer",
    [
        problem("broken", 500),
        (502, {"message": "bad gateway"}),
        (404, {"message": "no problem document"}),
        (404, None),
        (200, None),
        (400, {"code": 5, "detail": "x"}),
    ],
)
def test_what_nobody_can_read_is_silence(calls: SignedCalls, platform: PlatformDouble, answer: Any) -> None:
    platform.say("GET /v1/x", answer)
    with pytest.raises(PlatformSilent):
        ask(calls)


def test_204_has_no_members(calls: SignedCalls, platform: PlatformDouble) -> None:
    platform.say("POST /v1/x", (204, None))
    assert ask(calls, {}) == {}
