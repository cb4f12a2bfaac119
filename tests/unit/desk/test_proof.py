from __future__ import annotations

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from desk.cards.proof import pin_from_typing, prove, touch
from desk.cards.refusals import CardNotUnderstood, PinLocked, PinNotFourDigits, PinWrong
from desk.readers.interface import CardAbsent, CardLeft
from tests.unit.desk.card_double import CardDouble, ReaderDouble, certificate_of, key_of

CHALLENGE = bytes(range(32))


@pytest.fixture
def reader() -> ReaderDouble:
    return ReaderDouble()


def test_a_touch_gives_the_certificate_and_shows_no_pin(reader: ReaderDouble) -> None:
    card = reader.put(CardDouble())
    assert touch(reader) == certificate_of("rsa")
    assert not [command for command in card.commands if command[1] in (0x20, 0x2A)]


def test_an_rsa_card_signs_with_sha_256(reader: ReaderDouble) -> None:
    reader.put(CardDouble("rsa"))
    proof = prove(reader, "1234", CHALLENGE)
    key = key_of("rsa").public_key()
    assert isinstance(key, rsa.RSAPublicKey)
    key.verify(proof.signature, CHALLENGE, padding.PKCS1v15(), hashes.SHA256())
    assert proof.user_certificate == certificate_of("rsa")


def test_a_p384_card_signs_with_sha_384(reader: ReaderDouble) -> None:
    reader.put(CardDouble("p384"))
    key = key_of("p384").public_key()
    assert isinstance(key, ec.EllipticCurvePublicKey)
    key.verify(prove(reader, "1234", CHALLENGE).signature, CHALLENGE, ec.ECDSA(hashes.SHA384()))


def test_a_key_of_another_kind_spends_no_try(reader: ReaderDouble) -> None:
    card = reader.put(CardDouble("p256"))
    with pytest.raises(CardNotUnderstood):
        prove(reader, "1234", CHALLENGE)
    assert not [command for command in card.commands if command[1] == 0x20]


def test_a_wrong_pin_is_passed_on(reader: ReaderDouble) -> None:
    reader.put(CardDouble())
    with pytest.raises(PinWrong) as wrong:
        prove(reader, "9999", CHALLENGE)
    assert wrong.value.tries_left == 2


def test_a_locked_card_gets_no_pin(reader: ReaderDouble) -> None:
    card = reader.put(CardDouble(tries=0))
    with pytest.raises(PinLocked):
        prove(reader, "1234", CHALLENGE)
    assert not [command for command in card.commands if command[1] == 0x20 and len(command) > 4]


def test_no_card_and_an_exchanged_card_are_told_apart(reader: ReaderDouble) -> None:
    with pytest.raises(CardAbsent):
        touch(reader)
    reader.put(CardDouble())
    with pytest.raises(CardLeft), reader.card():
        reader.put(CardDouble())


@pytest.mark.parametrize("typed", ["1234", "１２３４", " 1234 ", "１2３4"])
def test_understands_full_width_digits(typed: str) -> None:
    assert pin_from_typing(typed) == "1234"


@pytest.mark.parametrize("typed", ["", "123", "12345", "12a4", "一二三四", "12 34", "1234\n5", "²¹³⁴x"])
def test_refuses_what_cannot_be_a_pin(typed: str) -> None:
    with pytest.raises(PinNotFourDigits):
        pin_from_typing(typed)


def test_a_proof_shows_nothing_of_itself(reader: ReaderDouble) -> None:
    reader.put(CardDouble())
    assert repr(prove(reader, "1234", CHALLENGE)) == "Proof()"
