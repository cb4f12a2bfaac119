from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from desk.platform.answers import PlatformRefused, PlatformSilent
from desk.platform.device import Device
from desk.platform.signed_calls import SignedCalls
from desk.platform.terminal import TerminalCalls
from tests.unit.desk.desk_double import ClockDouble, numbered_bytes
from tests.unit.desk.platform_double import CHALLENGE, ORIGIN, Answer, PlatformDouble, problem


def silence() -> Answer:
    raise PlatformSilent


class Terminal:
    def __init__(self) -> None:
        self.platform = PlatformDouble()
        self.slept: list[float] = []
        device = Device(Ed25519PrivateKey.from_private_bytes(bytes(32)), "f" * 64)
        calls = SignedCalls(ORIGIN, device, ClockDouble(), numbered_bytes(), self.platform)  # type: ignore[arg-type] # a wire
        self.calls = TerminalCalls(calls, "00052459", "ja", self.slept.append)


@pytest.fixture
def terminal() -> Terminal:
    return Terminal()


def test_a_challenge_is_32_bytes(terminal: Terminal) -> None:
    assert terminal.calls.challenge().value == CHALLENGE
    for bad in ({**PlatformDouble.challenge(), "challenge": "AAEC"}, {"challenge": 7}, {}):
        terminal.platform.say("POST /v1/challenges", (201, bad))
        with pytest.raises(PlatformSilent):
            terminal.calls.challenge()


def test_an_act_is_sent_again_with_the_same_key_and_body(terminal: Terminal) -> None:
    terminal.platform.say("POST /v1/links/removal", silence, (204, None))
    terminal.calls.remove_link("180000000011", "key-1")
    first, second = terminal.platform.made("POST /v1/links/removal")
    assert first.body == second.body == {"service_id": "180000000011"}
    assert first.headers["Idempotency-Key"] == second.headers["Idempotency-Key"] == "key-1"
    assert first.headers["Signature-Input"] != second.headers["Signature-Input"]
    assert terminal.slept == [1.0]


def test_an_act_still_at_work_is_asked_for_once_more(terminal: Terminal) -> None:
    terminal.platform.say(
        "POST /v1/links/renumber", problem("request-in-progress", 409), (200, {"service_id": "2"})
    )
    assert terminal.calls.renumber("1", "2", "key-1") == {"service_id": "2"}


def test_two_silences_are_silence_and_a_refusal_is_not_repeated(terminal: Terminal) -> None:
    terminal.platform.silent("POST /v1/links/removal")
    with pytest.raises(PlatformSilent):
        terminal.calls.remove_link("1", "k")
    assert len(terminal.platform.calls) == 2
    terminal.platform.say("POST /v1/links/removal", problem("not-linked", 404))
    with pytest.raises(PlatformRefused):
        terminal.calls.remove_link("1", "k")
    assert len(terminal.platform.calls) == 3


def test_a_look_up_is_not_sent_twice(terminal: Terminal) -> None:
    terminal.platform.silent("POST /v1/lookups")
    with pytest.raises(PlatformSilent):
        terminal.calls.look_up(terminal.calls.touched(b"\x30"))
    assert len(terminal.platform.calls) == 1
