"""A month is closed: what each shop is paid is posted and stands for good.

Nothing opens it again. What is posted later, on whatever day it says it happened, is in a later month.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import cast
from uuid import UUID

from sqlalchemy import Table, insert, select

from mykey.points.acts.settlement.months import is_closed, last_day, next_to_close, write_month
from mykey.points.acts.settlement.note_in_audit import note_in_audit
from mykey.points.acts.settlement.shop_lines import WorkedOut, work_out
from mykey.points.acts.sign_in_clerk import SignedInClerk
from mykey.points.ground import PointsWork
from mykey.points.ledger.accounts import lock_accounts, open_account
from mykey.points.ledger.post import Side, post
from mykey.points.models.ledger import Account, AccountKind, ActKind
from mykey.points.models.office_work import ClosedMonth, SettlementLine
from mykey.points.models.programmes import Programme
from mykey.points.models.shops import Shop
from mykey.points.refusals import ProgrammeNotFound
from mykey.points.refusals_of_office import MonthClosed, MonthNotFound, MonthNotOver, MonthsInOrder

__all__ = ["close_month"]

_CLOSED, _LINES = cast("Table", ClosedMonth.__table__), cast("Table", SettlementLine.__table__)


def close_month(work: PointsWork, clerk: SignedInClerk, month: date) -> int:
    """Close it, pay every shop, and give the points that are paid in all.

    Two clerks at once: the second waits for the first and is told that the month is closed. No till of the
    municipality takes points meanwhile.

    Raises:
        ProgrammeNotFound; MonthClosed; MonthNotOver: it is, once its last day in Japan is over;
        MonthsInOrder: an earlier one is not closed; MonthNotFound: before the first, or nothing was taken.
    """
    code = clerk.municipality_code
    if code is None:
        raise ProgrammeNotFound
    _let_one_close(work, code)
    _judge(work, code, month)
    settled_id = open_account(work, AccountKind.SETTLED, municipality_code=code)
    locked = lock_accounts(work, [settled_id, *_claim_ids(work, code)])
    # A claim that was opened since the accounts were locked is of the next month, as all that comes after.
    lines = [one for one in work_out(work, code, month) if one.account_id in locked]
    work.connection.execute(
        insert(_CLOSED).values(
            municipality_code=code, closed_month=month, closed_on=work.today, closed_by=clerk.clerk_id
        )
    )
    rows = []
    for one in lines:
        paid, act_id = one.named.line.paid_points, None
        if paid:
            sides = [Side(locked[one.account_id], -paid), Side(locked[settled_id], paid)]
            act_id = post(work, ActKind.SETTLE, sides)
        rows.append(_row(code, month, one, act_id))
    if rows:
        work.connection.execute(insert(_LINES), rows)
    note_in_audit(work, clerk, "close-month", write_month(month))
    return sum(one.named.line.paid_points for one in lines)


def _let_one_close(work: PointsWork, code: str) -> None:
    """Whoever else closes a month of the municipality waits here; what only refers to it does not."""
    mine = select(Programme.municipality_code).where(Programme.municipality_code == code)
    if work.connection.scalar(mine.with_for_update(key_share=True)) is None:
        raise ProgrammeNotFound


def _judge(work: PointsWork, code: str, month: date) -> None:
    if is_closed(work, code, month):
        raise MonthClosed
    following = next_to_close(work, code)
    if following is None or month < following:
        raise MonthNotFound
    if last_day(month) >= work.today:
        raise MonthNotOver
    if month > following:
        raise MonthsInOrder


def _claim_ids(work: PointsWork, code: str) -> list[UUID]:
    """By way of the shops, which a municipality's index finds."""
    of_shop = (Account.shop_id == Shop.shop_id) & (Account.account_kind == AccountKind.CLAIM)
    statement = select(Account.account_id).join(Shop, of_shop).where(Shop.municipality_code == code)
    return list(work.connection.scalars(statement))


def _row(code: str, month: date, one: WorkedOut, act_id: UUID | None) -> dict[str, object]:
    return {
        "municipality_code": code,
        "closed_month": month,
        "shop_id": one.named.shop_id,
        "cut_number": one.cut_number,
        "act_id": act_id,
        **asdict(one.named.line),
    }
