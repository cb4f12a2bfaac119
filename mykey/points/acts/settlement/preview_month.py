"""What closing the next month would do now: for a month that runs, or is over and not yet closed.

A page of shops is worked out as closing does it. The sums over all shops are read off the chains at the place
that halving finds (`claims`), for a year of postings is too long to be added up for a page.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Select, Table, and_, bindparam, case, func, select

from mykey.points.acts.settlement.claims import claims_to_the_end
from mykey.points.acts.settlement.months import is_closed, last_day, next_to_close
from mykey.points.acts.settlement.shop_lines import NamedLine, work_out
from mykey.points.ground import PointsWork
from mykey.points.models.ledger import Posting
from mykey.points.models.office_work import ClosedMonth, SettlementLine
from mykey.points.refusals_of_office import MonthClosed, MonthNotFound

__all__ = ["SHOPS_A_PAGE", "MonthPreview", "preview_month"]

SHOPS_A_PAGE = 50

_POSTINGS = cast("Table", Posting.__table__)
_CLOSED, _LINES = cast("Table", ClosedMonth.__table__), cast("Table", SettlementLine.__table__)


@dataclass(frozen=True)
class MonthPreview:
    """`paid_points` goes to `paid_shops` shops; `carried_out`, never above 0, waits for the next month.

    `lines` are those of one page, by the shops' names; pages count from 1.
    """

    month: date
    is_over: bool
    paid_shops: int
    paid_points: int
    carried_out: int
    lines: list[NamedLine]
    page: int
    pages: int


def preview_month(work: PointsWork, municipality_code: str, month: date, page: int = 1) -> MonthPreview:
    """Look, and change nothing. A page beyond the last is the last.

    Raises:
        MonthClosed: look at what was closed.
        MonthNotFound: an earlier month must be closed first, or nothing has been taken yet.
    """
    if is_closed(work, municipality_code, month):
        raise MonthClosed
    if month != next_to_close(work, municipality_code):
        raise MonthNotFound
    end = last_day(month)
    values = {"the_code": municipality_code, "the_last_day": end}
    paid_later = {
        shop_id: int(points) for shop_id, points in work.connection.execute(_PAID_LATER, values).all()
    }
    with_something: list[UUID] = []
    left: list[int] = []
    for claim in work.connection.execute(_CLAIMS, values):
        # That the month before was paid since is nothing of this one.
        if claim.low - claim.from_number > claim.is_paid_there or claim.carried_in:
            with_something.append(claim.shop_id)
            left.append(claim.balance_there - paid_later.get(claim.shop_id, 0))
    pages = max(1, -(-len(with_something) // SHOPS_A_PAGE))
    page = min(max(page, 1), pages)
    shown = with_something[(page - 1) * SHOPS_A_PAGE : page * SHOPS_A_PAGE]
    lines = [one.named for one in work_out(work, municipality_code, month, shown)]
    paid = [points for points in left if points > 0]
    carried_out = sum(points for points in left if points < 0)
    return MonthPreview(month, end < work.today, len(paid), sum(paid), carried_out, lines, page, pages)


def _claims() -> Select[Any]:
    """Each claim with what stood on it at the month's end."""
    mine = claims_to_the_end()
    there = and_(_POSTINGS.c.account_id == mine.c.account_id, _POSTINGS.c.posting_number == mine.c.low)
    balance_there = func.coalesce(_POSTINGS.c.balance_after, 0).label("balance_there")
    paid = _POSTINGS.alias("paid")
    its_payment = and_(paid.c.act_id == mine.c.paid_by, paid.c.account_id == mine.c.account_id)
    is_paid_there = case((paid.c.posting_number <= mine.c.low, 1), else_=0).label("is_paid_there")
    return (
        select(
            mine.c.shop_id, mine.c.from_number, mine.c.carried_in, mine.c.low, balance_there, is_paid_there
        )
        .select_from(mine)
        .outerjoin(_POSTINGS, there)
        .outerjoin(paid, its_payment)
        .order_by(mine.c.shop_name, mine.c.shop_id)
    )


_CLAIMS = _claims()
#: What closed months were paid on a later day than the month's last stands behind its end, and yet is paid.
_PAID_LATER = (
    select(_LINES.c.shop_id, func.sum(_LINES.c.paid_points))
    .join(
        _CLOSED,
        and_(
            _CLOSED.c.municipality_code == _LINES.c.municipality_code,
            _CLOSED.c.closed_month == _LINES.c.closed_month,
        ),
    )
    .where(
        _CLOSED.c.municipality_code == bindparam("the_code"), _CLOSED.c.closed_on > bindparam("the_last_day")
    )
    .group_by(_LINES.c.shop_id)
)
