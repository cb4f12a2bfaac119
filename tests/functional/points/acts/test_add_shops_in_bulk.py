from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from mykey.points.acts.add_shops_in_bulk import add_shops_in_bulk
from mykey.points.acts.read_shop_file import COLUMNS, ShopFile
from mykey.points.models.shops import Shop
from mykey.points.refusals import ProgrammeNotFound
from mykey.points.refusals_of_office import ShopFileRefused
from tests.support.points_ground import KAWASAKI, PointsTown


def a_file(code: str = KAWASAKI) -> ShopFile:
    rows = (f"{code},店{number},店舗,,,,," for number in range(20))
    return ShopFile.read("\n".join([",".join(COLUMNS), *rows]).encode(), code)


def test_the_same_file_from_four_clerks_at_once_adds_each_shop_once(town: PointsTown) -> None:
    def send(_: int) -> int | object:
        try:
            return len(town.do(lambda work: add_shops_in_bulk(work, KAWASAKI, a_file())).new)
        except ShopFileRefused as refusal:
            return refusal.facts["errors"]

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(send, range(4)))
    assert answers.count(20) == 1
    later = [{"row": "", "reason": "shops-changed", "detail": ""}]
    assert [answer for answer in answers if answer not in (0, 20, later)] == []
    assert town.do(lambda work: work.session.scalar(select(func.count()).select_from(Shop))) == 20


def test_without_a_programme_there_are_no_shops(town: PointsTown) -> None:
    with pytest.raises(ProgrammeNotFound):
        town.do(lambda work: add_shops_in_bulk(work, "141003", a_file("141003")))


def test_the_zero_that_spreadsheets_drop_is_understood() -> None:
    heading = ",".join(COLUMNS)
    assert ShopFile.read(f"{heading}\n11002,店,店舗,,,,,\n".encode(), "011002").faults == []
