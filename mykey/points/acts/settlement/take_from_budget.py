"""A municipality's budget for a fiscal year: grants take from it, and no two at once take more than is left.

Without a row a year has no budget and no limit.
"""

from __future__ import annotations

from typing import cast
from uuid import UUID

from sqlalchemy import ColumnElement, Table, and_, case, func, select, update

from mykey.points.acts.granted_this_year import fiscal_year_of, granted_this_year, year_began
from mykey.points.ground import PointsWork
from mykey.points.models.ledger import Account
from mykey.points.models.office_work import Correction, CorrectionKind, CorrectionState
from mykey.points.models.programmes import Budget
from mykey.points.refusals import BudgetExceeded

__all__ = ["give_back_to_budget", "judge_budget", "left_of_budget", "take_from_budget"]

_BUDGETS = cast("Table", Budget.__table__)


def take_from_budget(work: PointsWork, municipality_code: str, points: int) -> None:
    """Take the points, in the act's own transaction: an act that falls takes nothing.

    The caller holds the account that the points come from (issue or corrections), which `set_budget` locks,
    too: no budget begins between this look and the posting.

    Raises:
        BudgetExceeded: less is left.
    """
    if left_of_budget(work, municipality_code) is None:
        return
    taken = work.connection.execute(
        update(_BUDGETS)
        .where(
            _this_year(work, municipality_code), _BUDGETS.c.budget_used + points <= _BUDGETS.c.budget_points
        )
        .values(budget_used=_BUDGETS.c.budget_used + points)
    )
    if taken.rowcount == 0:
        raise BudgetExceeded(left=left_of_budget(work, municipality_code) or 0)


def give_back_to_budget(work: PointsWork, municipality_code: str, holder_id: UUID, points: int) -> None:
    """Points are taken back from a person: what the person was granted in this fiscal year is free again.

    What was granted in an earlier year does not swell this year's budget: money that comes back after its
    year is closed is revenue (Order for Enforcement of the Local Autonomy Act, articles 159 and 160).
    """
    back = min(points, _granted(work, municipality_code, holder_id))
    if back > 0:
        used = _BUDGETS.c.budget_used
        work.connection.execute(
            update(_BUDGETS)
            .where(_this_year(work, municipality_code))
            .values(budget_used=case((used > back, used - back), else_=0))
        )


def judge_budget(work: PointsWork, municipality_code: str, points: int) -> None:
    """Look before the act: what would be refused now. Raises `BudgetExceeded`."""
    left = left_of_budget(work, municipality_code)
    if left is not None and points > left:
        raise BudgetExceeded(left=left)


def left_of_budget(work: PointsWork, municipality_code: str) -> int | None:
    """Points that may still be granted in this fiscal year; None: no limit."""
    left: int | None = work.connection.scalar(
        select(_BUDGETS.c.budget_points - _BUDGETS.c.budget_used).where(_this_year(work, municipality_code))
    )
    return left


def _this_year(work: PointsWork, municipality_code: str) -> ColumnElement[bool]:
    return and_(
        _BUDGETS.c.municipality_code == municipality_code,
        _BUDGETS.c.fiscal_year == fiscal_year_of(work.today),
    )


def _granted(work: PointsWork, municipality_code: str, holder_id: UUID) -> int:
    """What the person was granted in this fiscal year, with what corrections gave and took."""
    amount = case(
        (Correction.correction_kind == CorrectionKind.GIVE, Correction.correction_points),
        (Correction.correction_kind == CorrectionKind.TAKE_BACK, -Correction.correction_points),
        else_=0,
    )
    corrected = work.connection.scalar(
        select(func.coalesce(func.sum(amount), 0))
        .join(Account, Account.account_id == Correction.account_id)
        .where(
            Correction.municipality_code == municipality_code,
            Correction.correction_state == CorrectionState.APPROVED,
            Correction.judged_on >= year_began(fiscal_year_of(work.today)),
            Account.holder_id == holder_id,
        )
    )
    granted = granted_this_year(work, municipality_code, [holder_id]).get(holder_id, 0)
    return max(0, granted + int(corrected or 0))
