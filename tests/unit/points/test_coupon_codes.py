from __future__ import annotations

import os
import re

import pytest

from mykey.points.coupon_codes import CODE_FORM, new_coupon_code, read_coupon_code, shown_coupon_code
from mykey.points.refusals_of_partners import CouponUnknown

CODE = "0123ABCDWXYZ8K1M"


def test_what_is_shown_is_read() -> None:
    for _ in range(50):
        code = new_coupon_code(os.urandom)
        assert re.fullmatch(CODE_FORM, code)
        assert read_coupon_code(shown_coupon_code(code)) == code
    assert shown_coupon_code(CODE) == "0123-ABCD-WXYZ-8K1M"


@pytest.mark.parametrize(
    "typed",
    [
        "0123-abcd-wxyz-8k1m",
        "０１２３ＡＢＣＤＷＸＹＺ８Ｋ１Ｍ",
        " o123 abcd　wxyz 8kIm\r\n",
        "O l23 ABCD WXYZ 8KLM",
        "0i23ーabcd‐wxyz−8ｋ1ｍ",
    ],
)
def test_what_people_type_is_understood(typed: str) -> None:
    assert read_coupon_code(typed) == CODE


@pytest.mark.parametrize(
    "typed", ["", CODE[1:], CODE + "0", "U" + CODE[1:], "券" * 16, "0" * 5000, CODE + " " * 80]
)
def test_other_forms_are_nobodys_code(typed: str) -> None:
    with pytest.raises(CouponUnknown):
        read_coupon_code(typed)


def test_sixteen_characters_are_eighty_bits() -> None:
    assert 32**16 == 2**80
    live, tries_of_a_year = 10**9, 20_000 * 24 * 366
    assert live / 2**80 * tries_of_a_year < 1.5e-7
