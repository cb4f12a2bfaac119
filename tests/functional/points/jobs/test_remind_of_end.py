"""Thirty days before points end their holders are told: once a lot."""

from __future__ import annotations

from mykey.points.acts.spend_points import spend_points
from mykey.points.jobs.expire_lots import expire_lots
from mykey.points.jobs.remind_of_end import remind_of_end
from mykey.points.models.shops import Shop
from tests.functional.points.jobs.conftest import JobsTown

UNTIL_TOLD = 183 - 30  # granted on 6 April for six months


def run(town: JobsTown, **sizes: int) -> int:
    return remind_of_end(town.engine, town.points.ground, **sizes)


def test_thirty_days_before_and_once(town: JobsTown) -> None:
    holder = town.points.person(reserve=70)
    town.wishes(holder, "taro@mail.example", "expiring")
    town.grant(holder, 500)
    town.grant(holder, 30)
    town.days(UNTIL_TOLD - 1)
    assert run(town) == 0
    town.days(1)
    assert run(town) == 2
    assert run(town) == 0
    ((recipient, _, text),) = town.letters()
    assert recipient == "taro@mail.example"
    assert "530ポイント" in text
    assert "2026年10月6日" in text
    assert "かわさきポイント" in text


def test_who_did_not_wish_it_is_dealt_with_too(town: JobsTown) -> None:
    for _ in range(3):
        town.grant(town.points.person(), 5)
    town.days(UNTIL_TOLD)
    assert run(town, page=2, batch=1) == 3
    assert town.letters() == []
    assert run(town) == 0


def test_a_later_lot_is_told_of_in_its_own_time(town: JobsTown) -> None:
    holder, shop = town.points.person(), town.points.shop()
    town.wishes(holder, "taro@mail.example", "expiring")
    town.grant(holder, 500)
    town.days(40)
    town.grant(holder, 60)
    town.points.do(lambda work: spend_points(work, holder, work.session.get_one(Shop, shop), 450))
    town.days(UNTIL_TOLD - 40)
    assert run(town) == 1
    assert "50ポイント" in town.letters()[0][2]
    town.days(31)
    expire_lots(town.engine, town.points.ground)
    town.days(9)
    assert run(town) == 0
    town.days(1)
    assert run(town) == 1
    assert "60ポイント" in town.letters()[0][2]


def test_what_is_over_is_not_told_of_as_ending(town: JobsTown) -> None:
    holder = town.points.person()
    town.wishes(holder, "taro@mail.example", "expiring")
    town.grant(holder, 500)
    town.days(200)
    assert run(town) == 0
    assert town.letters() == []
