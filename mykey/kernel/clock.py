"""Time is handed in, so that tests freeze nothing global. Always aware, always UTC."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone

__all__ = ["JAPAN", "Clock", "japan_day", "system_clock"]

Clock = Callable[[], datetime]

#: Japan has one time zone and no summer time.
JAPAN = timezone(timedelta(hours=9), "JST")


def system_clock() -> datetime:
    """The machine's time, in UTC."""
    return datetime.now(UTC)


def japan_day(moment: datetime) -> date:
    """The day in Japan, for terms and dates that people read."""
    return moment.astimezone(JAPAN).date()
