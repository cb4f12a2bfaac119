from __future__ import annotations

import base64
import textwrap
from collections.abc import Callable
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.forms_of_a_value import Haystack, TooShortToTell, forms_of, forms_of_serial

LONG = bytes(range(256)) * 4


def found(value: str | bytes, content: bytes) -> bool:
    haystack = Haystack(content)
    return any(haystack.has(form) for form in forms_of(value))


def found_serial(serial: int, content: bytes) -> bool:
    haystack = Haystack(content)
    return any(haystack.has(form) for form in forms_of_serial(serial))


@pytest.mark.parametrize(
    "written",
    [
        lambda text: text.encode(),
        lambda text: text.upper().encode(),
        lambda text: quote(text).encode(),
        lambda text: b"id=" + "-".join(textwrap.wrap(text, 4)).encode(),
        lambda text: text.encode().hex().encode(),
        lambda text: text.encode("utf-16-le"),
        lambda text: text.translate({c: c + 0xFEE0 for c in range(0x21, 0x7F)}).encode(),
    ],
)
def test_a_text_is_found_however_it_is_written(written: Callable[[str], bytes]) -> None:
    assert found("hanako@example.jp", b"before " + written("hanako@example.jp") + b" after")


@given(st.binary(max_size=20), st.binary(max_size=20))
def test_a_text_is_found_inside_base64_of_something_larger(before: bytes, after: bytes) -> None:
    assert found("hanako@example.jp", base64.b64encode(before + b"hanako@example.jp" + after))


def test_japanese_text_is_found_in_the_encodings_of_spreadsheets_and_in_json() -> None:
    assert found("川崎市多摩区登戸", "川崎市多摩区登戸".encode("cp932"))
    assert found("川崎市多摩区登戸", rb"\u5ddd\u5d0e\u5e02\u591a\u6469\u533a\u767b\u6238")


@pytest.mark.parametrize(
    "written",
    [
        lambda octets: octets,
        lambda octets: octets.hex().encode(),
        lambda octets: octets.hex(":").upper().encode(),
        base64.b64encode,
        base64.urlsafe_b64encode,
        base64.encodebytes,
        lambda octets: "\n".join(textwrap.wrap(base64.b64encode(octets).decode(), 64)).encode(),
        lambda octets: repr(octets).encode(),
    ],
)
@pytest.mark.parametrize("octets", [LONG, LONG[:20]])
def test_bytes_are_found_however_they_are_written(octets: bytes, written: Callable[[bytes], bytes]) -> None:
    assert found(octets, b"before " + written(octets) + b" after")


def test_a_serial_is_found_as_decimal_hex_and_bytes() -> None:
    serial = 0x1A2B3C4D5E6F7081
    for written in (str(serial).encode(), f"{serial:X}".encode(), b"1A:2B:3C:4D:5E:6F:70:81"):
        assert found_serial(serial, b"before " + written + b" after")
    assert found_serial(serial, b"\x02\x08" + serial.to_bytes(8, "big"))


def test_a_short_value_is_found_where_it_stands_alone_only() -> None:
    assert found("ABC123", b"pin=ABC123&x")
    assert not found("ABC123", b"9fabc1234e")
    assert found("ab-12-cd", b"(ab-12-cd)")


@pytest.mark.parametrize("value", ["1234", b"12345"])
def test_what_chance_would_find_cannot_be_watched(value: str | bytes) -> None:
    with pytest.raises(TooShortToTell):
        forms_of(value)
    with pytest.raises(TooShortToTell):
        forms_of_serial(99_999)


@given(st.text(alphabet="0123456789abcdef", max_size=400))
def test_nothing_is_found_where_nothing_is(content: str) -> None:
    assert not found("hanako@example.jp", content.encode())
    assert not found(LONG, content.encode())
