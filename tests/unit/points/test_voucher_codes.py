from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mykey.points.refusals_of_vouchers import VoucherUnknown
from mykey.points.voucher_codes import new_voucher_code, read_voucher_code

CODE = "7K2M0QXT14RB5HNW"


def test_a_new_code_is_eighty_bits_of_thirty_two_characters() -> None:
    codes = {new_voucher_code(os.urandom) for _ in range(200)}
    assert len(codes) == 200
    assert all(read_voucher_code(code) == code for code in codes)
    assert len(set("".join(codes))) == 32


@pytest.mark.parametrize(
    "typed",
    [
        "7k2m-0qxt-14rb-5hnw",
        " 7K2M 0QXT\t14RB　5HNW\r\n",
        "７Ｋ２Ｍ－０ＱＸＴ－１４ＲＢ－５ＨＮＷ",
        "7K2MOQXTI4RB5HNW",
        "7k2moqxtl4rb5hnw",
        "7K2M‐0QXT—14RBー5HNW",
    ],
)
def test_as_people_and_scanners_type_it(typed: str) -> None:
    assert read_voucher_code(typed) == CODE


@pytest.mark.parametrize("typed", ["", CODE[:-1], CODE + "0", CODE[:-1] + "U", CODE + " " * 100, "七" * 16])
def test_what_is_no_code(typed: str) -> None:
    with pytest.raises(VoucherUnknown):
        read_voucher_code(typed)


@given(st.text(max_size=40))
def test_anything_typed_is_a_code_or_refused(typed: str) -> None:
    try:
        assert read_voucher_code(read_voucher_code(typed)) == read_voucher_code(typed)
    except VoucherUnknown:
        return
