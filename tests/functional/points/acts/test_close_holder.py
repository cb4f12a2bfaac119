"""What is left goes back; nothing comes to a closed account, whoever is at work at the same time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import func, select

from mykey.points.acts.cancel_spend import cancel_spend
from mykey.points.acts.choose_base_account import choose_base_account
from mykey.points.acts.close_holder import close_holder
from mykey.points.acts.grant_points import grant_points
from mykey.points.acts.move_points import move_points
from mykey.points.acts.put_into_reserve import put_into_reserve
from mykey.points.acts.spend_points import spend_points
from mykey.points.models.holders import Holder, SubjectName
from mykey.points.models.ledger import Account, Lot
from mykey.points.models.shops import Shop
from mykey.points.refusals import PointsAccountNotFound
from tests.support.moving_clock import MovingClock
from tests.support.points_ground import KAWASAKI, PointsTown


def balances(town: PointsTown) -> dict[str, int]:
    statement = select(Account.account_kind, func.sum(Account.balance)).group_by(Account.account_kind)
    return town.do(lambda work: {row[0]: int(row[1]) for row in work.connection.execute(statement)})


def test_everything_goes_back_and_what_names_the_person_is_erased(
    town: PointsTown, clock: MovingClock
) -> None:
    holder, fair = town.person(reserve=3000), town.event(date(2026, 4, 1), date(2026, 4, 30))
    town.do(lambda work: move_points(work, holder, 1000, municipality_code=KAWASAKI))
    town.do(lambda work: move_points(work, holder, 400, event_id=fair))
    town.do(lambda work: grant_points(work, holder, KAWASAKI, 50))
    town.do(lambda work: choose_base_account(work, holder, KAWASAKI))
    clock.advance(days=40)  # the event's points and the reserve's term are over; no job has come by
    assert town.do(lambda work: close_holder(work, holder)) == 3050
    assert balances(town) == {"reserve": 0, "municipal": 0, "event": 0, "clearing": -1400, "issue": 1400}
    assert town.do(lambda work: work.session.scalar(select(func.sum(Lot.lot_left)))) == 0
    row = town.do(
        lambda work: work.connection.execute(
            select(Holder.points_number_index, Holder.points_number_sealed, Holder.choices_sealed)
        ).one()
    )
    assert tuple(row) == (None, None, None)
    assert town.do(lambda work: work.session.scalars(select(SubjectName)).all()) == []
    assert town.do(lambda work: work.session.scalars(select(Account.is_base).distinct()).all()) == [False]
    for act in (
        lambda work: close_holder(work, holder),
        lambda work: grant_points(work, holder, KAWASAKI, 5),
        lambda work: put_into_reserve(work, holder, 5),
        lambda work: choose_base_account(work, holder, KAWASAKI),
    ):
        with pytest.raises(PointsAccountNotFound):
            town.do(act)


def test_a_payment_cannot_be_taken_back_afterwards(town: PointsTown) -> None:
    holder, shop = town.person(), town.shop()
    town.do(lambda work: grant_points(work, holder, KAWASAKI, 500))
    spent = town.do(lambda work: spend_points(work, holder, work.session.get_one(Shop, shop), 300))
    town.do(lambda work: close_holder(work, holder))
    with pytest.raises(PointsAccountNotFound):
        town.do(lambda work: cancel_spend(work, work.session.get_one(Shop, shop), spent.receipt_number))
    assert balances(town) == {"municipal": 0, "claim": 300, "issue": -300}


def test_closing_and_granting_at_once_leaves_no_point_behind(town: PointsTown) -> None:
    people = [town.person(reserve=10) for _ in range(4)]

    def grant(holder: UUID) -> int:
        try:
            town.do(lambda work: grant_points(work, holder, KAWASAKI, 7))
        except PointsAccountNotFound:
            return 0
        return 7

    def close(holder: UUID) -> int:
        return town.do(lambda work: close_holder(work, holder))

    with ThreadPoolExecutor(8) as pool:
        granted = [pool.submit(grant, one) for one in people for _ in range(2)]
        closed = [pool.submit(close, one) for one in people]
        assert sum(one.result() for one in closed) == 40 + sum(one.result() for one in granted)
    assert {kind: points for kind, points in balances(town).items() if points} == {}
