"""Where a month ends in the chain of each shop's claim.

What a claim's chain says about days is nearly in order: two processes whose clocks differ may turn two
postings around at midnight, and nothing else does. So a place where the month ends is found by halving, and
the month's first posting of a later day is that place or before it (`shop_lines`).
"""

from __future__ import annotations

from typing import Any, cast

from sqlalchemy import (
    CTE,
    ColumnElement,
    Date,
    Integer,
    Select,
    Table,
    and_,
    bindparam,
    case,
    func,
    literal_column,
    select,
)

from mykey.points.models.ledger import Account, AccountKind, Act, Posting
from mykey.points.models.office_work import SettlementLine
from mykey.points.models.shops import Shop

__all__ = ["claims", "claims_to_the_end"]

_ACCOUNTS, _ACTS = cast("Table", Account.__table__), cast("Table", Act.__table__)
_POSTINGS, _SHOPS = cast("Table", Posting.__table__), cast("Table", Shop.__table__)
_LINES = cast("Table", SettlementLine.__table__)


def claims(*of_shops: ColumnElement[bool]) -> Select[Any]:
    """Each claim of the municipality `the_code`, and where the shop's last closed month left off.

    Closed shops are among them. `paid_by`: the act by which that month was paid, if it was.
    """
    latest = (
        select(func.max(_LINES.c.closed_month))
        .where(_LINES.c.shop_id == _SHOPS.c.shop_id)
        .correlate(_SHOPS)
        .scalar_subquery()
    )
    of_shop = and_(_ACCOUNTS.c.shop_id == _SHOPS.c.shop_id, _ACCOUNTS.c.account_kind == AccountKind.CLAIM)
    left_off = and_(
        _LINES.c.municipality_code == _SHOPS.c.municipality_code,
        _LINES.c.shop_id == _SHOPS.c.shop_id,
        _LINES.c.closed_month == latest,
    )
    return (
        select(
            _SHOPS.c.shop_id,
            _SHOPS.c.shop_name,
            _ACCOUNTS.c.account_id,
            _ACCOUNTS.c.last_number,
            func.coalesce(_LINES.c.cut_number, 0).label("from_number"),
            func.coalesce(_LINES.c.carried_out, 0).label("carried_in"),
            _LINES.c.act_id.label("paid_by"),
        )
        .select_from(_SHOPS)
        .join(_ACCOUNTS, of_shop)
        .outerjoin(_LINES, left_off)
        .where(_SHOPS.c.municipality_code == bindparam("the_code"), *of_shops)
    )


def claims_to_the_end(*of_shops: ColumnElement[bool]) -> CTE:
    """`claims` with `low` and `high`, neighbours: low's day is in the month or before it, high's is later.

    `low` may be where the last closed month left off, `high` one more than the last posting. The month's last
    day is `the_last_day`.
    """
    each = claims(*of_shops).cte("each_claim")
    search = select(each, each.c.from_number.label("low"), (each.c.last_number + 1).label("high")).cte(
        "halving", recursive=True
    )
    # Both numbers are whole and above zero: in both databases the division gives the whole part.
    middle = literal_column("(halving.low + halving.high) / 2", Integer)
    in_month = _ACTS.c.act_day <= bindparam("the_last_day", type_=Date)
    carried = [column for column in search.c if column.name not in {"low", "high"}]
    step = (
        select(
            *carried,
            case((in_month, _POSTINGS.c.posting_number), else_=search.c.low),
            case((in_month, search.c.high), else_=_POSTINGS.c.posting_number),
        )
        .select_from(search)
        .join(
            _POSTINGS,
            and_(_POSTINGS.c.account_id == search.c.account_id, _POSTINGS.c.posting_number == middle),
        )
        .join(_ACTS, _ACTS.c.act_id == _POSTINGS.c.act_id)
        .where(search.c.high - search.c.low > 1)
    )
    halving = search.union_all(step)
    return select(halving).where(halving.c.high - halving.c.low == 1).cte("claims")
