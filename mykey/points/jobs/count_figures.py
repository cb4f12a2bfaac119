"""Count the figures of months that are over and were not counted yet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from sqlalchemy import Engine, select

from mykey.points.acts.settlement.count_figures import count_figures as count_month
from mykey.points.acts.settlement.count_figures import last_day_of
from mykey.points.ground import PointsGround, PointsWork
from mykey.points.models.ledger import Act, ActKind
from mykey.points.models.office_work import FigureKind, MonthFigure
from mykey.points.models.programmes import Programme
from mykey.points.settling import settle

__all__ = ["count_figures"]

#: Points enter the ledger by one of these first.
_FIRST = (ActKind.GRANT, ActKind.PUT_INTO_RESERVE)
#: How long after a month's end it is counted: an act of its last day may still wait for its commit.
AFTER = timedelta(days=1)


def count_figures(engine: Engine, ground: PointsGround) -> int:
    """The number of figures' months written, one a municipality and month. One transaction a month."""
    months = settle(engine, ground, lambda work: list(_months(work)))
    return sum(settle(engine, ground, _counting(month)) for month in months)


def _counting(month: date) -> Callable[[PointsWork], int]:
    return lambda work: _count(work, month)


def _months(work: PointsWork) -> Iterator[date]:
    """Months that are over, from the ledger's first."""
    # One look at the index for each kind.
    days = [
        work.session.scalar(select(Act.act_day).where(Act.act_kind == kind).order_by(Act.act_day).limit(1))
        for kind in _FIRST
    ]
    began = min((day for day in days if day is not None), default=None)
    if began is None:
        return
    month = began.replace(day=1)
    while last_day_of(month) + AFTER < work.today:
        yield month
        month = last_day_of(month) + timedelta(days=1)


def _count(work: PointsWork, month: date) -> int:
    """The month for the municipalities whose programme had begun and which have no figures of it."""
    had = select(MonthFigure.municipality_code).where(
        MonthFigure.figure_month == month, MonthFigure.figure_kind == FigureKind.GRANTED
    )
    codes = work.session.scalars(
        select(Programme.municipality_code).where(
            Programme.opens_on <= last_day_of(month), Programme.municipality_code.not_in(had)
        )
    )
    return count_month(work, month, list(codes))
