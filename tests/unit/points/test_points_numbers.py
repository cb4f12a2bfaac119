from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mykey.points.points_numbers import new_points_number, read_points_number, shown_points_number
from mykey.points.refusals import PointsNumberUnknown

NUMBERS = st.integers(0, 2**64).map(
    lambda seed: new_points_number(lambda n: seed.to_bytes(9, "big") + os.urandom(n))
)


@given(NUMBERS)
def test_a_number_is_read_back_however_it_is_written(number: str) -> None:
    full_width = number.translate({ord(str(digit)): ord("０") + digit for digit in range(10)})
    for written in (number, shown_points_number(number), f" {number} ", full_width):
        assert read_points_number(written) == number
    assert len(number) == 11
    assert number[0] != "0"


@given(NUMBERS, st.integers(0, 10), st.integers(1, 9))
def test_one_wrong_digit_is_never_another_number(number: str, place: int, off: int) -> None:
    wrong = number[:place] + str((int(number[place]) + off) % 10) + number[place + 1 :]
    with pytest.raises(PointsNumberUnknown):
        read_points_number(wrong)


@pytest.mark.parametrize(
    "typed", ["", "1234", "123456789012", "abcdefghijk", "1e10", "٣" * 11, "12345678903" + " " * 50 + "1"]
)
def test_what_is_no_number_is_nobody_s(typed: str) -> None:
    with pytest.raises(PointsNumberUnknown):
        read_points_number(typed)
