"""The months of a municipality's settlement: closed, to be closed, still running."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from mykey.points.acts.settlement.months import first_day, month_after, next_to_close
from mykey.points.ground import PointsWork
from mykey.points.models.office_work import ClosedMonth, SettlementLine

__all__ = ["MonthListed", "MonthState", "list_months"]


class MonthState:
    """Where a month stands."""

    RUNNING = "running"
    """Not over; it can be looked at if all before it are closed."""
    NEXT = "next"
    """Over, and the one to be closed now."""
    WAITING = "waiting"
    """Over; an earlier one comes first."""
    CLOSED = "closed"


@dataclass(frozen=True)
class MonthListed:
    """`can_be_seen`: closed, or the one that is closed next. Shops and points of a closed one, or None."""

    month: date
    state: str
    can_be_seen: bool
    closed_on: date | None = None
    paid_shops: int | None = None
    paid_points: int | None = None


def list_months(work: PointsWork, municipality_code: str) -> list[MonthListed]:
    """Newest first; empty as long as no shop has taken points."""
    following = next_to_close(work, municipality_code)
    if following is None:
        return []
    running = first_day(work.today)
    months, month = [], following
    while month <= running:
        state = MonthState.NEXT if month == following else MonthState.WAITING
        state = MonthState.RUNNING if month == running else state
        months.append(MonthListed(month, state, month == following))
        month = month_after(month)
    months.reverse()
    return months + _closed(work, municipality_code)


def _closed(work: PointsWork, code: str) -> list[MonthListed]:
    rows = work.connection.execute(
        select(
            ClosedMonth.closed_month,
            ClosedMonth.closed_on,
            func.count(SettlementLine.act_id),
            func.coalesce(func.sum(SettlementLine.paid_points), 0),
        )
        .outerjoin(
            SettlementLine,
            (SettlementLine.municipality_code == ClosedMonth.municipality_code)
            & (SettlementLine.closed_month == ClosedMonth.closed_month),
        )
        .where(ClosedMonth.municipality_code == code)
        .group_by(ClosedMonth.closed_month, ClosedMonth.closed_on)
        .order_by(ClosedMonth.closed_month.desc())
    )
    return [
        MonthListed(
            month, MonthState.CLOSED, can_be_seen=True, closed_on=on, paid_shops=n, paid_points=int(p)
        )
        for month, on, n, p in rows
    ]
