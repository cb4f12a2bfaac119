"""Points end after their last day: once, whoever runs the job, whatever happens meanwhile."""

from __future__ import annotations

import os
import signal
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier, Thread
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from mykey.kernel.clock import japan_day
from mykey.points.acts.spend_points import spend_points
from mykey.points.jobs.expire_lots import expire_lots
from mykey.points.ledger.post import MOST_POINTS
from mykey.points.models.ledger import Lot
from mykey.points.models.programmes import Programme
from mykey.points.models.shops import Shop
from mykey.points.refusals import PointsInsufficient
from mykey.points.settling import settle
from mykey.web.engines import make_engine
from tests.functional.points.jobs.conftest import JobsTown
from tests.support.leak_guard import LeakGuard
from tests.support.ledger_checks import acts_of_kind, assert_ledger_whole

HALF_A_YEAR = 184


def expire(town: JobsTown, **sizes: int) -> int:
    return expire_lots(town.engine, town.points.ground, **sizes)


def test_the_last_day_is_a_day_of_use(town: JobsTown) -> None:
    holder = town.points.person()
    town.grant(holder, 500)
    (lot,) = town.lots(holder, "municipal")
    town.days((lot.ends_on - japan_day(town.clock())).days)
    assert expire(town) == 0
    town.days(1)
    assert expire(town) == 1
    assert expire(town) == 0
    assert town.balances(holder)["municipal"] == 0
    assert (town.system("expired"), town.system("issue")) == (500, -500)
    assert_ledger_whole(town.engine)


def test_what_was_spent_or_ends_later_stays(town: JobsTown) -> None:
    holder, shop = town.points.person(reserve=900), town.points.shop()
    town.grant(holder, 500)
    town.points.do(lambda work: spend_points(work, holder, work.session.get_one(Shop, shop), 120))
    town.days(100)
    town.grant(holder, 70)
    town.days(100)
    assert expire(town) == 1
    assert town.balances(holder) == {"municipal": 70, "reserve": 900}
    assert town.system("expired") == 380


def test_an_events_points_end_with_it(town: JobsTown) -> None:
    today = japan_day(town.clock())
    holder = town.points.person()
    event = town.points.event(today, today + timedelta(days=3))
    town.grant(holder, 40, event)
    town.days(3)
    assert expire(town) == 0
    town.days(1)
    assert expire(town) == 1
    assert town.balances(holder)["event"] == 0


def test_one_act_a_batch_and_every_lot_once(town: JobsTown) -> None:
    for amount in range(1, 8):
        holder = town.points.person()
        town.grant(holder, amount)
        town.grant(holder, 10)
    town.days(HALF_A_YEAR)
    assert expire(town, page=5, batch=3) == 14
    assert town.system("expired") == 7 * 10 + 28
    assert 1 < acts_of_kind(town.engine, "expire") <= 6
    assert_ledger_whole(town.engine)


def test_holders_who_wished_it_are_told(town: JobsTown, leak_guard: LeakGuard) -> None:
    told, silent, other = (town.points.person() for _ in range(3))
    leak_guard.watch("taro@mail.example", "mail address")
    town.wishes(told, "taro@mail.example", "expired")
    town.wishes(silent, "hanako@mail.example", "granted")
    for holder in (told, told, silent, other):
        town.grant(holder, 500)
    town.letters()
    town.days(HALF_A_YEAR)
    expire(town)
    ((recipient, subject, text),) = town.letters()
    assert recipient == "taro@mail.example"
    assert "期限" in subject
    assert "1,000ポイント" in text
    assert "かわさきポイント" in text


def test_more_points_than_one_act_may_have_are_two_acts(
    town: JobsTown, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        town.grant(town.points.person(), 100)
    town.days(HALF_A_YEAR)
    assert MOST_POINTS >= 1_000_000_000
    monkeypatch.setattr("mykey.points.acts.expire_lots.MOST_POINTS", 250)
    assert expire(town) == 3
    assert acts_of_kind(town.engine, "expire") == 2
    assert_ledger_whole(town.engine)


def test_municipalities_have_accounts_of_their_own(town: JobsTown) -> None:
    from mykey.points.acts.grant_points import grant_points  # noqa: PLC0415 - for another code than the town's

    def copy(work: Any) -> None:
        first = work.session.get_one(Programme, "141305")
        values = {column.name: getattr(first, column.name) for column in Programme.__table__.columns}
        work.session.add(Programme(**(values | {"municipality_code": "131008"})))

    town.points.do(copy)
    holder = town.points.person()
    town.grant(holder, 5)
    town.points.do(lambda work: grant_points(work, holder, "131008", 7))
    town.days(HALF_A_YEAR)
    assert expire(town) == 2
    with town.engine.connect() as connection:
        rows = connection.execute(
            sa.text("SELECT municipality_code, balance FROM accounts WHERE account_kind = 'expired'")
        )
        assert sorted(tuple(row) for row in rows) == [("131008", 7), ("141305", 5)]
    assert_ledger_whole(town.engine)


def test_at_the_same_time_as_itself(town: JobsTown) -> None:
    for _ in range(12):
        town.grant(town.points.person(), 10)
    town.days(HALF_A_YEAR)
    together = Barrier(4)

    def run(_: int) -> int:
        together.wait()
        return expire(town, batch=2)

    with ThreadPoolExecutor(4) as pool:
        ended = sum(pool.map(run, range(4)))
    assert ended + expire(town) == 12
    assert town.system("expired") == 120
    assert_ledger_whole(town.engine)


def test_against_payments(town: JobsTown) -> None:
    """Points whose day is over are of no use, before and after the job; nothing is taken twice."""
    holders = [town.points.person() for _ in range(6)]
    shop = town.points.shop()
    for holder in holders:
        town.grant(holder, 30)
    town.days(100)
    for holder in holders:
        town.grant(holder, 20)
    town.days(100)
    paid: list[int] = []
    left: list[object] = []

    def pay(holder: UUID) -> None:
        try:
            town.points.do(lambda work: spend_points(work, holder, work.session.get_one(Shop, shop), 15))
            paid.append(15)
        except PointsInsufficient as refused:
            left.append(refused.facts["available"])

    def pay_all() -> None:
        for holder in holders * 2:
            pay(holder)

    paying = Thread(target=pay_all)
    paying.start()
    for _ in range(4):
        expire(town, batch=2)
    paying.join()
    expire(town)
    assert sum(paid) == 15 * 6
    assert left == [5] * 6
    assert town.system("expired") == 30 * 6
    assert_ledger_whole(town.engine)


@pytest.mark.parametrize("survived", [0, 2])
def test_after_a_kill_it_goes_on(
    town: JobsTown, points_database_url: str, survived: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed in the middle of a batch, after some whole ones."""
    for _ in range(8):
        town.grant(town.points.person(), 10)
    town.days(HALF_A_YEAR)
    town.engine.dispose()
    child = os.fork()
    if child == 0:
        _die_in_the_batch_after(survived, town, points_database_url, monkeypatch)
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL
    assert_ledger_whole(town.engine)
    assert town.system("expired") == 10 * 2 * survived
    assert expire(town) == 8 - 2 * survived
    assert town.system("expired") == 80
    with town.engine.connect() as connection:
        assert connection.scalar(sa.select(sa.func.sum(Lot.lot_left))) == 0
    assert_ledger_whole(town.engine)


def _die_in_the_batch_after(survived: int, town: JobsTown, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    batches = 0

    def settle_and_die(engine: Any, ground: Any, act: Any) -> Any:
        def dying(work: Any) -> Any:
            nonlocal batches
            done = act(work)
            batches += isinstance(done, int)
            if batches > survived:
                os.kill(os.getpid(), signal.SIGKILL)
            return done

        return settle(engine, ground, dying)

    try:
        monkeypatch.setattr("mykey.points.jobs.by_page.settle", settle_and_die)
        expire_lots(make_engine(url), town.points.ground, batch=2)
    finally:
        os._exit(1)
