from __future__ import annotations

import pytest

from desk.terminal.my_number import could_be_my_number


@pytest.mark.parametrize("number", ["123456789018", "000000000000"])
def test_a_number_with_the_right_check_digit_is_looked_at_twice(number: str) -> None:
    assert could_be_my_number(number)


FULL_WIDTH = "123456789018".translate({ord("0") + digit: 0xFF10 + digit for digit in range(10)})


@pytest.mark.parametrize("number", ["123456789019", "12345678901", "12345678901A", FULL_WIDTH, ""])
def test_other_numbers_are_not(number: str) -> None:
    assert not could_be_my_number(number)


def test_one_in_eleven_or_so_passes() -> None:
    passing = sum(could_be_my_number(f"18{number:010d}") for number in range(1100))
    assert 90 <= passing <= 220
