"""Notices of redeemed coupons: their numbers in the company's own batches, of a day that is over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from town.partner_company.books import Books

__all__ = ["Notice", "NoticeRefused", "keep_notice", "list_notices"]


class NoticeRefused(Exception):
    """It is not of the agreed form; nothing of it is kept."""


@dataclass(frozen=True)
class Notice:
    """One notice. `coupons`: of how many it told."""

    notice_id: str
    day: date
    coupons: int


def keep_notice(books: Books, members: Mapping[str, Any]) -> None:
    """Note the numbers; a notice that comes again, and a number told before, change nothing.

    Raises:
        NoticeRefused: see there.
    """
    try:
        notice_id, day = str(UUID(members["notice_id"])), date.fromisoformat(members["day"])
        told = [
            (str(each["batch"]), [int(number) for number in each["numbers"]]) for each in members["coupons"]
        ]
    except (KeyError, ValueError, TypeError, AttributeError):
        raise NoticeRefused from None
    numbers = [(day.isoformat(), batch, number) for batch, listed in told for number in listed]
    with books.transaction() as at:
        at.execute(
            "INSERT INTO notices VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            (notice_id, day.isoformat(), len(numbers)),
        )
        at.executemany(
            "UPDATE coupons SET told_on = ? WHERE batch = ? AND number = ? AND told_on IS NULL", numbers
        )


def list_notices(books: Books) -> list[Notice]:
    """The newest fifty, newest first."""
    rows = books.rows("SELECT * FROM notices ORDER BY rowid DESC LIMIT 50")
    return [Notice(row["notice_id"], date.fromisoformat(row["day"]), row["coupons"]) for row in rows]
