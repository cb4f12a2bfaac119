from __future__ import annotations

import pytest

from desk.cards.jpki import JpkiCard
from desk.cards.refusals import CardNotUnderstood, PinLocked, PinWrong
from tests.unit.desk.card_double import CardDouble, certificate_of


class Fixed:
    """A card whose file 000A holds `content`, and that answers `status` to a PIN."""

    def __init__(self, content: bytes = b"", status: str = "9000") -> None:
        self.content = content
        self.status = bytes.fromhex(status)

    def transmit(self, command: bytes) -> bytes:
        if command[1] == 0xB0:
            offset = int.from_bytes(command[2:4], "big")
            return self.content[offset : offset + (command[4] or 256)] + b"\x90\x00"
        return self.status if command[1] == 0x20 else b"\x90\x00"


def test_reads_the_certificate_without_the_padding_of_its_file() -> None:
    card = CardDouble()
    assert JpkiCard(card).user_certificate() == certificate_of("rsa")
    assert all((command[4] or 256) <= 256 for command in card.commands if command[1] == 0xB0)


def test_selects_the_jpki_application_and_no_other() -> None:
    card = CardDouble()
    jpki = JpkiCard(card)
    jpki.user_certificate()
    jpki.tries_left()
    jpki.verify("1234")
    jpki.sign(bytes.fromhex("3031300d060960864801650304020105000420") + bytes(32))
    applications = {command[5:15].hex() for command in card.commands if command[:3] == b"\x00\xa4\x04"}
    files = {command[5:7].hex() for command in card.commands if command[:3] == b"\x00\xa4\x02"}
    assert applications == {"d392f000260100000001"}
    assert files == {"000a", "0017", "0018"}


def test_refuses_a_card_without_the_application() -> None:
    card = CardDouble()
    card.has_jpki = False
    with pytest.raises(CardNotUnderstood) as refused:
        JpkiCard(card)
    assert refused.value.status == 0x6A82


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00" * 300,
        b"\x30\x81\xff" + bytes(300),
        b"\x30\x82\xff\xff" + bytes(300),
        b"\x30\x82\x04\x00" + bytes(9),
    ],
)
def test_refuses_a_file_that_is_no_certificate(content: bytes) -> None:
    with pytest.raises(CardNotUnderstood):
        JpkiCard(Fixed(content)).user_certificate()


def test_asking_for_the_tries_left_costs_none() -> None:
    card = CardDouble(tries=2)
    jpki = JpkiCard(card)
    assert [jpki.tries_left(), jpki.tries_left()] == [2, 2]
    assert JpkiCard(CardDouble(tries=0)).tries_left() == 0


def test_a_wrong_pin_tells_the_tries_left_and_the_third_locks() -> None:
    jpki = JpkiCard(CardDouble())
    for left in (2, 1):
        with pytest.raises(PinWrong) as wrong:
            jpki.verify("9999")
        assert wrong.value.tries_left == left
    with pytest.raises(PinLocked):
        jpki.verify("9999")
    with pytest.raises(PinLocked):
        jpki.verify("1234")


@pytest.mark.parametrize("status", ["6984", "6983", "63C0"])
def test_knows_every_way_of_saying_locked(status: str) -> None:
    with pytest.raises(PinLocked):
        JpkiCard(Fixed(status=status)).verify("1234")


@pytest.mark.parametrize("status", ["6f00", "6982", "6a82", "6300"])
def test_does_not_guess_at_other_answers_to_a_pin(status: str) -> None:
    with pytest.raises(CardNotUnderstood):
        JpkiCard(Fixed(status=status)).verify("1234")
    if status != "6300":
        with pytest.raises(CardNotUnderstood):
            JpkiCard(Fixed(status=status)).tries_left()


def test_does_not_sign_without_the_pin() -> None:
    with pytest.raises(CardNotUnderstood) as refused:
        JpkiCard(CardDouble()).sign(b"\x30")
    assert refused.value.status == 0x6982
