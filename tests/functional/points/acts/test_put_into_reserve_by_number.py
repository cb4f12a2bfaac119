from __future__ import annotations

from uuid import UUID

import pytest

from mykey.points.acts.put_into_reserve_by_number import propose_reserve, put_into_reserve_by_number
from mykey.points.acts.sign_in_clerk import SignedInClerk
from mykey.points.refusals import AmountRefused, IdempotencyKeyReused, PointsNumberUnknown
from tests.support.points_ground import PointsTown
from tests.support.purses import balances_of, points_number_of

CLERK = SignedInClerk(UUID(int=7), "operator", "operator", None, 1)


def test_points_go_in_once_a_key(town: PointsTown) -> None:
    holder = town.person()
    number = points_number_of(town, holder)
    for _ in range(2):
        assert town.do(lambda work: put_into_reserve_by_number(work, CLERK, "key", number, 3000)) == 3000
    assert balances_of(town, holder) == {"reserve": 3000}
    with pytest.raises(IdempotencyKeyReused):
        town.do(lambda work: put_into_reserve_by_number(work, CLERK, "key", number, 1))
    town.do(lambda work: propose_reserve(work, number, 1))
    for typed, amount, refusal in (("12345678903", 1, PointsNumberUnknown), (number, 0, AmountRefused)):
        with pytest.raises(refusal):
            town.do(lambda work, t=typed, a=amount: propose_reserve(work, t, a))
        with pytest.raises(refusal):
            town.do(lambda work, t=typed, a=amount: put_into_reserve_by_number(work, CLERK, "k", t, a))
