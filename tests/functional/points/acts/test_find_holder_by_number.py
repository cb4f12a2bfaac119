from __future__ import annotations

import pytest

from mykey.points.acts.close_holder import close_holder
from mykey.points.acts.find_holder_by_number import find_holder_by_number
from mykey.points.refusals import PointsNumberUnknown
from tests.support.points_ground import PointsTown
from tests.support.purses import points_number_of


def test_a_number_leads_to_its_open_holder_alone(town: PointsTown) -> None:
    one, other = town.person(), town.person()
    number, others = points_number_of(town, one), points_number_of(town, other)
    assert town.do(lambda work: find_holder_by_number(work, f"{number[:4]} {number[4:]}")) == one
    assert town.do(lambda work: find_holder_by_number(work, others)) == other
    town.do(lambda work: close_holder(work, one))
    for nobodys in (number, "12345678903", "12345678901", ""):
        with pytest.raises(PointsNumberUnknown):
            town.do(lambda work, typed=nobodys: find_holder_by_number(work, typed))
