"""Days and months as Japanese offices write them: by the era (和暦).

Source: Era Name Act (1979) and the cabinet orders of 1989 and 2019.
"""

from __future__ import annotations

from datetime import date

__all__ = ["era_day", "era_month"]

#: (first day, name), newest first
_ERAS = ((date(2019, 5, 1), "令和"), (date(1989, 1, 8), "平成"), (date(1926, 12, 25), "昭和"))


def era_day(day: date) -> str:
    """令和8年4月6日; the first year of an era is 元年.

    Raises:
        ValueError: the day is before 1926-12-25; nothing of ours is.
    """
    return f"{era_month(day)}{day.day}日"


def era_month(day: date) -> str:
    """令和8年4月, of the era that the day is in; raises as `era_day`."""
    for begins, name in _ERAS:
        if day >= begins:
            year = day.year - begins.year + 1
            return f"{name}{'元' if year == 1 else year}年{day.month}月"
    raise ValueError(day)
