from __future__ import annotations

import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256, SHA384
from cryptography.hazmat.primitives.serialization import Encoding

from town.authority.issued import IssuedCard
from town.authority.office import CardOffice
from town.cards.chip import Chip

SELECT_APPLICATION = bytes.fromhex("00A4040C0AD392F000260100000001")
SHA256_DIGEST_INFO = bytes.fromhex("3031300D060960864801650304020105000420")
SHA384_DIGEST_INFO = bytes.fromhex("3041300D060960864801650304020205000430")
CHALLENGE = bytes(range(32))

DONE = b"\x90\x00"


@pytest.fixture
def card(office: CardOffice) -> IssuedCard:
    return office.issue(name="hanako", holder="見本　花子")


@pytest.fixture
def chip(office: CardOffice, card: IssuedCard) -> Chip:
    return lay(office, card)


def lay(office: CardOffice, card: IssuedCard) -> Chip:
    chip = Chip(office.ledger, card.name)
    assert chip.transmit(SELECT_APPLICATION) == DONE
    return chip


def send(chip: Chip, written: str) -> bytes:
    return chip.transmit(bytes.fromhex(written))


def select(chip: Chip, file: str) -> bytes:
    return send(chip, f"00A4020C02{file}")


def verify(chip: Chip, file: str, secret: str) -> bytes:
    assert select(chip, file) == DONE
    return chip.transmit(bytes([0x00, 0x20, 0x00, 0x80, len(secret)]) + secret.encode())


def read(chip: Chip, file: str) -> bytes:
    assert select(chip, file) == DONE
    content = b""
    while True:
        answer = send(chip, f"00B0{len(content):04X}00")
        if answer == b"\x6b\x00":
            return content
        assert answer[-2:] == DONE
        assert 0 < len(answer[:-2]) <= 256
        content += answer[:-2]


def sign(chip: Chip, file: str, digest_info: bytes) -> bytes:
    assert select(chip, file) == DONE
    return chip.transmit(bytes([0x80, 0x2A, 0x00, 0x80, len(digest_info)]) + digest_info + b"\x00")


def test_the_user_certificate_its_authority_and_the_label_are_free_to_read(
    office: CardOffice, card: IssuedCard, chip: Chip
) -> None:
    authority = office.authority("user", 2).certificate.public_bytes(Encoding.DER)

    assert read(chip, "000A") == card.user_certificate
    assert read(chip, "000B") == authority
    assert read(chip, "0006") == b"JPKIAPICCTOKEN2"
    assert read(chip, "0002") == office.authority("signing", 2).certificate.public_bytes(Encoding.DER)


def test_a_short_file_name_selects_and_reads_at_an_offset(card: IssuedCard, chip: Chip) -> None:
    assert send(chip, "00B08A0004") == card.user_certificate[:4] + DONE
    assert send(chip, "00B08A0408") == card.user_certificate[4:12] + DONE
    assert send(chip, "00B0000404") == card.user_certificate[4:8] + DONE
    assert send(chip, "00B0860000") == b"JPKIAPICCTOKEN2" + DONE
    assert send(chip, "00B09F0000") == b"\x6a\x82"
    assert send(chip, "00B0CA0000") == b"\x6a\x86"


def test_the_signing_certificate_needs_the_signing_password(card: IssuedCard, chip: Chip) -> None:
    assert select(chip, "0001") == DONE
    assert send(chip, "00B0000000") == b"\x69\x82"
    assert verify(chip, "0018", "1234") == DONE
    assert select(chip, "0001") == DONE
    assert send(chip, "00B0000000") == b"\x69\x82"

    assert verify(chip, "001B", "ABC123") == DONE
    assert read(chip, "0001") == card.signing_certificate


def test_nothing_is_found_before_the_application_is_selected(office: CardOffice, card: IssuedCard) -> None:
    chip = Chip(office.ledger, card.name)

    assert select(chip, "000A") == b"\x6a\x82"
    assert send(chip, "00B0000000") == b"\x69\x86"
    assert send(chip, "00A4040C0AD3921000310001010408") == b"\x6a\x82"


def test_keys_and_pins_cannot_be_read(chip: Chip) -> None:
    for file in ("0017", "0018", "001A", "001B"):
        assert select(chip, file) == DONE
        assert send(chip, "00B0000000") == b"\x69\x81"


def test_tries_of_the_pin_go_down_lock_and_come_back_at_the_counter(
    office: CardOffice, card: IssuedCard, chip: Chip
) -> None:
    assert select(chip, "0018") == DONE
    assert send(chip, "00200080") == b"\x63\xc3"
    assert verify(chip, "0018", "9999") == b"\x63\xc2"
    assert verify(chip, "0018", "9999") == b"\x63\xc1"
    assert send(chip, "00200080") == b"\x63\xc1"
    assert verify(chip, "0018", "9999") == b"\x63\xc0"
    assert verify(chip, "0018", "1234") == b"\x69\x84"
    assert send(chip, "00200080") == b"\x63\xc0"
    assert office.card(card.name).tries_left == 0

    office.unlock(card.name)
    assert verify(chip, "0018", "1234") == DONE


def test_the_right_pin_gives_all_tries_back(chip: Chip) -> None:
    assert verify(chip, "0018", "9999") == b"\x63\xc2"
    assert verify(chip, "0018", "1234") == DONE
    assert send(chip, "00200080") == b"\x63\xc3"


def test_the_signing_password_has_five_tries_of_its_own(chip: Chip) -> None:
    for left in (4, 3, 2, 1, 0):
        assert verify(chip, "001B", "WRONG99") == bytes([0x63, 0xC0 | left])
    assert verify(chip, "001B", "ABC123") == b"\x69\x84"
    assert verify(chip, "0018", "1234") == DONE


def test_tries_outlast_the_removal_of_the_card_and_a_shown_pin_does_not(
    office: CardOffice, card: IssuedCard, chip: Chip
) -> None:
    assert verify(chip, "0018", "1234") == DONE
    assert verify(chip, "001B", "WRONG99") == b"\x63\xc4"
    laid_again = lay(office, card)

    digest_info = SHA256_DIGEST_INFO + hashlib.sha256(CHALLENGE).digest()
    assert sign(laid_again, "0017", digest_info) == b"\x69\x82"
    assert select(laid_again, "001B") == DONE
    assert send(laid_again, "00200080") == b"\x63\xc4"


def test_a_wrong_pin_takes_the_right_one_back(chip: Chip) -> None:
    assert verify(chip, "0018", "1234") == DONE
    assert verify(chip, "0018", "9999") == b"\x63\xc2"

    assert sign(chip, "0017", SHA256_DIGEST_INFO + bytes(32)) == b"\x69\x82"


def test_an_rsa_card_pads_the_digest_info_itself(card: IssuedCard, chip: Chip) -> None:
    digest_info = SHA256_DIGEST_INFO + hashlib.sha256(CHALLENGE).digest()
    assert sign(chip, "0017", digest_info) == b"\x69\x82"
    assert verify(chip, "0018", "1234") == DONE
    answer = sign(chip, "0017", digest_info)

    assert answer[-2:] == DONE
    assert len(answer) == 256 + 2
    key = card.user.certificate.public_key()
    assert isinstance(key, RSAPublicKey)
    key.verify(answer[:-2], CHALLENGE, PKCS1v15(), SHA256())


def test_the_user_pin_does_not_open_the_signing_key(card: IssuedCard, chip: Chip) -> None:
    digest_info = SHA256_DIGEST_INFO + hashlib.sha256(CHALLENGE).digest()
    assert verify(chip, "0018", "1234") == DONE
    assert sign(chip, "001A", digest_info) == b"\x69\x82"
    assert verify(chip, "001B", "ABC123") == DONE
    answer = sign(chip, "001A", digest_info)

    assert card.signing is not None
    key = card.signing.certificate.public_key()
    assert isinstance(key, RSAPublicKey)
    key.verify(answer[:-2], CHALLENGE, PKCS1v15(), SHA256())


def test_a_p384_card_answers_ecdsa_in_der(office: CardOffice) -> None:
    card = office.issue(name="taro", holder="見本　太郎", key_type="p384")
    chip = lay(office, card)
    assert verify(chip, "0018", "1234") == DONE
    answer = sign(chip, "0017", SHA384_DIGEST_INFO + hashlib.sha384(CHALLENGE).digest())

    assert answer[-2:] == DONE
    key = card.user.certificate.public_key()
    assert isinstance(key, EllipticCurvePublicKey)
    key.verify(answer[:-2], CHALLENGE, ECDSA(SHA384()))
    assert sign(chip, "0017", SHA256_DIGEST_INFO + bytes(32)) == b"\x6a\x80"


def test_an_under_15_card_has_nothing_of_the_signing_kind(office: CardOffice) -> None:
    card = office.issue(name="ken", holder="見本　健", under_15=True)
    chip = lay(office, card)

    for file in ("0001", "0002", "001A", "001B"):
        assert select(chip, file) == b"\x6a\x82"
    assert read(chip, "000A") == card.user_certificate


@pytest.mark.parametrize(
    ("written", "answer"),
    [
        ("", "6700"),
        ("00A404", "6700"),
        ("00A4020C0200", "6700"),
        ("00A4020C03000A", "6700"),
        ("00A4020C01FF", "6700"),
        ("00A4020C00000A000A", "6700"),
        ("00A4000C02000A", "6A86"),
        ("00A4020C02001F", "6A82"),
        ("00B00000", "6700"),
        ("00B0700000", "6B00"),
        ("00200000", "6A86"),
        ("00200080", "6986"),
        ("802A9E9A01FF00", "6A86"),
        ("802A008001FF00", "6986"),
        ("0084000008", "6D00"),
        ("90A4040C00", "6E00"),
    ],
)
def test_what_a_card_does_not_understand_gets_a_status_word(chip: Chip, written: str, answer: str) -> None:
    assert select(chip, "000A") == DONE

    assert send(chip, written).hex().upper() == answer


def test_a_secret_or_digest_info_of_impossible_length_costs_no_try(chip: Chip) -> None:
    assert verify(chip, "0018", "9" * 17) == b"\x67\x00"
    assert send(chip, "00200080") == b"\x63\xc3"
    assert verify(chip, "0018", "1234") == DONE
    assert sign(chip, "0017", bytes(246)) == b"\x67\x00"
