"""Whatever comes in, only our own words come out: no KeyError, no ValueError, no stack trace of a parser."""

from __future__ import annotations

from collections.abc import Callable

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given
from hypothesis import strategies as st

from mykey.certificates import read_user_certificate
from mykey.kernel.errors import Refused
from tests.support.certificate_forge import (
    MOMENT,
    certificate,
    elements,
    resigned,
    tlv,
    trust,
    with_extensions,
)

OURS, GOOD = trust(), certificate()
EXTENSIONS = 6
ELEMENTS = st.recursive(
    st.builds(tlv, st.integers(0, 255), st.binary(max_size=40)),
    lambda inner: st.builds(
        lambda tag, parts: tlv(tag, b"".join(parts)),
        st.sampled_from([0x30, 0x31, 0xA0, 0xA3]),
        st.lists(inner, max_size=4),
    ),
    max_leaves=12,
)
VALUES = st.one_of(ELEMENTS, st.binary(max_size=60))


def judged(der: bytes) -> None:
    """Refused in our words, or good: then the library agrees that this is a certificate's one form."""
    try:
        read = read_user_certificate(der, OURS, MOMENT)
    except Refused:
        return
    theirs = x509.load_der_x509_certificate(der)
    assert theirs.public_bytes(Encoding.DER) == der
    assert (theirs.serial_number, theirs.not_valid_after_utc) == (read.name.serial, read.not_after)


@given(st.binary(max_size=2000))
def test_bytes_at_random(der: bytes) -> None:
    judged(der)


@given(ELEMENTS)
def test_der_at_random(der: bytes) -> None:
    judged(der)


@given(
    st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), max_size=6),
    st.integers(0, len(GOOD)),
)
def test_a_good_certificate_scribbled_over(changes: list[tuple[int, int]], stop: int) -> None:
    der = bytearray(GOOD)
    for place, value in changes:
        der[place] = value
    judged(bytes(der))
    judged(bytes(der[:stop]))


def replaced(place: int, new: bytes) -> Callable[[list[bytes]], list[bytes]]:
    return lambda every: [*every[:place], new, *every[place + 1 :]]


@given(st.integers(0, 7), VALUES)
def test_a_field_that_the_authority_signed_at_random(place: int, new: bytes) -> None:
    judged(resigned(GOOD, replaced(place, new)))


@given(st.integers(0, EXTENSIONS - 1), VALUES)
def test_an_extension_that_the_authority_signed_at_random(place: int, new: bytes) -> None:
    judged(with_extensions(GOOD, replaced(place, new)))


@given(st.integers(0, EXTENSIONS - 1), VALUES)
def test_an_extensions_value_that_the_authority_signed_at_random(place: int, new: bytes) -> None:
    def edit(extensions: list[bytes]) -> list[bytes]:
        head = elements(
            extensions[place][2 + (extensions[place][1] & 0x7F if extensions[place][1] & 0x80 else 0) :]
        )
        return replaced(place, tlv(0x30, b"".join(head[:-1]) + tlv(4, new)))(extensions)

    judged(with_extensions(GOOD, edit))
