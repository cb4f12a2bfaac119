from __future__ import annotations

import itertools

import pytest

from mykey.kernel.refusals_of_links import MyNumberRefused, ServiceIdFormat
from mykey.services.check_digits import CHECK_DIGITS, is_my_number
from mykey.services.number_rules import NumberRule, check_number, describe_number_rule

LIBRARY = NumberRule(12, 12, letters=False, prefix="18", check_digit="none")
FREE = NumberRule(12, 12, letters=False, prefix="", check_digit="none")
SHOP = NumberRule(6, 8, letters=True, prefix="", check_digit="none")
MY_NUMBER = "123456789018"


@pytest.mark.parametrize(
    "typed",
    [
        "180000000011",
        "１８００００００００１１",
        " 1800-0000-0011 ",
        "1800－0000　0011",
        "1800ー0000―0011",
        "1800−0000‐0011",
    ],
)
def test_what_people_type_is_understood(typed: str) -> None:
    assert check_number(LIBRARY, typed) == "180000000011"


def test_letters_where_the_provider_has_them() -> None:
    assert check_number(SHOP, "ａb-12 34") == "AB1234"
    with pytest.raises(ServiceIdFormat):
        check_number(LIBRARY, "18000000001A")


@pytest.mark.parametrize(
    "typed", ["", "18000000001", "1800000000111", "190000000011", "18000000001あ", "1" * 5000]
)
def test_another_form_is_refused_with_the_rule(typed: str) -> None:
    with pytest.raises(ServiceIdFormat) as caught:
        check_number(LIBRARY, typed)
    assert NumberRule.of_facts(caught.value.facts) == LIBRARY
    assert typed not in repr(caught.value.facts) or not typed


def test_a_wrong_check_digit_is_refused() -> None:
    rule = NumberRule(8, 8, letters=False, prefix="", check_digit="m10w21")
    right = "1234567" + CHECK_DIGITS["m10w21"].of("1234567")
    assert check_number(rule, right) == right
    with pytest.raises(ServiceIdFormat):
        check_number(rule, "12345678"[:7] + str((int(right[-1]) + 1) % 10))


@pytest.mark.parametrize("typed", [MY_NUMBER, "1234 5678 9018", "１２３４５６７８９０１８"])
@pytest.mark.parametrize("rule", [LIBRARY, SHOP])
def test_a_my_number_is_refused_by_its_name(rule: NumberRule, typed: str) -> None:
    with pytest.raises(MyNumberRefused) as caught:
        check_number(rule, typed)
    assert caught.value.facts == {}


def test_nobody_of_a_providers_range_is_shut_out() -> None:
    """One in ten numbers of a range fits a My Number by chance; they are the provider's own."""
    numbers = [f"18{number:010d}" for number in range(200)]
    assert [check_number(LIBRARY, number) for number in numbers] == numbers
    assert any(is_my_number(number) for number in numbers)
    checked = NumberRule(12, 12, letters=False, prefix="", check_digit="m11w27")
    assert check_number(checked, MY_NUMBER) == MY_NUMBER


def test_twelve_free_digits_are_the_clerks_to_confirm() -> None:
    assert check_number(FREE, MY_NUMBER) == MY_NUMBER


def test_the_rule_in_words() -> None:
    assert describe_number_rule(LIBRARY, "ja") == "18で始まる12桁の数字です。"
    assert describe_number_rule(LIBRARY, "en") == "The number has 12 digits, beginning with 18."
    assert describe_number_rule(SHOP, "ja") == "6～8桁の英数字です。"
    assert describe_number_rule(SHOP, "en") == "The number has 6 to 8 letters or digits."
    told = {
        describe_number_rule(NumberRule(8, 8, letters=False, prefix="", check_digit=scheme), lang)
        for scheme, lang in itertools.product(CHECK_DIGITS, ("ja", "en"))
    }
    assert len(told) == 2 * len(CHECK_DIGITS)
