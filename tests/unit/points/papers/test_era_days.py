from __future__ import annotations

from datetime import date

import pytest

from mykey.points.papers.era_days import era_day, era_month


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2026, 4, 6), "令和8年4月6日"),
        (date(2019, 12, 31), "令和元年12月31日"),
        (date(2019, 5, 1), "令和元年5月1日"),
        (date(2019, 4, 30), "平成31年4月30日"),
        (date(1989, 1, 8), "平成元年1月8日"),
        (date(1989, 1, 7), "昭和64年1月7日"),
    ],
)
def test_days_by_era(day: date, written: str) -> None:
    assert era_day(day) == written
    assert written.startswith(era_month(day))


def test_nothing_before() -> None:
    with pytest.raises(ValueError, match="1926"):
        era_day(date(1926, 12, 24))
