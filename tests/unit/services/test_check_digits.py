from __future__ import annotations

import pytest

from mykey.services.check_digits import CHECK_DIGITS, is_my_number


@pytest.mark.parametrize(
    ("scheme", "digits", "check_digit"),
    [
        ("m10w21", "7992739871", "3"),  # the example of ISO/IEC 7812-1's formula
        ("m10w21", "411111111111111", "1"),
        ("m10w31", "490123456789", "4"),  # JAN codes
        ("m10w31", "400763000011", "6"),
        ("m11w27", "12345678", "5"),
        ("m11w27", "123456789", "2"),
        ("m11w27", "00000000", "0"),  # remainder 0
        ("m11w27", "6", "0"),  # remainder 1 would be a check digit of 10
    ],
)
def test_known_check_digits(scheme: str, digits: str, check_digit: str) -> None:
    assert CHECK_DIGITS[scheme].of(digits) == check_digit
    assert CHECK_DIGITS[scheme].holds(digits + check_digit)
    wrong = str((int(check_digit) + 1) % 10)
    assert not CHECK_DIGITS[scheme].holds(digits + wrong)


@pytest.mark.parametrize("number", ["", "1", "12A4", "１２３"])
def test_what_is_no_number_has_no_check_digit(number: str) -> None:
    assert not any(scheme.holds(number) for scheme in CHECK_DIGITS.values())


@pytest.mark.parametrize("scheme", CHECK_DIGITS)
def test_one_wrong_digit_is_seen_where_the_modulus_is_prime(scheme: str) -> None:
    number = "48120375"
    whole = number + CHECK_DIGITS[scheme].of(number)
    for place, digit in enumerate(number):
        wrong = whole[:place] + str((int(digit) + 1) % 10) + whole[place + 1 :]
        assert not CHECK_DIGITS[scheme].holds(wrong)


@pytest.mark.parametrize("number", ["123456789018", "000000000000", "987654321093"])
def test_my_numbers_by_the_order_of_the_ministry(number: str) -> None:
    base = number[:11]
    total = sum(
        int(digit) * (place + 1 if place <= 6 else place - 5)
        for place, digit in enumerate(reversed(base), start=1)
    )
    last = 0 if total % 11 <= 1 else 11 - total % 11
    assert is_my_number(base + str(last))
    assert not is_my_number(base + str((last + 1) % 10))
    assert not is_my_number(base)


def test_the_published_example() -> None:
    assert is_my_number("123456789018")
