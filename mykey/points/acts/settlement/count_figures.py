"""Count a month's figures: how many people and points, for each municipality, never of fewer than ten people.

What is kept is what may be shown, so nothing smaller can be read from the table either. Four statements, one
a kind, count all municipalities together: a month's acts of a kind are found by their index, whatever the
ledger's age. What each kind counts:

- granted: by the municipality, one by one, by file and at its tills. Corrections are not among them.
- moved-in: out of reserves, by the citizen or past the term.
- spent, by the shop's category: payments less their cancels, which are of the same day. A person who took
  everything back is not counted. Vouchers are paper and name nobody; corrections are of other months.
- expired: in accounts. Vouchers that end are not among them.

Complementary disclosure. Officers know what was spent in all (the totals page, settlement), so one missing
category could be computed from the others, and two missing ones together. Where a category in which people
did spend is hidden, the smallest one that is left is therefore hidden, too: what is missing is then always of
two categories and of ten people or more. Categories in which nobody spent hide nobody and do not count here.
What this cannot hide: a closed month says what every single shop is paid, to the point, for it must be paid.
That tells points, not people. The other kinds have one figure a month and no parts.
"""

from __future__ import annotations

import calendar
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from sqlalchemy import Select, Table, delete, func, literal, select
from sqlalchemy.dialects import postgresql, sqlite

from mykey.points.ground import PointsWork
from mykey.points.models.ledger import Account, AccountKind, Act, ActKind, Posting
from mykey.points.models.office_work import FEWEST_PEOPLE, ClosedMonth, FigureKind, MonthFigure
from mykey.points.models.shops import SHOP_CATEGORIES, Shop

__all__ = ["Cell", "count_figures", "hide_small_cells", "last_day_of"]

_ACCOUNTS, _ACTS = cast("Table", Account.__table__), cast("Table", Act.__table__)
_POSTINGS, _FIGURES = cast("Table", Posting.__table__), cast("Table", MonthFigure.__table__)

#: kind of figure → kinds of acts, and whether points come (1) or go (-1)
_COUNTED = {
    FigureKind.GRANTED: ((ActKind.GRANT,), 1),
    FigureKind.MOVED_IN: ((ActKind.MOVE, ActKind.TERM_MOVE), 1),
    FigureKind.SPENT: ((ActKind.SPEND, ActKind.CANCEL), -1),
    FigureKind.EXPIRED: ((ActKind.EXPIRE,), -1),
}
_NO_CATEGORY = ""
AT_ONCE = 1000


@dataclass(frozen=True)
class Cell:
    """How many people, and their points. Both None: hidden."""

    people: int | None
    points: int | None


_NOBODY, _HIDDEN = Cell(0, 0), Cell(None, None)


def count_figures(work: PointsWork, month: date, codes: Collection[str]) -> int:
    """Count `month` (its first day) for these municipalities, and give how many were written.

    Counted again, it replaces what was counted before; not where the month is closed.
    """
    wanted = sorted(set(codes) - _closed(work, month))
    if not wanted:
        return 0
    counted: dict[tuple[str, str], dict[str, Cell]] = defaultdict(dict)
    for kind in _COUNTED:
        for code, category, people, points in work.connection.execute(_statement(kind, month)):
            counted[code, kind][category] = Cell(int(people), int(points))
    for place in range(0, len(wanted), AT_ONCE):
        these = _FIGURES.c.municipality_code.in_(wanted[place : place + AT_ONCE])
        work.connection.execute(delete(_FIGURES).where(_FIGURES.c.figure_month == month, these))
    rows = [row for code in wanted for row in _rows(month, code, counted)]
    dialect = postgresql if work.connection.dialect.name == "postgresql" else sqlite
    # Two jobs at once count the same: the second leaves what the first has written.
    work.connection.execute(dialect.insert(_FIGURES).on_conflict_do_nothing(), rows)
    return len(wanted)


def hide_small_cells(cells: dict[str, Cell]) -> dict[str, Cell]:
    """The cells as they may be shown. See the head of this file for the second one that is hidden."""
    small = {name for name, cell in cells.items() if (cell.people or 0) < FEWEST_PEOPLE}
    hides_somebody = any(cells[name].people for name in small)
    others = sorted((cells[name].people or 0, name) for name in cells.keys() - small)
    if hides_somebody and others:
        small.add(others[0][1])
    return {name: _HIDDEN if name in small else cell for name, cell in cells.items()}


def last_day_of(month: date) -> date:
    """The last day of the month that a day is in."""
    return month.replace(day=calendar.monthrange(month.year, month.month)[1])


def _closed(work: PointsWork, month: date) -> set[str]:
    """Municipalities whose month is closed and was counted."""
    rows = work.connection.execute(
        select(ClosedMonth.municipality_code)
        .join(
            MonthFigure,
            (MonthFigure.municipality_code == ClosedMonth.municipality_code)
            & (MonthFigure.figure_month == ClosedMonth.closed_month),
        )
        .where(ClosedMonth.closed_month == month)
        .distinct()
    )
    return {code for (code,) in rows}


def _statement(kind: str, month: date) -> Select[Any]:
    """(municipality, category, people, points) of one kind in one month."""
    acts, sign = _COUNTED[kind]
    by_category = kind == FigureKind.SPENT
    category = Shop.shop_category if by_category else literal(_NO_CATEGORY)
    whose = (_ACCOUNTS.c.municipality_code, category.label("category"), _ACCOUNTS.c.holder_id)
    source = _ACTS.join(_POSTINGS, _POSTINGS.c.act_id == _ACTS.c.act_id).join(
        _ACCOUNTS, _ACCOUNTS.c.account_id == _POSTINGS.c.account_id
    )
    if by_category:
        source = source.join(cast("Table", Shop.__table__), Shop.shop_id == _ACTS.c.receipt_shop_id)
    people = (
        select(*whose, (func.sum(_POSTINGS.c.amount) * sign).label("points"))
        .select_from(source)
        .where(
            _ACTS.c.act_kind.in_(acts),
            _ACTS.c.act_day.between(month, last_day_of(month)),
            # Of the two sides of a move out of the reserve only the one that came in.
            _ACCOUNTS.c.account_kind.in_([AccountKind.MUNICIPAL, AccountKind.EVENT]),
        )
        .group_by(*whose)
        .subquery()
    )
    return (
        select(people.c.municipality_code, people.c.category, func.count(), func.sum(people.c.points))
        .where(people.c.points > 0)
        .group_by(people.c.municipality_code, people.c.category)
    )


def _rows(
    month: date, code: str, counted: dict[tuple[str, str], dict[str, Cell]]
) -> Iterator[dict[str, object]]:
    for kind in _COUNTED:
        names: Iterable[str] = SHOP_CATEGORIES if kind == FigureKind.SPENT else (_NO_CATEGORY,)
        found = counted.get((code, kind), {})
        for name, cell in hide_small_cells({name: found.get(name, _NOBODY) for name in names}).items():
            yield {
                "municipality_code": code,
                "figure_month": month,
                "figure_kind": kind,
                "figure_category": name,
                "figure_people": cell.people,
                "figure_points": cell.points,
            }
