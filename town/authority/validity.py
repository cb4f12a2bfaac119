"""How long a certificate lives (jpki.md): to the holder's 5th birthday after issue, 10th on the next card."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone

from town.authority.keys import KeyType

__all__ = ["JST", "last_second", "last_second_of_validity", "past_validity"]

JST = timezone(timedelta(hours=9), "JST")

BIRTHDAYS: dict[KeyType, int] = {"rsa2048": 5, "p384": 10}


def last_second(day: date) -> datetime:
    """The end of a day in Japan: 14:59:59Z."""
    return datetime.combine(day, time(23, 59, 59), JST).astimezone(UTC)


def last_second_of_validity(born: date, issued: datetime, key_type: KeyType) -> datetime:
    """The end of the 5th (or 10th) birthday that follows the day of issue. 29 February falls on the 28th."""
    today = issued.astimezone(JST).date()
    this_year = _birthday(born, today.year)
    first = today.year if this_year > today else today.year + 1
    return last_second(_birthday(born, first + BIRTHDAYS[key_type] - 1))


def past_validity(moment: datetime) -> tuple[datetime, datetime]:
    """Five years that ended the day before yesterday in Japan: expired, whatever the time zone."""
    not_after = last_second(moment.astimezone(JST).date() - timedelta(days=2))
    return not_after - timedelta(days=5 * 365), not_after


def _birthday(born: date, year: int) -> date:
    try:
        return born.replace(year=year)
    except ValueError:
        return date(year, 2, 28)
