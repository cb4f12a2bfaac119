"""A municipality sets what it may grant in a fiscal year; set again, the new number counts."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from sqlalchemy import Table, func, select

from mykey.points.acts.granted_this_year import fiscal_year_of, granted_this_year, year_began
from mykey.points.amounts import judge_amount
from mykey.points.ground import PointsWork
from mykey.points.ledger.accounts import LockedAccount, lock_accounts, open_account
from mykey.points.models.ledger import Account, AccountKind, Act, ActKind, Posting
from mykey.points.models.office_work import Correction, CorrectionKind, CorrectionState
from mykey.points.models.programmes import Budget, Programme
from mykey.points.refusals import ProgrammeNotFound
from mykey.points.refusals_of_office import BudgetBelowUsed, BudgetYearRefused

__all__ = ["MOST_BUDGET", "set_budget"]

MOST_BUDGET = 100_000_000_000

_POSTINGS = cast("Table", Posting.__table__)


def set_budget(work: PointsWork, municipality_code: str, fiscal_year: int, points: int) -> None:
    """Set it, for this fiscal year or the next. What was granted in the year already counts against it.

    Under the locks that grants and corrections take: none slips in between counting and the budget's start.

    Raises:
        AmountRefused; ProgrammeNotFound; BudgetYearRefused;
        BudgetBelowUsed: more was granted in that year already.
    """
    judge_amount(points, MOST_BUDGET)
    if work.session.get(Programme, municipality_code) is None:
        raise ProgrammeNotFound
    if fiscal_year - fiscal_year_of(work.today) not in {0, 1}:
        raise BudgetYearRefused
    issue = open_account(work, AccountKind.ISSUE, municipality_code=municipality_code)
    corrections = open_account(work, AccountKind.CORRECTIONS, municipality_code=municipality_code)
    locked = lock_accounts(work, [issue, corrections])
    budget = work.session.get(
        Budget, (municipality_code, fiscal_year), with_for_update=True, populate_existing=True
    )
    used = _granted(work, locked[issue], fiscal_year) if budget is None else budget.budget_used
    if points < used:
        raise BudgetBelowUsed(used=used)
    if budget is None:
        budget = Budget(municipality_code=municipality_code, fiscal_year=fiscal_year, budget_used=used)
        work.session.add(budget)
    budget.budget_points = points
    work.session.flush()  # the ledger's plain statements do not see what the session holds back


def _granted(work: PointsWork, issue: LockedAccount, fiscal_year: int) -> int:
    """Grants of the year, and corrections as `take_from_budget` counts them."""
    given, taken = _corrections(work, issue.municipality_code, fiscal_year)
    people = sorted(given.keys() | taken.keys())
    had = granted_this_year(work, issue.municipality_code, people)
    back = sum(min(points, had.get(one, 0) + given.get(one, 0)) for one, points in taken.items())
    return _issued(work, issue, fiscal_year) + sum(given.values()) - back


def _issued(work: PointsWork, issue: LockedAccount, fiscal_year: int) -> int:
    """By how much the account fell in the year, and what closed accounts gave back to it: nothing else does.

    A large municipality has millions of grants a year; none of them is read but where the year begins.
    """
    first = _first_since(work, issue, fiscal_year)
    before = work.connection.scalar(
        select(_POSTINGS.c.balance_after).where(
            _POSTINGS.c.account_id == issue.account_id, _POSTINGS.c.posting_number == first - 1
        )
    )
    came_back = work.connection.scalar(
        select(func.sum(_POSTINGS.c.amount))
        .join(Act, Act.act_id == _POSTINGS.c.act_id)
        .where(
            Act.act_kind == ActKind.GIVE_BACK,
            Act.act_day >= year_began(fiscal_year),
            _POSTINGS.c.account_id == issue.account_id,
        )
    )
    return (before or 0) - issue.balance + int(came_back or 0)


def _first_since(work: PointsWork, account: LockedAccount, fiscal_year: int) -> int:
    """The number of the account's first posting in the fiscal year: days do not fall along a chain."""
    began, low, high = year_began(fiscal_year), 1, account.last_number + 1
    while low < high:
        middle = (low + high) // 2
        day = work.connection.scalar(
            select(Act.act_day)
            .join(_POSTINGS, _POSTINGS.c.act_id == Act.act_id)
            .where(_POSTINGS.c.account_id == account.account_id, _POSTINGS.c.posting_number == middle)
        )
        if day is None or day >= began:
            high = middle
        else:
            low = middle + 1
    return low


def _corrections(
    work: PointsWork, municipality_code: str, fiscal_year: int
) -> tuple[dict[UUID, int], dict[UUID, int]]:
    """By person: what corrections gave in the year, and what they took back."""
    rows = work.connection.execute(
        select(Account.holder_id, Correction.correction_kind, func.sum(Correction.correction_points))
        .join(Account, Account.account_id == Correction.account_id)
        .where(
            Correction.municipality_code == municipality_code,
            Correction.correction_state == CorrectionState.APPROVED,
            Correction.judged_on >= year_began(fiscal_year),
        )
        .group_by(Account.holder_id, Correction.correction_kind)
    )
    found: dict[str, dict[UUID, int]] = {CorrectionKind.GIVE: {}, CorrectionKind.TAKE_BACK: {}}
    for holder_id, kind, points in rows:
        if kind in found and holder_id is not None:
            found[kind][holder_id] = int(points)
    return found[CorrectionKind.GIVE], found[CorrectionKind.TAKE_BACK]
