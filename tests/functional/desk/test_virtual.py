"""The desk's card layer against the demo town's virtual cards, over HTTP, nothing faked."""

from __future__ import annotations

import pytest
import requests
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509 import load_der_x509_certificate

from desk.cards.proof import prove, touch
from desk.cards.refusals import PinLocked, PinWrong
from desk.readers.interface import CardAbsent, CardLeft, ReaderUnavailable
from desk.readers.virtual import VirtualReader
from tests.functional.desk.conftest import TownReader

CHALLENGE = bytes(range(32))


@pytest.fixture
def reader(town_reader: TownReader) -> VirtualReader:
    town_reader.office.issue(name="hanako", holder="見本　花子")
    return VirtualReader(town_reader.address)


def test_presence_follows_the_card(town_reader: TownReader, reader: VirtualReader) -> None:
    empty = reader.presence()
    town_reader.put("hanako")
    laid = reader.presence()
    town_reader.take()
    lifted = reader.presence()
    assert [empty.present, laid.present, lifted.present] == [False, True, False]
    assert empty.insertion < laid.insertion < lifted.insertion


def test_a_touch_reads_the_whole_certificate(town_reader: TownReader, reader: VirtualReader) -> None:
    town_reader.put("hanako")
    certificate = touch(reader)
    assert load_der_x509_certificate(certificate).serial_number > 0


def test_an_rsa_card_proves_itself(town_reader: TownReader, reader: VirtualReader) -> None:
    town_reader.put("hanako")
    proof = prove(reader, "1234", CHALLENGE)
    key = load_der_x509_certificate(proof.user_certificate).public_key()
    assert isinstance(key, rsa.RSAPublicKey)
    key.verify(proof.signature, CHALLENGE, padding.PKCS1v15(), hashes.SHA256())


def test_a_p384_card_proves_itself(town_reader: TownReader, reader: VirtualReader) -> None:
    town_reader.office.issue(name="jiro", holder="見本　次郎", key_type="p384")
    town_reader.put("jiro")
    proof = prove(reader, "1234", CHALLENGE)
    key = load_der_x509_certificate(proof.user_certificate).public_key()
    assert isinstance(key, ec.EllipticCurvePublicKey)
    key.verify(proof.signature, CHALLENGE, ec.ECDSA(hashes.SHA384()))


def test_wrong_pins_count_down_and_lock(town_reader: TownReader, reader: VirtualReader) -> None:
    town_reader.put("hanako")
    left = []
    for _ in range(2):
        with pytest.raises(PinWrong) as wrong:
            prove(reader, "9999", CHALLENGE)
        left.append(wrong.value.tries_left)
    assert left == [2, 1]
    for pin in ("9999", "1234"):
        with pytest.raises(PinLocked):
            prove(reader, pin, CHALLENGE)


def taken_away_while_reading(town_reader: TownReader, reader: VirtualReader) -> None:
    with reader.card() as channel:
        town_reader.take()
        channel.transmit(bytes.fromhex("00A4040C0AD392F000260100000001"))


def test_an_empty_reader_and_an_exchanged_card(town_reader: TownReader, reader: VirtualReader) -> None:
    with pytest.raises(CardAbsent):
        touch(reader)
    town_reader.office.issue(name="taro", holder="見本　太郎")
    town_reader.put("hanako")
    with pytest.raises(CardLeft), reader.card():
        town_reader.put("taro")
    with pytest.raises(CardLeft):
        taken_away_while_reading(town_reader, reader)


def test_a_reader_that_is_not_there_is_unavailable(town_reader: TownReader) -> None:
    for address in (
        "http://127.0.0.1:9",
        town_reader.address.replace("/readers/counter", "/nowhere"),
        town_reader.address.replace("counter", "COUNTER"),
        town_reader.address.replace("/readers/counter", "/cards"),
    ):
        with pytest.raises(ReaderUnavailable):
            VirtualReader(address).presence()


def test_a_fault_carries_no_pin(
    town_reader: TownReader, reader: VirtualReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    town_reader.put("hanako")

    def broken(*_arguments: object, **keywords: object) -> None:
        raise requests.ConnectionError(keywords)

    with reader.card() as channel, monkeypatch.context() as patch:
        patch.setattr(requests.Session, "request", broken)
        with pytest.raises(ReaderUnavailable) as fault:
            channel.transmit(bytes.fromhex("0020008004") + b"1234")
        patch.undo()
    assert fault.value.__cause__ is None
    assert fault.value.__suppress_context__
