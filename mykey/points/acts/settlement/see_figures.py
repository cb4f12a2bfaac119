"""The figures of months as they were counted."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from mykey.points.acts.settlement.count_figures import Cell
from mykey.points.ground import PointsWork
from mykey.points.models.office_work import FigureKind, MonthFigure
from mykey.points.models.shops import SHOP_CATEGORIES

__all__ = ["Figures", "list_figures"]


@dataclass(frozen=True)
class Figures:
    """One month. `spent` by category, in the order of the categories."""

    month: date
    granted: Cell
    moved_in: Cell
    spent: dict[str, Cell]
    expired: Cell

    @property
    def spent_points(self) -> int:
        """The sum of the categories that are shown, and of no hidden one. People may be in many of them."""
        return sum(cell.points or 0 for cell in self.spent.values())


def list_figures(work: PointsWork, municipality_code: str) -> list[Figures]:
    """All months that were counted, the latest first."""
    rows = work.session.scalars(select(MonthFigure).where(MonthFigure.municipality_code == municipality_code))
    months: dict[date, dict[tuple[str, str], Cell]] = defaultdict(dict)
    for row in rows:
        cell = Cell(row.figure_people, row.figure_points)
        months[row.figure_month][row.figure_kind, row.figure_category] = cell
    return [_figures(month, months[month]) for month in sorted(months, reverse=True)]


def _figures(month: date, cells: dict[tuple[str, str], Cell]) -> Figures:
    return Figures(
        month,
        cells[FigureKind.GRANTED, ""],
        cells[FigureKind.MOVED_IN, ""],
        {category: cells[FigureKind.SPENT, category] for category in SHOP_CATEGORIES},
        cells[FigureKind.EXPIRED, ""],
    )
