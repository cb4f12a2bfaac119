"""Of many tills that show one code at the same moment, one is told whose it is."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from mykey.points.acts.make_pay_code import make_pay_code
from mykey.points.acts.use_pay_code import use_pay_code
from mykey.points.refusals import PayCodeUnknown
from tests.support.points_ground import PointsTown


def test_one_of_many(town: PointsTown) -> None:
    holder = town.person()
    code = town.do(lambda work: make_pay_code(work, holder)).code

    def use(_: int) -> bool:
        try:
            return town.do(lambda work: use_pay_code(work, code), apart_first=True) == holder
        except PayCodeUnknown:
            return False

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(use, range(12))) == 1
