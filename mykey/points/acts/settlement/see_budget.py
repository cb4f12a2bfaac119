"""A municipality's budgets and what is left of them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from mykey.points.acts.granted_this_year import fiscal_year_of
from mykey.points.ground import PointsWork
from mykey.points.models.programmes import Budget

__all__ = ["BudgetLine", "list_budgets", "see_budget"]


@dataclass(frozen=True)
class BudgetLine:
    """One fiscal year, named by the year in which it begins. Points."""

    fiscal_year: int
    points: int
    used: int

    @property
    def left(self) -> int:
        """What may still be granted."""
        return self.points - self.used


def see_budget(work: PointsWork, municipality_code: str) -> BudgetLine | None:
    """This fiscal year's; None: it has no limit."""
    budget = work.session.get(Budget, (municipality_code, fiscal_year_of(work.today)))
    return None if budget is None else _line(budget)


def list_budgets(work: PointsWork, municipality_code: str) -> list[BudgetLine]:
    """All of them, the latest year first."""
    budgets = work.session.scalars(
        select(Budget)
        .where(Budget.municipality_code == municipality_code)
        .order_by(Budget.fiscal_year.desc())
    )
    return [_line(budget) for budget in budgets]


def _line(budget: Budget) -> BudgetLine:
    return BudgetLine(budget.fiscal_year, budget.budget_points, budget.budget_used)
