from __future__ import annotations

import pytest

from desk.cards.apdu import command, exchange
from desk.cards.refusals import CardNotUnderstood


class Script:
    def __init__(self, *answers: str) -> None:
        self.answers = [bytes.fromhex(answer) for answer in answers]
        self.asked: list[str] = []

    def transmit(self, sent: bytes) -> bytes:
        self.asked.append(sent.hex())
        return self.answers.pop(0)


def test_builds_the_four_cases_of_a_short_command() -> None:
    assert command(0x20, 0, 0x80).hex() == "00200080"
    assert command(0xB0, 1, 2, le=256).hex() == "00b0010200"
    assert command(0x20, 0, 0x80, b"1234").hex() == "002000800431323334"
    assert command(0x2A, 0, 0x80, b"\x30", le=256, cla=0x80).hex() == "802a0080013000"


@pytest.mark.parametrize(("data", "le"), [(bytes(256), None), (b"", 257), (b"", 0)])
def test_refuses_what_a_short_command_cannot_carry(data: bytes, le: int | None) -> None:
    with pytest.raises(ValueError, match=r"^$"):
        command(0, 0, 0, data, le=le)


def test_fetches_what_a_t0_reader_holds_back() -> None:
    script = Script("61 02", "0102 6101", "03 9000")
    assert exchange(script, bytes.fromhex("802a008000")) == (b"\x01\x02\x03", 0x9000)
    assert script.asked[1:] == ["00c0000002", "00c0000001"]


def test_asks_again_with_the_length_the_card_names() -> None:
    script = Script("6c10", "aa 9000")
    assert exchange(script, bytes.fromhex("00b0000000")) == (b"\xaa", 0x9000)
    assert script.asked == ["00b0000000", "00b0000010"]


def test_refuses_an_answer_without_status() -> None:
    with pytest.raises(CardNotUnderstood):
        exchange(Script("90"), b"\x00")


def test_does_not_follow_a_card_that_never_ends() -> None:
    with pytest.raises(CardNotUnderstood):
        exchange(Script(*["61 00"] * 100), b"\x00")
