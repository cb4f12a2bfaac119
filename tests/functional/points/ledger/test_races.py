"""Many at once on the same points: each thing happens once, on both engines."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import pytest
from sqlalchemy import select

from mykey.kernel.clock import japan_day
from mykey.points.acts.close_holder import close_holder
from mykey.points.models.ledger import Account
from tests.support import ledger_acts as acts
from tests.support.at_once import at_once
from tests.support.ledger_acts import Act, keyed
from tests.support.ledger_checks import acts_of_kind, assert_ledger_whole
from tests.support.moving_clock import MovingClock
from tests.support.points_ground import PointsTown

MANY = 50


@pytest.fixture
def town(points_database_url: str) -> Iterator[PointsTown]:
    made = PointsTown.on(points_database_url, MovingClock())
    yield made
    made.engine.dispose()


def test_one_key_used_by_fifty_acts_once(town: PointsTown) -> None:
    holder, shop = town.person(reserve=0), town.shop()
    town.do(acts.grant(holder, 5000))
    answers = at_once(MANY, lambda _: keyed(town, "one key", acts.spend(holder, shop, 100)))
    assert answers == [{"receipt": 1}] * MANY
    assert acts_of_kind(town.engine, "spend") == 1
    assert_ledger_whole(town.engine)


def test_fifty_spend_what_suffices_for_ten(town: PointsTown) -> None:
    holder, shop = town.person(), town.shop()
    town.do(acts.grant(holder, 1000))
    answers = at_once(MANY, lambda number: keyed(town, f"key {number}", acts.spend(holder, shop, 100)))
    assert answers.count("points-insufficient") == MANY - 10
    assert sorted(one["receipt"] for one in answers if isinstance(one, dict)) == list(range(1, 11))
    assert_ledger_whole(town.engine)


def test_cancel_against_cancel(town: PointsTown) -> None:
    holder, shop = town.person(), town.shop()
    town.do(acts.grant(holder, 1000))
    receipt = town.do(acts.spend(holder, shop, 400))["receipt"]
    answers = at_once(10, lambda number: keyed(town, f"key {number}", acts.cancel(shop, receipt)))
    assert answers.count("already-cancelled") == 9
    assert acts_of_kind(town.engine, "cancel") == 1
    assert_ledger_whole(town.engine)


def test_spends_at_two_shops_against_moves_and_grants(town: PointsTown) -> None:
    """Every order of locks at once: nothing waits for ever, nothing is lost."""
    people = [town.person(reserve=1000) for _ in range(4)]
    shops = [town.shop("一番"), town.shop("二番")]
    for person in people:
        town.do(acts.grant(person, 1000))
    each = [
        lambda person, _: acts.move(person, 100),
        lambda person, number: acts.spend(person, shops[number % 2], 50),
        lambda person, _: acts.grant(person, 10),
        lambda person, _: acts.put(person, 5),
    ]
    answers = at_once(
        40, lambda number: keyed(town, f"{number}", each[number % 4](people[number // 4 % 4], number // 2))
    )
    assert [one for one in answers if isinstance(one, str)] == []
    assert_ledger_whole(town.engine)


def test_closing_against_grants_to_old_and_new_accounts(town: PointsTown) -> None:
    """Whatever comes first: nobody's points lie in a closed account, and none are lost."""
    today = japan_day(town.ground.clock())
    for turn in range(5):
        holder = town.person(reserve=100)
        event = town.event(today, today, f"まつり{turn}")
        grants = [acts.grant(holder, 10), acts.grant(holder, 10, event), acts.put(holder, 10)]

        def act(number: int, holder: UUID = holder, grants: list[Act] = grants) -> object:
            if number == 0:
                return town.do(lambda work: close_holder(work, holder))
            return keyed(town, f"{holder} {number}", grants[number % 3])

        answers = at_once(12, act)
        refused = {one for one in answers if isinstance(one, str)}
        assert refused <= {"points-account-not-found"}
        assert balances(town, holder) == [0] * len(balances(town, holder))
    assert_ledger_whole(town.engine)


def balances(town: PointsTown, holder: UUID) -> list[int]:
    statement = select(Account.balance).where(Account.holder_id == holder)
    return town.do(lambda work: list(work.session.scalars(statement)))


def test_twins_that_want_all_there_is_are_told_the_same(town: PointsTown) -> None:
    """The later twin finds nothing left, because the earlier one took it: that is no refusal."""
    holder = town.person(reserve=1000)
    answers = at_once(8, lambda _: keyed(town, "one key", acts.move(holder, 1000)))
    assert answers == [{"ends_on": "2026-10-06"}] * 8
    assert acts_of_kind(town.engine, "move") == 1
    assert_ledger_whole(town.engine)
