"""The form of a certificate: one X.509 v3 certificate in canonical DER, and nothing else (RFC 5280, 4.1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from mykey.certificates.der import INTEGER, SEQUENCE, NotDer, content, natural_number, only
from mykey.certificates.extensions import Extensions, read_extensions
from mykey.certificates.policy import KeyType, SignatureAlgorithm
from mykey.certificates.signed_document import SignedDocument, read_signed_document
from mykey.kernel.refusals_of_cards import CertificateMalformed, CertificateNotTrusted

__all__ = ["CardKey", "ParsedCertificate", "parse_certificate"]

CardKey = RSAPublicKey | EllipticCurvePublicKey

_LARGEST = 16_384
"""Bytes. A card's certificate has about 1,500, a signing certificate with a long address 2,500."""

_LONGEST_SERIAL = 20  # RFC 5280, 4.1.2.2
_VERSION_3 = b"\xa0\x03\x02\x01\x02"
_EXTENSIONS = 0xA3
_KNOWN_ALGORITHMS = frozenset(algorithm.value for algorithm in SignatureAlgorithm)

# A SubjectPublicKeyInfo of our key types has one length and one form (RFC 3279, 2.3.1; RFC 5480, 2.1.1, 2.2).
# Here: what stands before and behind the modulus, and before the uncompressed point.
_RSA_2048_HEAD = bytes.fromhex("30820122300d06092a864886f70d01010105000382010f003082010a0282010100")
_RSA_2048_TAIL = bytes.fromhex("0203010001")
_RSA_2048_LENGTH = len(_RSA_2048_HEAD) + 256 + len(_RSA_2048_TAIL)
_P_384_HEAD = bytes.fromhex("3076301006072a8648ce3d020106052b8104002203620004")
_P_384_LENGTH = len(_P_384_HEAD) + 96


@dataclass(frozen=True, slots=True, repr=False)
class ParsedCertificate:
    """What a certificate says; nothing of it is believed yet. `issuer` is the DER of the name, to the byte.

    `key_type` is None for keys of other kinds, whose `key` is then not read.
    """

    document: SignedDocument
    serial: int
    issuer: bytes
    not_before: datetime
    not_after: datetime
    key_type: KeyType | None
    key: CardKey | None
    extensions: Extensions


def parse_certificate(der: bytes) -> ParsedCertificate:
    """Reads the certificate, taking one form only for what it says.

    Raises:
        CertificateMalformed: not one X.509 v3 certificate in canonical DER, or larger than 16 KiB.
        CertificateNotTrusted: well formed as far as read, but signed with an algorithm that we do not know.
    """
    if len(der) > _LARGEST:
        raise CertificateMalformed
    try:
        return _parsed(der)
    except (NotDer, ValueError, UnsupportedAlgorithm):
        # UnsupportedAlgorithm: a point at infinity and the like; the key's type was known from its bytes.
        raise CertificateMalformed from None


def _parsed(der: bytes) -> ParsedCertificate:
    document = read_signed_document(der)
    at, end = document.start, document.stop
    if der[at : at + 5] != _VERSION_3:
        raise NotDer
    serial_start, serial_stop = content(der, at + 5, end, INTEGER)
    serial = natural_number(der, serial_start, serial_stop, _LONGEST_SERIAL)
    _, algorithm_stop = content(der, serial_stop, end, SEQUENCE)
    if der[serial_stop:algorithm_stop] != document.algorithm:
        raise NotDer
    _, issuer_stop = content(der, algorithm_stop, end, SEQUENCE)
    _, validity_stop = content(der, issuer_stop, end, SEQUENCE)
    _, subject_stop = content(der, validity_stop, end, SEQUENCE)
    _, key_stop = content(der, subject_stop, end, SEQUENCE)
    extensions = read_extensions(der, *only(der, *only(der, key_stop, end, _EXTENSIONS), SEQUENCE))
    if document.algorithm not in _KNOWN_ALGORITHMS:
        # The library warns of some foreign algorithms while it reads; nobody trusts them anyway.
        raise CertificateNotTrusted
    # Reads the names, the dates and the key; as strict as the reader above about DER.
    certificate = x509.load_der_x509_certificate(der)
    key_type = _key_type(der[subject_stop:key_stop])
    return ParsedCertificate(
        document=document,
        serial=serial,
        issuer=der[algorithm_stop:issuer_stop],
        not_before=certificate.not_valid_before_utc,
        not_after=certificate.not_valid_after_utc,
        key_type=key_type,
        key=None if key_type is None else _key(certificate),
        extensions=extensions,
    )


def _key_type(key_information: bytes) -> KeyType | None:
    length = len(key_information)
    if length == _RSA_2048_LENGTH and key_information.startswith(_RSA_2048_HEAD):
        # The modulus has exactly 2048 bits, and is odd; the exponent is 65537.
        modulus = key_information[len(_RSA_2048_HEAD) : -len(_RSA_2048_TAIL)]
        if key_information.endswith(_RSA_2048_TAIL) and modulus[0] >> 7 and modulus[-1] & 1:
            return KeyType.RSA_2048
    if length == _P_384_LENGTH and key_information.startswith(_P_384_HEAD):
        return KeyType.P_384
    return None


def _key(certificate: x509.Certificate) -> CardKey:
    """The key; the library refuses a point that is not on the curve (ValueError)."""
    key = certificate.public_key()
    if not isinstance(key, RSAPublicKey | EllipticCurvePublicKey):
        raise NotDer
    return key
