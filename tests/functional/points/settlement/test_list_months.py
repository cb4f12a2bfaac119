from __future__ import annotations

from datetime import timedelta

import pytest

from mykey.points.acts.settlement.close_month import close_month
from mykey.points.acts.settlement.list_months import MonthListed, list_months
from mykey.points.acts.settlement.see_month import see_month
from mykey.points.acts.settlement.see_settlement import see_settlement
from mykey.points.refusals_of_office import MonthNotFound, ShopNotFound
from tests.factories.clerks import a_municipal_clerk, as_signed_in
from tests.support import ledger_acts as acts
from tests.support.month_ends import APRIL, JUNE, MAY, MIDNIGHT
from tests.support.moving_clock import MovingClock
from tests.support.points_ground import KAWASAKI, PointsTown


def test_months_stand_in_a_list_from_the_first_points_on(town: PointsTown, clock: MovingClock) -> None:
    clerk = as_signed_in(town, a_municipal_clerk(town))
    holder, shop, quiet = town.person(), town.shop(), town.shop("静かな店")

    def months() -> list[MonthListed]:
        return town.do(lambda work: list_months(work, KAWASAKI))

    assert months() == []
    town.do(acts.grant(holder, 100))
    town.do(acts.spend(holder, shop, 60))
    assert months() == [MonthListed(APRIL, "running", can_be_seen=True)]
    clock.now = MIDNIGHT + timedelta(days=40)
    assert [(one.month, one.state, one.can_be_seen) for one in months()] == [
        (JUNE, "running", False), (MAY, "waiting", False), (APRIL, "next", True),
    ]  # fmt: skip
    town.do(lambda work: close_month(work, clerk, APRIL))
    town.do(acts.spend(holder, shop, 5))
    listed = months()
    assert [(one.month, one.state, one.can_be_seen) for one in listed] == [
        (JUNE, "running", False), (MAY, "next", True), (APRIL, "closed", True),
    ]  # fmt: skip
    assert (listed[2].closed_on, listed[2].paid_shops, listed[2].paid_points) == (
        town.do(lambda work: work.today), 1, 60,
    )  # fmt: skip
    seen = town.do(lambda work: see_month(work, KAWASAKI, APRIL))
    assert (seen.closed_by, seen.sums.paid_points, seen.sums.payments) == ("kawasaki", 60, 1)
    with pytest.raises(MonthNotFound):
        town.do(lambda work: see_month(work, KAWASAKI, MAY))
    settled = town.do(lambda work: see_settlement(work, KAWASAKI, shop))
    assert (settled.unpaid, settled.months) == (5, [(APRIL, seen.lines[0].line)])
    assert town.do(lambda work: see_settlement(work, KAWASAKI, quiet)).months == []
    with pytest.raises(ShopNotFound):
        town.do(lambda work: see_settlement(work, "141003", shop))
