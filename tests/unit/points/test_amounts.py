from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mykey.points.amounts import MOST_AT_ONCE, judge_amount, read_amount
from mykey.points.refusals import AmountRefused


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1", 1),
        (" 300 ", 300),
        ("３００", 300),
        ("1,000", 1000),
        ("１，０００", 1000),
        ("１、０００", 1000),
        ("1,000,000", 1_000_000),
        ("007", 7),
    ],
)
def test_what_people_type_is_understood(typed: str, amount: int) -> None:
    assert read_amount(typed) == amount


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "empty"),
        ("　", "empty"),
        ("1e3", "not-a-number"),
        ("10.5", "not-a-number"),
        ("100円", "not-a-number"),
        ("0x10", "not-a-number"),
        ("1_000", "not-a-number"),
        ("10,00", "not-a-number"),
        ("1 000", "not-a-number"),
        ("+5", "not-a-number"),
        ("千", "not-a-number"),
        ("٣", "not-a-number"),
        ("--5", "not-a-number"),
        ("5" + " " * 100 + "000", "not-a-number"),
        ("-5", "not-positive"),
        ("－５", "not-positive"),
        ("−5", "not-positive"),
        ("0", "not-positive"),
        ("1,000,001", "too-large"),
        (str(2**63), "too-large"),
        ("9" * 5000, "not-a-number"),
    ],
)
def test_everything_else_is_refused_with_its_word(typed: str, reason: str) -> None:
    with pytest.raises(AmountRefused) as refused:
        read_amount(typed)
    assert refused.value.facts == {"reason": reason, "most": MOST_AT_ONCE}


@given(st.text(max_size=40))
def test_nothing_typed_breaks_it(typed: str) -> None:
    with suppress(AmountRefused):
        assert 1 <= read_amount(typed) <= MOST_AT_ONCE


def test_a_lower_limit_is_kept_and_said() -> None:
    assert judge_amount(50, 50) == 50
    with pytest.raises(AmountRefused) as refused:
        judge_amount(51, 50)
    assert refused.value.facts == {"reason": "too-large", "most": 50}
