from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mykey.points.acts.find_programme import OpenProgramme, expiry_day


def by_months(months: int) -> OpenProgramme:
    return OpenProgramme("141305", "見本", date(2020, 1, 1), None, "months", months, None, None, 1, 1)


def yearly(month: int, day: int) -> OpenProgramme:
    return OpenProgramme("141305", "見本", date(2020, 1, 1), None, "yearly-day", None, month, day, 1, 1)


@pytest.mark.parametrize(
    ("today", "months", "ends"),
    [
        (date(2026, 4, 6), 6, date(2026, 10, 6)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
    ],
)
def test_months_end_on_the_same_day_or_the_month_s_last(today: date, months: int, ends: date) -> None:
    assert expiry_day(by_months(months), today) == ends


@pytest.mark.parametrize(
    ("today", "ends"),
    [
        (date(2026, 4, 6), date(2027, 3, 31)),
        (date(2026, 2, 28), date(2026, 3, 31)),
        (date(2026, 3, 1), date(2027, 3, 31)),
        (date(2026, 3, 31), date(2027, 3, 31)),
    ],
)
def test_a_day_of_the_year_is_at_least_a_month_away(today: date, ends: date) -> None:
    assert expiry_day(yearly(3, 31), today) == ends


def test_the_29th_of_february_is_the_28th_in_other_years() -> None:
    assert expiry_day(yearly(2, 29), date(2026, 4, 6)) == date(2027, 2, 28)
    assert expiry_day(yearly(2, 29), date(2027, 4, 6)) == date(2028, 2, 29)


@given(st.dates(date(2020, 1, 1), date(2090, 1, 1)), st.integers(1, 12), st.integers(1, 31))
def test_points_never_end_before_they_came(today: date, month: int, day: int) -> None:
    assert today < expiry_day(yearly(month, day), today) <= date(today.year + 2, 12, 31)
