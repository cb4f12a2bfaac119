from __future__ import annotations

import pytest

from mykey.points.acts.add_shop import add_shop, list_shops, see_shop
from mykey.points.refusals import ProgrammeNotFound
from mykey.points.refusals_of_office import OfficeDetailsInvalid, ShopNotFound
from tests.support.points_ground import KAWASAKI, PointsTown


def faults(town: PointsTown, name: str, category: str) -> list[tuple[str, str]]:
    with pytest.raises(OfficeDetailsInvalid) as refused:
        town.do(lambda work: add_shop(work, KAWASAKI, name, category))
    return [(error["member"], error["reason"]) for error in refused.value.facts["errors"]]


def test_no_library_joins(town: PointsTown) -> None:
    assert faults(town, "見本館", "library") == [("shop_category", "library")]
    for name in ("見本市立図書館", "としょしつ", "Ｌｉｂｒａｒｙ Cafe", "ライブラリー"):
        assert faults(town, name, "culture") == [("no_library", "looks-like-a-library")]
    confirmed = town.do(
        lambda work: add_shop(work, KAWASAKI, "ライブラリー珈琲", "restaurant", no_library=True)
    )
    assert town.do(lambda work: see_shop(work, KAWASAKI, confirmed)).category == "restaurant"
    assert faults(town, "見本図書館", "library") == [
        ("shop_category", "library"),
        ("no_library", "looks-like-a-library"),
    ]


def test_a_shop_has_one_name_in_its_municipality(town: PointsTown) -> None:
    shop = town.do(lambda work: add_shop(work, KAWASAKI, " 見本商店　", "shop"))
    assert faults(town, "見本商店", "shop") == [("shop_name", "name-taken")]
    assert faults(town, "", "x") == [("shop_name", "text-missing"), ("shop_category", "unknown")]
    assert [(one.name, one.is_open, one.tills) for one in town.do(lambda w: list_shops(w, KAWASAKI))] == [
        ("見本商店", True, 0)
    ]
    with pytest.raises(ProgrammeNotFound):
        town.do(lambda work: add_shop(work, "141003", "見本商店", "shop"))
    with pytest.raises(ShopNotFound):
        town.do(lambda work: see_shop(work, "141003", shop))
