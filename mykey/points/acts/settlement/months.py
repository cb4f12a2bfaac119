"""Calendar months in Japan, each known by its first day, and which of them a municipality has closed."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import cast

from sqlalchemy import Table, func, select

from mykey.points.ground import PointsWork
from mykey.points.models.ledger import Account, AccountKind, Act, Posting
from mykey.points.models.office_work import ClosedMonth
from mykey.points.models.shops import Shop

__all__ = ["first_day", "is_closed", "last_day", "month_after", "next_to_close", "read_month", "write_month"]

_CLOSED = cast("Table", ClosedMonth.__table__)
_ACCOUNTS, _ACTS = cast("Table", Account.__table__), cast("Table", Act.__table__)
_POSTINGS, _SHOPS = cast("Table", Posting.__table__), cast("Table", Shop.__table__)
_A_MONTH_AND_MORE = timedelta(days=32)
_WRITTEN = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")


def first_day(day: date) -> date:
    """The month that a day is in."""
    return day.replace(day=1)


def month_after(month: date) -> date:
    """The month after this one."""
    return first_day(month + _A_MONTH_AND_MORE)


def last_day(month: date) -> date:
    """The last day of a month."""
    return month_after(month) - timedelta(days=1)


def read_month(written: str) -> date | None:
    """A month out of an address, "2026-04"; None where it is none."""
    found = _WRITTEN.fullmatch(written)
    return date(int(found[1]), int(found[2]), 1) if found else None


def write_month(month: date) -> str:
    """As `read_month` reads it."""
    return month.isoformat()[:7]


def is_closed(work: PointsWork, municipality_code: str, month: date) -> bool:
    """Whether the month's sums stand for good."""
    same = (_CLOSED.c.municipality_code == municipality_code) & (_CLOSED.c.closed_month == month)
    return work.connection.scalar(select(_CLOSED.c.closed_month).where(same)) is not None


def next_to_close(work: PointsWork, municipality_code: str) -> date | None:
    """The month after the last closed one; at first, that of the first points a shop took. None: no points.

    It need not be over, and may be long over.
    """
    mine = _CLOSED.c.municipality_code == municipality_code
    last: date | None = work.connection.scalar(select(func.max(_CLOSED.c.closed_month)).where(mine))
    if last is not None:
        return month_after(last)
    first: date | None = work.connection.scalar(
        select(func.min(_ACTS.c.act_day))
        .select_from(_SHOPS)
        .join(
            _ACCOUNTS,
            (_ACCOUNTS.c.shop_id == _SHOPS.c.shop_id) & (_ACCOUNTS.c.account_kind == AccountKind.CLAIM),
        )
        .join(
            _POSTINGS, (_POSTINGS.c.account_id == _ACCOUNTS.c.account_id) & (_POSTINGS.c.posting_number == 1)
        )
        .join(_ACTS, _ACTS.c.act_id == _POSTINGS.c.act_id)
        .where(_SHOPS.c.municipality_code == municipality_code)
    )
    return None if first is None else first_day(first)
