from __future__ import annotations

import pytest
from asn1crypto.core import ObjectIdentifier
from hypothesis import given
from hypothesis import strategies as st

from mykey.certificates.der import (
    INTEGER,
    SEQUENCE,
    NotDer,
    children,
    content,
    element,
    natural_number,
    object_identifier,
    only,
)
from tests.support.certificate_forge import elements, tlv


@given(
    st.sampled_from([0x02, 0x04, 0x30, 0x31, 0xA0, 0x86]),
    st.one_of(st.binary(max_size=300), st.just(bytes(70_000))),
)
def test_what_was_written_is_read(tag: int, inside: bytes) -> None:
    der = tlv(tag, inside)
    found, start, stop = element(der, 0, len(der))
    assert (found, der[start:stop], stop) == (tag, inside, len(der))


@pytest.mark.parametrize(
    "der",
    [
        b"",
        b"\x30",
        b"\x30\x01",
        b"\x30\x80\x00\x00",
        b"\x30\x81\x7f" + bytes(127),
        b"\x30\x81",
        b"\x30\x82\x00\x80" + bytes(128),
        b"\x30\x82\x01",
        b"\x30\x85\x01\x00\x00\x00\x00",
        b"\x30\xff",
        b"\x1f\x01\x00",
        b"\xbf\x01\x00",
    ],
)
def test_other_heads_are_refused(der: bytes) -> None:
    with pytest.raises(NotDer):
        element(der, 0, len(der))


def test_an_element_must_end_where_it_was_told() -> None:
    der = tlv(SEQUENCE, tlv(INTEGER, b"\x05"))
    assert only(der, 0, len(der), SEQUENCE) == (2, 5)
    for at, end, tag in (
        (0, 4, SEQUENCE),
        (2, 4, INTEGER),
        (0, len(der), INTEGER),
        (5, 5, INTEGER),
        (9, 5, INTEGER),
    ):
        with pytest.raises(NotDer):
            content(der, at, end, tag)
    with pytest.raises(NotDer):
        only(der + b"\0", 0, len(der) + 1, SEQUENCE)


@given(st.lists(st.binary(max_size=200), max_size=5))
def test_children_fill_their_parent(contents: list[bytes]) -> None:
    der = b"".join(tlv(4, one) for one in contents)
    assert [der[start:stop] for _, start, stop in children(der, 0, len(der))] == contents
    assert elements(der) == [tlv(4, one) for one in contents]


@given(st.integers(1, 2**159 - 1))
def test_natural_numbers_are_read(number: int) -> None:
    written = number.to_bytes(number.bit_length() // 8 + 1, "big")
    assert natural_number(written, 0, len(written), 20) == number
    padded = b"\0" + written
    with pytest.raises(NotDer):
        natural_number(padded, 0, len(padded), 30)


@pytest.mark.parametrize(
    "written", [b"", b"\x00", b"\x80", b"\xff\x00", b"\x00\x00", b"\x00\x7f", b"\x01" + bytes(20)]
)
def test_other_numbers_are_refused(written: bytes) -> None:
    with pytest.raises(NotDer):
        natural_number(written, 0, len(written), 20)


@given(st.lists(st.integers(0, 2**40), min_size=1, max_size=6), st.integers(0, 39), st.integers(0, 2))
def test_object_identifiers_are_read(arcs: list[int], second: int, first: int) -> None:
    written = ObjectIdentifier(".".join(map(str, [first, second, *arcs]))).contents
    assert object_identifier(written, 0, len(written)) == written


@pytest.mark.parametrize("written", [b"", b"\x80", b"\x2a\x80", b"\x80\x2a", b"\x2a\x80\x01", b"\x2a\x86"])
def test_other_object_identifiers_are_refused(written: bytes) -> None:
    with pytest.raises(NotDer):
        object_identifier(written, 0, len(written))


@given(st.binary(max_size=50), st.integers(0, 60), st.integers(0, 50))
def test_bytes_at_random_are_refused_or_read_within_bounds(noise: bytes, at: int, end: int) -> None:
    end = min(end, len(noise))
    try:
        _, start, stop = element(noise, at, end)
    except NotDer:
        return
    assert at + 2 <= start <= stop <= end
