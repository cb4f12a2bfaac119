"""What each shop of a municipality took and is paid in one month, worked out of its claim's chain.

A prefix of the chain belongs to the month and those before it: all that comes before the first posting of a
later day. Whatever is posted after a month was closed stands behind its cut and so falls into a later month,
on whatever day it says it happened: each posting is in exactly one month.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, cast
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Table, and_, bindparam, func, or_, select

from mykey.points.acts.settlement.claims import claims, claims_to_the_end
from mykey.points.acts.settlement.months import last_day
from mykey.points.ground import PointsWork
from mykey.points.models.ledger import Act, ActKind, Posting
from mykey.points.models.shops import Shop
from mykey.points.refusals import LedgerBroken

__all__ = ["NamedLine", "ShopLine", "WorkedOut", "sums_of", "work_out"]

_ACTS, _POSTINGS = cast("Table", Act.__table__), cast("Table", Posting.__table__)
_SHOPS = cast("Table", Shop.__table__)

#: act kind → the line's count and points, and the sign that the points have there
_PLACES = {
    ActKind.SPEND: ("payments", "taken_points", 1),
    ActKind.TAKE_VOUCHER: ("vouchers_taken", "voucher_points", 1),
    ActKind.CANCEL: ("cancels", "cancelled_points", -1),
    ActKind.CORRECT: ("corrections_made", "corrected_points", -1),
}


@dataclass(frozen=True)
class ShopLine:
    """One shop in one month, or several in one sum. Points are yen; members as in `settlement_lines`."""

    payments: int = 0
    taken_points: int = 0
    vouchers_taken: int = 0
    voucher_points: int = 0
    cancels: int = 0
    cancelled_points: int = 0
    corrections_made: int = 0
    corrected_points: int = 0
    carried_in: int = 0
    paid_points: int = 0
    carried_out: int = 0


@dataclass(frozen=True)
class NamedLine:
    """A shop's line and its name as it is today."""

    shop_id: UUID
    shop_name: str
    line: ShopLine


@dataclass(frozen=True)
class WorkedOut:
    """A line, and where it comes from. `cut_number`: the last posting that belongs to it."""

    account_id: UUID
    cut_number: int
    named: NamedLine


def work_out(
    work: PointsWork, municipality_code: str, month: date, shop_ids: Sequence[UUID] | None = None
) -> list[WorkedOut]:
    """The lines of the month after the last closed one, by the shops' names; all shops' or these alone.

    A shop in which nothing happened, and which carries nothing, has none. Closed shops have theirs.

    Raises:
        LedgerBroken: a claim has a posting of a kind that no claim has.
    """
    values: dict[str, Any] = {"the_code": municipality_code, "the_last_day": last_day(month)}
    counting, naming = (_COUNT_ALL, _NAME_ALL) if shop_ids is None else (_COUNT_SOME, _NAME_SOME)
    if shop_ids is not None:
        values["the_shops"] = list(shop_ids)
    counted: dict[UUID, dict[str, int]] = {}
    cuts: dict[UUID, int] = {}
    for row in work.connection.execute(counting, values):
        cuts[row.account_id] = max(row.last_of_kind, cuts.get(row.account_id, 0))
        if row.act_kind == ActKind.SETTLE:
            continue
        if row.act_kind not in _PLACES:
            raise LedgerBroken(what="not-a-claims-act")
        times, points, sign = _PLACES[row.act_kind]
        counted.setdefault(row.account_id, {}).update({times: row.times, points: sign * int(row.points)})
    found = []
    for claim in work.connection.execute(naming, values):
        numbers = counted.get(claim.account_id, {})
        if numbers or claim.carried_in:
            cut = cuts.get(claim.account_id, claim.from_number)
            named = NamedLine(claim.shop_id, claim.shop_name, _line(numbers, claim.carried_in))
            found.append(WorkedOut(claim.account_id, cut, named))
    return found


def sums_of(lines: Sequence[NamedLine]) -> ShopLine:
    """All lines in one."""
    names = [member.name for member in fields(ShopLine)]
    return ShopLine(**{name: sum(getattr(one.line, name) for one in lines) for name in names})


def _line(numbers: dict[str, int], carried_in: int) -> ShopLine:
    raw = ShopLine(carried_in=carried_in, **numbers)
    left = carried_in + raw.taken_points + raw.voucher_points - raw.cancelled_points - raw.corrected_points
    return ShopLine(carried_in=carried_in, paid_points=max(left, 0), carried_out=min(left, 0), **numbers)


def _count(*of_shops: ColumnElement[bool]) -> Select[Any]:
    """One statement for all shops: postings of the month by claim and kind of act."""
    mine = claims_to_the_end(*of_shops)
    up_to_high = and_(
        _POSTINGS.c.account_id == mine.c.account_id,
        _POSTINGS.c.posting_number > mine.c.from_number,
        _POSTINGS.c.posting_number <= mine.c.high,
    )
    entries = (
        select(
            _POSTINGS.c.account_id,
            _POSTINGS.c.posting_number,
            _POSTINGS.c.amount,
            _ACTS.c.act_kind,
            _ACTS.c.act_day,
        )
        .select_from(mine)
        .join(_POSTINGS, up_to_high)
        .join(_ACTS, _ACTS.c.act_id == _POSTINGS.c.act_id)
        .cte("entries")
    )
    later = (
        select(entries.c.account_id, func.min(entries.c.posting_number).label("first_later"))
        .where(entries.c.act_day > bindparam("the_last_day"))
        .group_by(entries.c.account_id)
        .cte("later")
    )
    return (
        select(
            entries.c.account_id,
            entries.c.act_kind,
            func.count().label("times"),
            func.sum(entries.c.amount).label("points"),
            func.max(entries.c.posting_number).label("last_of_kind"),
        )
        .select_from(entries)
        .outerjoin(later, later.c.account_id == entries.c.account_id)
        .where(or_(later.c.first_later.is_(None), entries.c.posting_number < later.c.first_later))
        .group_by(entries.c.account_id, entries.c.act_kind)
    )


_SOME = _SHOPS.c.shop_id.in_(bindparam("the_shops", expanding=True))
_BY_NAME = (_SHOPS.c.shop_name, _SHOPS.c.shop_id)
_COUNT_ALL, _COUNT_SOME = _count(), _count(_SOME)
_NAME_ALL, _NAME_SOME = claims().order_by(*_BY_NAME), claims(_SOME).order_by(*_BY_NAME)
