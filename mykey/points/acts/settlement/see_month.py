"""A closed month: what stands for good, shop by shop."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import Any, cast

from sqlalchemy import Table, select

from mykey.points.acts.settlement.shop_lines import NamedLine, ShopLine, sums_of
from mykey.points.ground import PointsWork
from mykey.points.models.office_work import ClosedMonth, SettlementLine
from mykey.points.models.officers import OfficeClerk
from mykey.points.models.shops import Shop
from mykey.points.refusals_of_office import MonthNotFound

__all__ = ["MEMBERS", "ClosedMonthSeen", "line_of", "see_month"]

_LINES, _SHOPS = cast("Table", SettlementLine.__table__), cast("Table", Shop.__table__)
#: the columns of a line, in its order
MEMBERS = tuple(_LINES.c[member.name] for member in fields(ShopLine))


@dataclass(frozen=True)
class ClosedMonthSeen:
    """The month's lines by the shops' names, and their sums. `closed_by`: the clerk's login."""

    municipality_code: str
    month: date
    closed_on: date
    closed_by: str
    lines: list[NamedLine]
    sums: ShopLine


def see_month(work: PointsWork, municipality_code: str, month: date) -> ClosedMonthSeen:
    """Read it.

    Raises:
        MonthNotFound: it is not closed.
    """
    closed = work.connection.execute(
        select(ClosedMonth.closed_on, OfficeClerk.clerk_login)
        .join(OfficeClerk, OfficeClerk.clerk_id == ClosedMonth.closed_by)
        .where(ClosedMonth.municipality_code == municipality_code, ClosedMonth.closed_month == month)
    ).first()
    if closed is None:
        raise MonthNotFound
    rows = work.connection.execute(
        select(_SHOPS.c.shop_id, _SHOPS.c.shop_name, *MEMBERS)
        .join(_LINES, _LINES.c.shop_id == _SHOPS.c.shop_id)
        .where(_LINES.c.municipality_code == municipality_code, _LINES.c.closed_month == month)
        .order_by(_SHOPS.c.shop_name, _SHOPS.c.shop_id)
    )
    lines = [NamedLine(row.shop_id, row.shop_name, line_of(row)) for row in rows]
    return ClosedMonthSeen(
        municipality_code, month, closed.closed_on, closed.clerk_login, lines, sums_of(lines)
    )


def line_of(row: Any) -> ShopLine:
    """The line out of a row that has its columns."""
    return ShopLine(**{member.name: getattr(row, member.name) for member in MEMBERS})
