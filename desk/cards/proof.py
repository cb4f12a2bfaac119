"""The two things a desk asks of a card: a touch (certificate alone) and a proof (PIN and signature).

Touched shows no presence: anyone who once held the card near a reader has the certificate. It serves for
look-ups alone (terminal-api.md, Cards).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from hashlib import sha256, sha384

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509 import load_der_x509_certificate

from desk.cards.jpki import JpkiCard
from desk.cards.refusals import CardNotUnderstood, PinLocked, PinNotFourDigits
from desk.readers.interface import CardReader

__all__ = ["Proof", "pin_from_typing", "prove", "touch"]

# DER of DigestInfo up to the hash itself (RFC 8017, 9.2, note 1).
_SHA256_PREFIX = bytes.fromhex("3031300d060960864801650304020105000420")
_SHA384_PREFIX = bytes.fromhex("3041300d060960864801650304020205000430")
_PIN = re.compile(r"[0-9]{4}\Z")


@dataclass(frozen=True)
class Proof:
    """A proved card: user certificate (DER) and signature over the challenge. Kept for one request."""

    user_certificate: bytes = field(repr=False)
    signature: bytes = field(repr=False)


def pin_from_typing(typed: str) -> str:
    """Four ASCII digits from what a citizen typed; full-width digits and spaces around are understood.

    Raises:
        PinNotFourDigits: anything else; no try is spent on it.
    """
    pin = unicodedata.normalize("NFKC", typed).strip()
    if _PIN.match(pin) is None:
        raise PinNotFourDigits
    return pin


def touch(reader: CardReader) -> bytes:
    """The user certificate of the card on the reader, DER, without PIN.

    Raises:
        CardTrouble: any of its kinds; see `desk.readers.interface` and `desk.cards.refusals`.
    """
    with reader.card() as channel:
        return JpkiCard(channel).user_certificate()


def prove(reader: CardReader, pin: str, challenge: bytes) -> Proof:
    """Have the card sign `challenge` (32 bytes).

    RSA PKCS#1 v1.5 with SHA-256, or ECDSA P-384 with SHA-384 (DER).

    A card that is locked already gets no PIN shown.

    Raises:
        PinWrong: with the tries left.
        PinLocked: locked.
        CardTrouble: any other kind.
    """
    with reader.card() as channel:
        card = JpkiCard(channel)
        certificate = card.user_certificate()
        digest_info = _digest_info(certificate, challenge)
        if card.tries_left() == 0:
            raise PinLocked
        card.verify(pin)
        return Proof(certificate, card.sign(digest_info))


def _digest_info(certificate: bytes, challenge: bytes) -> bytes:
    try:
        key = load_der_x509_certificate(certificate).public_key()
    except (ValueError, UnsupportedAlgorithm):
        raise CardNotUnderstood from None
    if isinstance(key, rsa.RSAPublicKey):
        return _SHA256_PREFIX + sha256(challenge).digest()
    if isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, ec.SECP384R1):
        return _SHA384_PREFIX + sha384(challenge).digest()
    raise CardNotUnderstood
