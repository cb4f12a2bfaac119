from __future__ import annotations

from datetime import timedelta

import pytest

from mykey.points.acts.settlement import preview_month as previewing
from mykey.points.acts.settlement.close_month import close_month
from mykey.points.acts.settlement.preview_month import MonthPreview, preview_month
from mykey.points.acts.settlement.shop_lines import ShopLine
from mykey.points.refusals_of_office import MonthClosed, MonthNotFound
from tests.factories.clerks import a_municipal_clerk, as_signed_in
from tests.support import ledger_acts as acts
from tests.support.month_ends import APRIL, JUNE, MAY, MIDNIGHT, Month, close, lines_of
from tests.support.moving_clock import MovingClock
from tests.support.points_ground import KAWASAKI, PointsTown
from tests.support.query_plans import plans_of


def preview(town: PointsTown, month: Month, page: int = 1) -> MonthPreview:
    return town.do(lambda work: preview_month(work, KAWASAKI, month, page))


def test_the_preview_shows_what_closing_does(
    town: PointsTown, clock: MovingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(previewing, "SHOPS_A_PAGE", 2)
    clerk = as_signed_in(town, a_municipal_clerk(town))
    with pytest.raises(MonthNotFound):
        preview(town, APRIL)
    holder = town.person()
    shops = [town.shop(f"{number}番") for number in range(5)]
    town.do(acts.grant(holder, 5000))
    for number, shop in enumerate(shops[:3]):
        for points in (1, 10, 100):
            town.do(acts.spend(holder, shop, points * (number + 1)))
    running = preview(town, APRIL)
    assert (running.is_over, running.paid_shops, running.paid_points) == (False, 3, 111 * 6)
    assert ([one.shop_name for one in running.lines], running.pages) == (["0番", "1番"], 2)
    clock.now = MIDNIGHT + timedelta(days=1)
    for shop in shops[2:]:
        town.do(acts.spend(holder, shop, 9))
    over = preview(town, APRIL, page=9)
    assert (over.is_over, over.paid_points, over.carried_out, over.page) == (True, 666, 0, 2)
    (third,) = over.lines
    assert third.line == ShopLine(payments=3, taken_points=333, paid_points=333)
    with pytest.raises(MonthNotFound):
        preview(town, MAY)
    assert town.do(lambda work: close_month(work, clerk, APRIL)) == 666
    assert lines_of(town, APRIL)["2番"] == third.line
    with pytest.raises(MonthClosed):
        preview(town, APRIL)
    # April was paid in May: what stands on the claims is not what is left of May.
    may = preview(town, MAY)
    assert (may.paid_shops, may.paid_points) == (3, 27)
    # That alone is nothing to show: no page is of shops that were only paid.
    assert ([one.shop_name for one in may.lines], may.pages) == (["2番", "3番"], 2)
    assert [one.shop_name for one in preview(town, MAY, page=2).lines] == ["4番"]
    clock.now = MIDNIGHT + timedelta(days=70)
    assert preview(town, MAY).paid_points == 27 == close(town, clerk, MAY)
    town.do(acts.spend(holder, shops[0], 40))
    june = preview(town, JUNE)
    assert (june.paid_shops, june.paid_points, june.lines) == (0, 0, [])
    close(town, clerk, JUNE)
    assert preview(town, JUNE.replace(month=7)).paid_points == 40


def test_it_never_reads_the_postings_through(town: PointsTown) -> None:
    holder, shop = town.person(), town.shop()
    town.do(acts.grant(holder, 100))
    town.do(acts.spend(holder, shop, 60))
    plans = plans_of(town, lambda work: preview_month(work, KAWASAKI, APRIL))
    read_through = [
        table
        for plan in plans
        for table in ("accounts", "acts", "postings")
        if f"Seq Scan on {table}" in plan or f"SCAN {table}" in plan
    ]
    assert (len(plans) > 4, read_through) == (True, [])
