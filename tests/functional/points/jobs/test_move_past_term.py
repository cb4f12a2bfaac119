"""Reserve points past their term: to the base account, or kept with one reminder."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from uuid import UUID

import pytest

from mykey.points.acts.move_past_term import Dealt
from mykey.points.acts.move_points import move_points
from mykey.points.acts.put_into_reserve import TERM_DAYS, put_into_reserve
from mykey.points.ground import PointsWork
from mykey.points.jobs.move_past_term import move_past_term
from mykey.points.models.programmes import Programme
from mykey.points.refusals import PointsInsufficient
from tests.functional.points.jobs.conftest import JobsTown
from tests.support.ledger_checks import acts_of_kind, assert_ledger_whole
from tests.support.points_ground import KAWASAKI


def run(town: JobsTown, **sizes: int) -> Dealt:
    return move_past_term(town.engine, town.points.ground, **sizes)


def close_programme(work: PointsWork) -> None:
    work.session.get_one(Programme, KAWASAKI).closes_on = date(2026, 4, 7)


def test_they_go_to_the_base_account_after_the_term(town: JobsTown) -> None:
    holder = town.points.person(reserve=1000)
    town.set_base(holder)
    town.days(TERM_DAYS)
    assert run(town) == Dealt(0, 0)
    town.days(1)
    assert run(town) == Dealt(1, 0)
    assert run(town) == Dealt(0, 0)
    assert town.balances(holder) == {"reserve": 0, "municipal": 1000}
    (lot,) = town.lots(holder, "municipal")
    assert lot.ends_on == date(2026, 10, 28)  # six months after the move
    assert acts_of_kind(town.engine, "term-move") == 1
    assert_ledger_whole(town.engine)


def test_only_what_is_past_its_term_goes(town: JobsTown) -> None:
    holder = town.points.person(reserve=1000)
    town.set_base(holder)
    town.points.do(lambda work: move_points(work, holder, 300, municipality_code=KAWASAKI))
    town.days(10)
    town.points.do(lambda work: put_into_reserve(work, holder, 50))
    town.days(TERM_DAYS - 9)
    assert run(town) == Dealt(1, 0)
    assert town.balances(holder) == {"reserve": 50, "municipal": 1000}
    assert_ledger_whole(town.engine)


def test_without_a_base_account_they_stay_and_one_reminder_goes(town: JobsTown) -> None:
    holder = town.points.person(reserve=1000)
    town.wishes(holder, "taro@mail.example", "expiring")
    town.letters()
    town.days(TERM_DAYS + 1)
    assert run(town) == Dealt(0, 1)
    assert run(town) == Dealt(0, 0)
    ((_, _, text),) = town.letters()
    assert "留保" in text
    assert "1,000ポイント" in text
    assert town.balances(holder) == {"reserve": 1000}
    town.set_base(holder)
    assert run(town) == Dealt(1, 0)
    assert_ledger_whole(town.engine)


def test_a_programme_that_is_over_takes_none(town: JobsTown) -> None:
    holder = town.points.person(reserve=10)
    town.set_base(holder)
    town.points.do(close_programme)
    town.days(TERM_DAYS + 1)
    assert run(town) == Dealt(0, 1)
    assert run(town) == Dealt(0, 0)
    assert town.balances(holder) == {"reserve": 10, "municipal": 0}


def test_many_page_by_page(town: JobsTown) -> None:
    holders = [town.points.person(reserve=10) for _ in range(5)]
    for holder in holders[:3]:
        town.set_base(holder)
    town.days(TERM_DAYS + 1)
    assert run(town, page=2, batch=1) == Dealt(3, 2)
    assert_ledger_whole(town.engine)


def test_at_the_same_time_as_itself_and_as_the_holders(town: JobsTown) -> None:
    holders = [town.points.person(reserve=100) for _ in range(6)]
    for holder in holders:
        town.set_base(holder)
    town.days(TERM_DAYS + 1)
    together = Barrier(4)

    def job(_: int) -> int:
        together.wait()
        return run(town, batch=1).moved

    def move(_: int) -> int:
        together.wait()
        return sum(_move(town, holder) for holder in holders)

    with ThreadPoolExecutor(4) as pool:
        jobs = [pool.submit(job, number) for number in range(3)]
        moving = pool.submit(move, 0)
        moved = sum(each.result() for each in jobs)
        by_hand = moving.result()
    moved += run(town).moved
    assert moved + by_hand == 6
    assert [town.balances(holder) for holder in holders] == [{"reserve": 0, "municipal": 100}] * 6
    assert_ledger_whole(town.engine)


def _move(town: JobsTown, holder: UUID) -> int:
    try:
        town.points.do(lambda work: move_points(work, holder, 100, municipality_code=KAWASAKI))
    except PointsInsufficient:
        return 0
    return 1


@pytest.mark.parametrize("when", [TERM_DAYS, TERM_DAYS + 5])
def test_the_term_is_set_when_points_come(town: JobsTown, when: int) -> None:
    holder = town.points.person()
    town.set_base(holder)
    town.points.do(lambda work: put_into_reserve(work, holder, 5, term_days=when))
    town.days(when)
    assert run(town).moved == 0
    town.days(1)
    assert run(town).moved == 1
