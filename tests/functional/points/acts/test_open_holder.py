"""A new holder has a number of their own and no choices; two presses open one account."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

from sqlalchemy import func, select

from mykey.points.acts.find_holder_by_number import find_holder_by_number
from mykey.points.acts.open_holder import open_holder
from mykey.points.ground import PointsWork
from mykey.points.holders import Choices, choices_of, open_holder_row
from mykey.points.models.holders import POINTS_NUMBER, Holder
from tests.support.points_ground import PointsTown


def test_a_number_and_nothing_preset(town: PointsTown) -> None:
    holder = town.do(lambda work: open_holder(work, [(1, bytes(32))], "en"))
    other = town.do(lambda work: open_holder(work, [(1, bytes(31) + b"1")], "ja"))
    assert holder != other

    def look(work: PointsWork) -> tuple[Choices, UUID]:
        row = open_holder_row(work, holder)
        assert row.points_number_sealed is not None
        number = work.keys.open_sealed(POINTS_NUMBER, holder, row.points_number_sealed)
        return choices_of(work, row), find_holder_by_number(work, number)

    choices, found = town.do(look)
    assert choices == Choices.nothing("en")
    assert not any(choices.notices.values())
    assert found == holder


def test_two_presses_open_one_account(town: PointsTown) -> None:
    subjects = [(2, b"2" * 32), (1, b"1" * 32)]
    with ThreadPoolExecutor(6) as pool:
        opened = set(pool.map(lambda _: town.do(lambda work: open_holder(work, subjects, "ja")), range(6)))
    assert len(opened) == 1
    assert town.do(lambda work: work.session.scalar(select(func.count()).select_from(Holder))) == 1
