from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import sqlalchemy as sa

from mykey.points.acts.settlement.count_figures import Cell, count_figures, hide_small_cells
from mykey.points.acts.settlement.see_figures import Figures, list_figures
from mykey.points.jobs.count_figures import count_figures as count_job
from mykey.points.jobs.expire_lots import expire_lots
from mykey.points.models.all_tables import POINTS_METADATA
from mykey.points.models.shops import Shop
from tests.factories.clerks import a_municipal_clerk, as_signed_in
from tests.support import ledger_acts as acts
from tests.support.moving_clock import MovingClock
from tests.support.points_ground import KAWASAKI, PointsTown
from tests.support.query_plans import plans_of

HIDDEN = Cell(None, None)
APRIL = date(2026, 4, 1)


def a_shop(town: PointsTown, category: str) -> UUID:
    shop = town.shop(category)
    town.do(
        lambda work: work.session.execute(
            sa.update(Shop).where(Shop.shop_id == shop).values(shop_category=category)
        )
    )
    return shop


def counted(town: PointsTown) -> list[Figures]:
    return town.do(lambda work: list_figures(work, KAWASAKI))


def live_a_month(town: PointsTown) -> None:
    """Eleven people: 11 at the shop, 10 at the restaurant, 3 at the theatre; one of those goes back."""
    people = [town.person(reserve=50) for _ in range(11)]
    shop, restaurant, theatre = (a_shop(town, word) for word in ("shop", "restaurant", "culture"))
    for place, person in enumerate(people):
        town.do(acts.grant(person, 100))
        town.do(acts.spend(person, shop, 10))
        if place < 10:
            town.do(acts.spend(person, restaurant, 5))
        if place < 9:
            town.do(acts.move(person, 20))
        if place < 3:
            town.do(acts.spend(person, theatre, 1))
    town.do(acts.cancel(theatre, 3))
    town.do(acts.spend(people[0], shop, 7))


def test_a_month_is_counted_once_it_is_over(town: PointsTown, clock: MovingClock) -> None:
    assert count_job(town.engine, town.ground) == 0
    live_a_month(town)
    clock.now = datetime(2026, 4, 30, 15, 30, tzinfo=UTC)  # 1 May in Japan: acts may still be on their way
    assert count_job(town.engine, town.ground) == 0
    clock.advance(timedelta(days=1))
    assert [count_job(town.engine, town.ground) for _ in range(2)] == [1, 0]
    (figures,) = counted(town)
    assert figures.month == APRIL
    assert (figures.granted, figures.moved_in, figures.expired) == (Cell(11, 1100), HIDDEN, HIDDEN)
    # The theatre's two people are hidden, and so that nobody computes them, the restaurant's ten.
    shown = {category: cell for category, cell in figures.spent.items() if cell != HIDDEN}
    assert (shown, figures.spent_points) == ({"shop": Cell(11, 117)}, 117)
    assert town.do(lambda work: list_figures(work, "141003")) == []
    clock.now = datetime(2026, 11, 5, 1, 0, tzinfo=UTC)
    expire_lots(town.engine, town.ground)  # today, and not in October
    assert count_job(town.engine, town.ground) == 6
    clock.now = datetime(2026, 12, 2, 1, 0, tzinfo=UTC)
    count_job(town.engine, town.ground)
    november, *_others, april = counted(town)
    assert (november.month, november.expired.people, april) == (date(2026, 11, 1), 11, figures)
    # Counted again it is the same; a closed month stays as it was counted.
    assert town.do(lambda work: count_figures(work, APRIL, [KAWASAKI])) == 1
    assert counted(town)[-1] == figures
    clerk = as_signed_in(town, a_municipal_clerk(town))
    closed = (
        POINTS_METADATA.tables["closed_months"]
        .insert()
        .values(municipality_code=KAWASAKI, closed_month=APRIL, closed_on=APRIL, closed_by=clerk.clerk_id)
    )
    town.do(lambda work: work.session.execute(closed))
    assert town.do(lambda work: count_figures(work, APRIL, [KAWASAKI])) == 0


def test_what_is_hidden_is_always_of_ten_people_or_more() -> None:
    def hidden(**people: int) -> set[str]:
        cells = {name: Cell(count, count) for name, count in people.items()}
        shown = hide_small_cells(cells)
        assert {name: cell for name, cell in shown.items() if cell != HIDDEN}.items() <= cells.items()
        return {name for name, cell in shown.items() if cell == HIDDEN}

    assert hidden(a=10, b=11) == set()
    assert hidden(a=10, b=11, c=0) == {"c"}  # of nobody
    assert hidden(a=12, b=11, c=9, d=30) == {"b", "c"}
    assert hidden(a=12, b=11, c=2, d=3, e=30) == {"b", "c", "d"}
    assert hidden(a=1) == {"a"}
    assert hidden(a=1, b=10) == {"a", "b"}


def test_a_month_is_found_by_its_index(town: PointsTown) -> None:
    plans = plans_of(town, lambda work: count_figures(work, APRIL, [KAWASAKI]))
    plans_of_four = [plan for plan in plans if "postings" in plan]
    assert len(plans_of_four) == 4
    for plan in plans_of_four:
        assert "ix_acts_act_kind_act_day" in plan
