from __future__ import annotations

from mykey.points.acts.count_totals import Totals, count_totals
from mykey.points.acts.grant_points import grant_points
from mykey.points.acts.spend_points import spend_points
from mykey.points.models.shops import Shop
from tests.support.points_ground import KAWASAKI, PointsTown
from tests.support.query_plans import plans_of


def test_the_systems_accounts_are_summed(town: PointsTown) -> None:
    assert town.do(lambda work: count_totals(work, KAWASAKI)) == Totals(0, 0, 0, 0, 0, 0)
    holder, shops = town.person(), [town.shop("一"), town.shop("二")]
    town.do(lambda work: grant_points(work, holder, KAWASAKI, 1000))
    for shop in shops:
        town.do(lambda work, shop=shop: spend_points(work, holder, work.session.get_one(Shop, shop), 150))
    assert town.do(lambda work: count_totals(work, KAWASAKI)) == Totals(1000, 300, 0, 0, 0, 0)
    assert town.do(lambda work: count_totals(work, "141003")) == Totals(0, 0, 0, 0, 0, 0)


def test_no_look_goes_through_peoples_accounts(town: PointsTown) -> None:
    system, claims = plans_of(town, lambda work: count_totals(work, KAWASAKI))
    assert "uq_accounts_system" in system
    assert "uq_accounts_claim" in claims
