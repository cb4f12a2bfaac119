"""A My Number Card and a reader of a few lines: exact where the protocol is, and countable."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.x509.oid import NameOID

from desk.readers.interface import CardAbsent, CardChannel, CardLeft, Presence, ReaderUnavailable

AID = bytes.fromhex("D392F000260100000001")
PIN = "1234"


@cache
def key_of(kind: str) -> rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey:
    if kind == "rsa":
        return rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return ec.generate_private_key(ec.SECP384R1() if kind == "p384" else ec.SECP256R1())


@cache
def certificate_of(kind: str) -> bytes:
    key = key_of(kind)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "0123456789ABCDEFGHIJ123")])
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(98765432101)
        .not_valid_before(datetime(2024, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2034, 1, 1, tzinfo=UTC))
        .sign(key, hashes.SHA256())
    )
    return built.public_bytes(serialization.Encoding.DER)


class CardDouble:
    """Files 000A, 0017 and 0018 of the JPKI application; every command is kept in `commands`."""

    def __init__(self, kind: str = "rsa", *, tries: int = 3) -> None:
        self.kind = kind
        self.certificate = certificate_of(kind)
        self.tries = tries
        self.commands: list[bytes] = []
        self.file: int | None = None
        self.verified = False
        self.has_jpki = True

    def transmit(self, command: bytes) -> bytes:
        self.commands.append(command)
        head, body = command[:4], command[5:]
        if head == bytes.fromhex("00A4040C"):
            return b"\x90\x00" if self.has_jpki and body[: command[4]] == AID else b"\x6a\x82"
        if head == bytes.fromhex("00A4020C"):
            self.file = int.from_bytes(body[:2], "big")
            return b"\x90\x00" if self.file in (0x000A, 0x0017, 0x0018) else b"\x6a\x82"
        if head[:2] == b"\x00\xb0":
            offset, wanted = int.from_bytes(head[2:], "big"), command[4] or 256
            stored = self.certificate + bytes(64)
            return stored[offset : offset + wanted] + b"\x90\x00"
        if head == bytes.fromhex("00200080"):
            return self._verify(body)
        if head == bytes.fromhex("802A0080"):
            return self._sign(command[5 : 5 + command[4]])
        return b"\x6d\x00"

    def _verify(self, pin: bytes) -> bytes:
        if self.tries == 0:
            return b"\x69\x84"
        if not pin:
            return bytes([0x63, 0xC0 | self.tries])
        if pin == PIN.encode():
            self.tries, self.verified = 3, True
            return b"\x90\x00"
        self.tries -= 1
        return bytes([0x63, 0xC0 | self.tries])

    def _sign(self, digest_info: bytes) -> bytes:
        if not self.verified or self.file != 0x0017:
            return b"\x69\x82"
        key = key_of(self.kind)
        if isinstance(key, rsa.RSAPrivateKey):
            assert digest_info.startswith(bytes.fromhex("3031300d0609608648016503040201"))
            signature = key.sign(digest_info[-32:], padding.PKCS1v15(), Prehashed(hashes.SHA256()))
        else:
            assert digest_info.startswith(bytes.fromhex("3041300d0609608648016503040202"))
            signature = key.sign(digest_info[-48:], ec.ECDSA(Prehashed(hashes.SHA384())))
        return signature + b"\x90\x00"


class ReaderDouble:
    """A reader whose card a test puts down and takes away."""

    def __init__(self) -> None:
        self.here: CardDouble | None = None
        self.insertion = 0
        self.broken = False

    def put(self, card: CardDouble) -> CardDouble:
        self.here = card
        self.insertion += 1
        return card

    def take(self) -> None:
        self.here = None
        self.insertion += 1

    def presence(self) -> Presence:
        if self.broken:
            raise ReaderUnavailable
        return Presence(present=self.here is not None, insertion=self.insertion)

    @contextmanager
    def card(self) -> Iterator[CardChannel]:
        before = self.presence()
        if self.here is None:
            raise CardAbsent
        yield self.here
        if self.presence() != before:
            raise CardLeft
