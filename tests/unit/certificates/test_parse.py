from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from mykey.certificates import SignatureAlgorithm, Trust, read_user_certificate
from mykey.certificates.parse import parse_certificate
from mykey.kernel.errors import Refused
from mykey.kernel.refusals_of_cards import CertificateMalformed, CertificateNotTrusted
from tests.support.certificate_forge import (
    MOMENT,
    certificate,
    elements,
    p384_key,
    resigned,
    rsa_key,
    tlv,
    trust,
    with_extensions,
)

GOOD = {"rsa-2048": certificate, "p-384": lambda: certificate(key=p384_key("card"))}


@pytest.fixture(scope="module")
def ours() -> Trust:
    return trust()


def refused(der: bytes, ours: Trust) -> bool:
    try:
        read_user_certificate(der, ours, MOMENT)
    except Refused:
        return True
    return False


def accepted_mutants(
    der: bytes, places: Iterable[int], values: Callable[[int], Iterable[int]], ours: Trust
) -> list[int]:
    mutant = bytearray(der)
    found = []
    for place in places:
        for value in values(der[place]):
            mutant[place] = value
            if not refused(bytes(mutant), ours):
                found.append(place)
        mutant[place] = der[place]
    return found


@pytest.mark.parametrize("kind", GOOD)
def test_no_one_byte_mutant_is_accepted_in_a_sample(kind: str, ours: Trust) -> None:
    der = GOOD[kind]()
    assert not refused(der, ours)
    pick = random.Random(kind)  # noqa: S311 - a sample, not a secret
    # The frame outside the signed bytes in full: there the signature does not help.
    frame = [*range(8), *range(len(der) - 300, len(der) - 256)]
    places = frame + pick.sample(range(len(der)), 500)
    assert accepted_mutants(der, places, lambda old: {old ^ 1, old ^ 0x80, 0, 0xFF} - {old}, ours) == []


@pytest.mark.long
@pytest.mark.parametrize("kind", GOOD)
def test_no_one_byte_mutant_is_accepted_anywhere(kind: str, ours: Trust) -> None:
    der = GOOD[kind]()
    assert accepted_mutants(der, range(len(der)), lambda old: set(range(256)) - {old}, ours) == []


@pytest.mark.parametrize("kind", GOOD)
def test_no_truncated_or_lengthened_certificate_is_accepted(kind: str, ours: Trust) -> None:
    der = GOOD[kind]()
    for stop in range(len(der)):
        with pytest.raises(CertificateMalformed):
            read_user_certificate(der[:stop], ours, MOMENT)
    for more in (b"\0", b"\n", der):
        with pytest.raises(CertificateMalformed):
            read_user_certificate(der + more, ours, MOMENT)


@pytest.mark.parametrize(
    "der",
    [
        b"",
        b"\x30",
        b"\x30\x80",
        b"-----BEGIN CERTIFICATE-----\n",
        b"\x30\x84\xff\xff\xff\xff",
        b"\x30" * 5000,
        b"\x00" * 20_000,
    ],
)
def test_what_is_no_certificate_is_malformed(der: bytes, ours: Trust) -> None:
    with pytest.raises(CertificateMalformed):
        read_user_certificate(der, ours, MOMENT)


def test_a_very_large_certificate_is_malformed(ours: Trust) -> None:
    large = certificate(
        changes={
            "huge": (
                x509.UnrecognizedExtension(x509.ObjectIdentifier("1.3.6.1.4.1.99999.1"), bytes(17_000)),
                False,
            )
        }
    )
    with pytest.raises(CertificateMalformed):
        read_user_certificate(large, ours, MOMENT)


def test_pem_is_malformed(ours: Trust) -> None:
    pem = x509.load_der_x509_certificate(certificate()).public_bytes(Encoding.PEM)
    with pytest.raises(CertificateMalformed):
        read_user_certificate(pem, ours, MOMENT)


def long_form(element: bytes) -> bytes:
    """The same element with a length one octet longer than needed: BER, not DER."""
    assert element[1] < 0x80
    return element[:1] + b"\x81" + element[1:]


VERSION, SERIAL, ALGORITHM, ISSUER, VALIDITY, SUBJECT, KEY = range(7)


def replacing(place: int, new: bytes) -> Callable[[list[bytes]], list[bytes]]:
    return lambda fields: [*fields[:place], new, *fields[place + 1 :]]


@pytest.mark.parametrize(
    "edit",
    [
        pytest.param(lambda fields: fields[1:], id="version 1"),
        pytest.param(replacing(VERSION, b"\xa0\x03\x02\x01\x01"), id="version 2"),
        pytest.param(replacing(VERSION, b"\xa0\x04\x02\x02\x00\x02"), id="padded version"),
        pytest.param(replacing(SERIAL, b"\x02\x01\x00"), id="serial zero"),
        pytest.param(replacing(SERIAL, b"\x02\x01\xff"), id="negative serial"),
        pytest.param(replacing(SERIAL, b"\x02\x02\x00\x05"), id="padded serial"),
        pytest.param(replacing(SERIAL, b"\x02\x15\x01" + bytes(20)), id="serial of 21 bytes"),
        pytest.param(replacing(SERIAL, b"\x02\x00"), id="empty serial"),
        pytest.param(lambda f: replacing(SERIAL, long_form(f[SERIAL]))(f), id="serial in long form"),
        pytest.param(
            replacing(ALGORITHM, SignatureAlgorithm.SHA384_WITH_RSA.value), id="inner is not outer algorithm"
        ),
        pytest.param(replacing(SUBJECT, b"\x30\x04\x13\x02JP"), id="subject is no name"),
        pytest.param(replacing(SUBJECT, b"\x30\x03\x31\x81\x00"), id="subject in long form"),
        pytest.param(lambda f: [*f[: KEY + 1], b"\x81\x02\x00\x01", f[-1]], id="issuer's unique identifier"),
        pytest.param(lambda f: [*f, f[-1]], id="extensions twice"),
        pytest.param(lambda f: f[:-1], id="no extensions"),
        pytest.param(lambda f: [*f[:-1], b"\xa3\x02\x30\x00"], id="empty extensions"),
        pytest.param(
            replacing(VALIDITY, tlv(0x30, tlv(0x17, b"260101000000Z") + tlv(0x17, b"271301000000Z"))),
            id="month 13",
        ),
        pytest.param(
            replacing(VALIDITY, tlv(0x30, tlv(0x17, b"2601010000Z") + tlv(0x17, b"271201000000Z"))),
            id="time without seconds",
        ),
        pytest.param(
            replacing(VALIDITY, tlv(0x30, tlv(0x17, b"260101000000+0900") + tlv(0x17, b"271201000000Z"))),
            id="time with offset",
        ),
    ],
)
def test_a_signed_certificate_of_another_form_is_malformed(
    edit: Callable[[list[bytes]], list[bytes]], ours: Trust
) -> None:
    with pytest.raises(CertificateMalformed):
        read_user_certificate(resigned(certificate(), edit), ours, MOMENT)


def with_flag(flag: bytes) -> Callable[[list[bytes]], list[bytes]]:
    """The first extension's criticality written as `flag`."""

    def edit(extensions: list[bytes]) -> list[bytes]:
        oid, *rest = elements(extensions[0][2:])
        return [tlv(0x30, oid + flag + rest[-1]), *extensions[1:]]

    return edit


@pytest.mark.parametrize(
    "edit",
    [
        pytest.param(with_flag(b"\x01\x01\x00"), id="critical FALSE written out"),
        pytest.param(with_flag(b"\x01\x01\x01"), id="critical TRUE as 01"),
        pytest.param(with_flag(b"\x01\x02\xff\xff"), id="critical of two bytes"),
        pytest.param(with_flag(b"\x01\x01\xff\x01\x01\xff"), id="critical twice"),
        pytest.param(lambda all_: [*all_, all_[0]], id="one extension twice"),
        pytest.param(lambda all_: [long_form(all_[0]), *all_[1:]], id="extension in long form"),
        pytest.param(lambda all_: [*all_, b"\x30\x00"], id="an empty one"),
        pytest.param(lambda all_: [*all_, b"\x30\x06\x06\x02\x55\x80\x04\x00"], id="arc without end"),
        pytest.param(lambda all_: [*all_, b"\x30\x06\x06\x02\x80\x01\x04\x00"], id="padded first arc"),
        pytest.param(lambda all_: [*all_, b"\x30\x07\x06\x03\x55\x80\x01\x04\x00"], id="padded arc"),
        pytest.param(lambda all_: [*all_, b"\x30\x04\x06\x00\x04\x00"], id="empty identifier"),
        pytest.param(
            lambda all_: [*all_, b"\x30\x07\x06\x01\x2a\x04\x00\x05\x00"], id="something behind the value"
        ),
        pytest.param(lambda all_: [*all_, b"\x30\x05\x06\x01\x2a\x24\x00"], id="constructed octet string"),
        pytest.param(lambda all_: [*all_, b"\x04\x00"], id="no sequence"),
    ],
)
def test_signed_extensions_of_another_form_are_malformed(
    edit: Callable[[list[bytes]], list[bytes]], ours: Trust
) -> None:
    with pytest.raises(CertificateMalformed):
        read_user_certificate(with_extensions(certificate(), edit), ours, MOMENT)


def test_a_point_off_the_curve_is_malformed(ours: Trust) -> None:
    der = certificate(key=p384_key("card"))

    def bend(fields: list[bytes]) -> list[bytes]:
        key = fields[KEY]
        return [*fields[:KEY], key[:-1] + bytes([key[-1] ^ 1]), *fields[KEY + 1 :]]

    with pytest.raises(CertificateMalformed):
        read_user_certificate(resigned(der, bend), ours, MOMENT)


@pytest.mark.parametrize(
    "frame",
    [
        pytest.param(lambda s, a, g: tlv(0x30, s + a + tlv(3, b"\x01" + g)), id="one unused bit"),
        # One signature in 256 begins with a zero, which would be that byte.
        pytest.param(lambda s, a, g: tlv(0x30, s + a + tlv(3, b"\x5a" + g[1:])), id="no unused-bits byte"),
        pytest.param(lambda s, a, _: tlv(0x30, s + a + tlv(3, b"")), id="no signature"),
        pytest.param(lambda s, a, g: tlv(0x30, s + a + tlv(3, b"\0" + g) + b"\x05\x00"), id="a fourth part"),
        pytest.param(
            lambda s, a, g: tlv(0x30, s + long_form(a) + tlv(3, b"\0" + g)), id="outer algorithm in long form"
        ),
        pytest.param(lambda s, a, g: tlv(0x30, s + a + tlv(0x23, b"\0" + g)), id="constructed signature"),
        pytest.param(
            lambda s, a, g: b"\x30\x80" + s + a + tlv(3, b"\0" + g) + b"\0\0", id="indefinite length"
        ),
        pytest.param(lambda s, a, g: tlv(0x31, s + a + tlv(3, b"\0" + g)), id="a set"),
        pytest.param(
            lambda s, _, g: tlv(0x30, s + SignatureAlgorithm.SHA384_WITH_RSA.value + tlv(3, b"\0" + g)),
            id="another outer algorithm",
        ),
        pytest.param(
            lambda s, a, g: tlv(0x30, s + tlv(0x30, a[2:-2]) + tlv(3, b"\0" + g)), id="outer without NULL"
        ),
    ],
)
def test_one_certificate_has_one_form(frame: Callable[[bytes, bytes, bytes], bytes], ours: Trust) -> None:
    signed, algorithm, signature = elements(certificate()[4:])
    with pytest.raises(CertificateMalformed):
        read_user_certificate(frame(signed, algorithm, signature[5:]), ours, MOMENT)


def test_a_signature_of_another_length_is_not_trusted(ours: Trust) -> None:
    signed, algorithm, signature = elements(certificate()[4:])
    for bent in (signature[5:] + b"\0", b"\0" + signature[5:], signature[5:-1]):
        with pytest.raises(CertificateNotTrusted):
            read_user_certificate(tlv(0x30, signed + algorithm + tlv(3, b"\0" + bent)), ours, MOMENT)


@pytest.mark.parametrize("kind", GOOD)
def test_the_library_reads_the_same(kind: str) -> None:
    der = GOOD[kind]()
    ours, theirs = parse_certificate(der), x509.load_der_x509_certificate(der)
    assert theirs.public_bytes(Encoding.DER) == der
    assert bytes(ours.document.signed) == theirs.tbs_certificate_bytes
    assert ours.document.signature == theirs.signature
    assert ours.serial == theirs.serial_number
    assert ours.issuer == theirs.issuer.public_bytes()
    assert ours.key == theirs.public_key()
    assert len(ours.extensions) == len(theirs.extensions)
    for extension in theirs.extensions:
        assert (extension.critical, extension.value.public_bytes()) in ours.extensions.values()


def test_the_longest_lawful_serial_is_read(ours: Trust) -> None:
    serial = (1 << 159) - 1
    assert read_user_certificate(certificate(serial=serial), ours, MOMENT).name.serial == serial


def test_dates_after_2049_are_read(ours: Trust) -> None:
    late = MOMENT + timedelta(days=365 * 40)
    assert read_user_certificate(certificate(not_after=late), ours, MOMENT).not_after == late


def test_what_was_parsed_shows_nothing_of_a_person() -> None:
    parsed = parse_certificate(certificate(key=rsa_key("card")))
    assert "123456789" not in repr(parsed)
    assert "2026" not in repr(parsed)
