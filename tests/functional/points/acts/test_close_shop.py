from __future__ import annotations

import pytest

from mykey.points.acts.add_shop import list_shops
from mykey.points.acts.close_shop import close_shop
from mykey.points.acts.invite_till import invite_till, list_tills
from mykey.points.acts.move_points import move_points
from mykey.points.acts.spend_points import spend_points
from mykey.points.models.shops import Shop
from mykey.points.refusals import ShopClosed
from mykey.points.refusals_of_office import ShopNotFound
from tests.support.points_ground import KAWASAKI, PointsTown


def test_a_closed_shop_takes_nothing_and_its_tills_are_closed(town: PointsTown) -> None:
    shop, holder = town.shop(), town.person(reserve=100)
    town.do(lambda work: move_points(work, holder, 100, municipality_code=KAWASAKI))
    town.do(lambda work: invite_till(work, KAWASAKI, shop, "1番", "spend"))
    with pytest.raises(ShopNotFound):
        town.do(lambda work: close_shop(work, "141003", shop))
    for _ in range(2):
        assert town.do(lambda work: close_shop(work, KAWASAKI, shop)) == "見本商店"
    assert [one.state for one in town.do(lambda work: list_tills(work, shop))] == ["closed"]
    assert [(one.is_open, one.tills) for one in town.do(lambda w: list_shops(w, KAWASAKI))] == [(False, 0)]
    with pytest.raises(ShopClosed):
        town.do(lambda work: spend_points(work, holder, work.session.get_one(Shop, shop), 1))
