"""The ledger and a simple model of it take the same steps, crashes in between: they stay equal."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from mykey.kernel.clock import japan_day
from mykey.kernel.errors import MyKeyError
from mykey.points.acts.choose_base_account import choose_base_account
from mykey.points.acts.close_holder import close_holder
from mykey.points.acts.find_programme import OpenProgramme, expiry_day
from mykey.points.acts.show_balances import show_balances
from mykey.points.jobs.expire_lots import expire_lots
from mykey.points.jobs.move_past_term import move_past_term
from mykey.points.jobs.return_vouchers import return_vouchers
from mykey.points.models.all_tables import POINTS_METADATA
from mykey.points.models.programmes import ExpiryRule
from tests.functional.points.ledger.purses_model import ModelPayment, ModelVoucher, PursesModel
from tests.support import ledger_acts as acts
from tests.support import voucher_acts
from tests.support.ledger_acts import Act, keyed
from tests.support.ledger_checks import assert_ledger_whole
from tests.support.moving_clock import MovingClock
from tests.support.points_ground import KAWASAKI, PointsTown

ACCOUNTS = POINTS_METADATA.tables["accounts"].c
# Written down once: they are asked after every step.
ACCOUNTS_OF_PEOPLE = sa.select(ACCOUNTS.holder_id, ACCOUNTS.account_kind, ACCOUNTS.balance).where(
    ACCOUNTS.holder_id.in_(sa.bindparam("people", expanding=True))
)
TOTALS_OF_NOBODYS = (
    sa.select(ACCOUNTS.account_kind, sa.func.sum(ACCOUNTS.balance))
    .where(ACCOUNTS.holder_id.is_(None))
    .group_by(ACCOUNTS.account_kind)
)
PEOPLE = st.integers(0, 2)
AMOUNTS = st.integers(1, 400)
VOUCHER_DAYS = 10
#: How many statements are let through before the connection is lost; None: none is.
CRASHES = st.none() | st.none() | st.integers(0, 14)
STEPS_A_RUN = 50
STEPS_A_RUN_AT_LEAST = 42  # on average: a run may end early


class Crash(Exception):
    """The connection is lost."""


class Ledger(RuleBasedStateMachine):
    """Three people, a shop, an event of twenty days, vouchers, on a database that other runs have used."""

    town: PointsTown
    clock: MovingClock
    steps = 0

    def __init__(self) -> None:
        super().__init__()
        self.model = PursesModel()
        with self.town.engine.connect() as connection:
            self.before = totals(connection)
        self.people = [self.town.person() for _ in range(3)]
        self.shop = self.town.shop(f"商店{len(self.before)}-{self.people[0]}"[:60])
        self.event_ends = self.today + timedelta(days=20)
        self.event = self.town.event(self.today, self.event_ends)
        self.key = 0

    @property
    def today(self) -> date:
        return japan_day(self.clock())

    def act(self, act: Act, crash: int | None) -> dict[str, Any] | str:
        """The act under a key of its own, after a crash sent again; the refusal's word otherwise."""
        self.key += 1
        type(self).steps += 1
        key = f"{self.people[0]} {self.key}"
        if crash is not None:
            with Crashing(self.town.engine, crash), suppress(Crash, MyKeyError):
                keyed(self.town, key, act)
        try:
            return keyed(self.town, key, act)
        except MyKeyError as refused:
            return refused.code

    @rule(who=PEOPLE, amount=AMOUNTS, crash=CRASHES)
    def put(self, who: int, amount: int, crash: int | None) -> None:
        assert self.act(acts.put(self.people[who], amount), crash) == {}
        self.model.add((who, "reserve"), amount, self.today + timedelta(days=21))
        self.model.clearing -= amount

    @rule(who=PEOPLE, amount=AMOUNTS, to_event=st.booleans(), crash=CRASHES)
    def grant(self, who: int, amount: int, to_event: bool, crash: int | None) -> None:
        event = self.event if to_event else None
        answer = self.act(acts.grant(self.people[who], amount, event), crash)
        self.expect(answer, to_event=to_event, enough=True)
        if isinstance(answer, dict):
            self.model.add((who, purse(event)), amount, date.fromisoformat(answer["ends_on"]))
            self.model.issue -= amount

    @rule(who=PEOPLE, amount=AMOUNTS, to_event=st.booleans(), crash=CRASHES)
    def move(self, who: int, amount: int, to_event: bool, crash: int | None) -> None:
        event = self.event if to_event else None
        answer = self.act(acts.move(self.people[who], amount, event), crash)
        enough = self.model.usable((who, "reserve"), self.today) >= amount
        self.expect(answer, to_event=to_event, enough=enough)
        if isinstance(answer, dict):
            self.model.take((who, "reserve"), amount, self.today)
            self.model.add((who, purse(event)), amount, date.fromisoformat(answer["ends_on"]))

    @rule(who=PEOPLE, amount=AMOUNTS, from_event=st.booleans(), crash=CRASHES)
    def spend(self, who: int, amount: int, from_event: bool, crash: int | None) -> None:
        event = self.event if from_event else None
        answer = self.act(acts.spend(self.people[who], self.shop, amount, event), crash)
        source = (who, purse(event))
        self.expect(answer, to_event=from_event, enough=self.model.usable(source, self.today) >= amount)
        if isinstance(answer, dict):
            took = self.model.take(source, amount, self.today)
            assert took is not None
            self.model.receipts += 1
            assert answer == {"receipt": self.model.receipts}
            self.model.payments[self.model.receipts] = ModelPayment(self.today, took)
            self.model.claim += amount

    @precondition(lambda self: self.model.receipts)
    @rule(pick=st.integers(0, 1000), crash=CRASHES)
    def cancel(self, pick: int, crash: int | None) -> None:
        number = pick % self.model.receipts + 1
        payment = self.model.payments.get(number)
        answer = self.act(acts.cancel(self.shop, number), crash)
        if payment is None:
            assert answer == "receipt-not-found"
        elif payment.day != self.today:
            assert answer == "not-today"
        elif payment.cancelled:
            assert answer == "already-cancelled"
        else:
            self.model.receipts += 1
            amount = payment.cancel()
            assert answer == {"receipt": self.model.receipts, "amount": amount}
            self.model.claim -= amount

    @rule(who=PEOPLE, face=st.sampled_from(voucher_acts.FACES[:2]), from_event=st.booleans(), crash=CRASHES)
    def issue(self, who: int, face: int, from_event: bool, crash: int | None) -> None:
        event, source = self.event if from_event else None, (who, "event" if from_event else "municipal")
        answer = self.act(voucher_acts.issue_voucher(self.people[who], self.shop, face, event), crash)
        self.expect(answer, to_event=from_event, enough=self.model.usable(source, self.today) >= face)
        if isinstance(answer, dict):
            took = self.model.take(source, face, self.today)
            assert took is not None
            ends_on = min(self.today + timedelta(days=VOUCHER_DAYS), *(lot.ends_on for lot, _ in took))
            self.model.receipts += 1
            assert (answer["receipt"], answer["ends_on"]) == (self.model.receipts, ends_on.isoformat())
            paper = ModelVoucher(who, answer["receipt"], answer["code"], ends_on, took)
            self.model.papers.append(paper)

    @precondition(lambda self: self.model.papers)
    @rule(pick=st.integers(0, 1000), crash=CRASHES)
    def take(self, pick: int, crash: int | None) -> None:
        paper = self.model.papers[pick % len(self.model.papers)]
        answer = self.act(voucher_acts.take(self.shop, paper.code), crash)
        if paper.state == "taken":
            assert answer == "voucher-used"
        elif paper.ends_on < self.today:
            assert answer == "voucher-ended"
        elif paper.state == "returned":
            assert answer == "voucher-cancelled"
        else:
            self.model.receipts += 1
            assert answer == {"receipt": self.model.receipts, "amount": paper.points}
            paper.state = "taken"
            self.model.payments[self.model.receipts] = ModelPayment(self.today, [], paper)
            self.model.claim += paper.points

    @precondition(lambda self: self.model.papers)
    @rule(pick=st.integers(0, 1000), crash=CRASHES)
    def cancel_voucher(self, pick: int, crash: int | None) -> None:
        paper = self.model.papers[pick % len(self.model.papers)]
        answer = self.act(voucher_acts.return_voucher(self.people[paper.who], self.shop, paper.number), crash)
        if paper.state == "issued":
            self.model.receipts += 1
            assert answer == {"receipt": self.model.receipts, "amount": paper.points}
            paper.give_back()
        else:
            assert answer == {"taken": "voucher-used", "returned": "voucher-cancelled"}[paper.state]

    @rule(crash=CRASHES)
    def the_vouchers_job_runs(self, crash: int | None) -> None:
        self.run_twice(lambda: return_vouchers(self.town.engine, self.town.ground), crash)
        self.model.return_past(self.today)

    @rule(who=PEOPLE, base=st.booleans())
    def choose_base(self, who: int, base: bool) -> None:
        type(self).steps += 1
        code = KAWASAKI if base else None
        self.town.do(lambda work: choose_base_account(work, self.people[who], code))
        self.model.base[who] = base

    @rule(crash=CRASHES)
    def the_term_s_job_runs(self, crash: int | None) -> None:
        self.run_twice(lambda: move_past_term(self.town.engine, self.town.ground), crash)
        rules = OpenProgramme(KAWASAKI, "", date.min, None, ExpiryRule.MONTHS, 6, None, None, 1, 1)
        self.model.move_past_term(self.today, expiry_day(rules, self.today))

    @rule(crash=CRASHES)
    def the_expiry_s_job_runs(self, crash: int | None) -> None:
        self.run_twice(lambda: expire_lots(self.town.engine, self.town.ground), crash)
        self.model.expire(self.today)

    def run_twice(self, job: Callable[[], object], crash: int | None) -> None:
        """The job, cut off by a crash and begun again; the second run finds nothing left to do."""
        type(self).steps += 1
        if crash is not None:
            with Crashing(self.town.engine, crash), suppress(Crash):
                job()
        job()

    def teardown(self) -> None:
        """Everybody closes: what the next run's jobs find is its own people's."""
        for paper in self.model.papers:
            if paper.state == "issued":
                who = self.people[paper.who]
                self.town.do(voucher_acts.return_voucher(who, self.shop, paper.number))
        for person in self.people:
            self.close(person)

    def close(self, person: UUID) -> None:
        self.town.do(lambda work: close_holder(work, person))

    @rule(days=st.sampled_from([1, 1, 2, 5, 30, 200]))
    def time_passes(self, days: int) -> None:
        type(self).steps += 1
        self.clock.advance(timedelta(days=days))

    @invariant()
    def they_agree(self) -> None:
        with self.town.engine.connect() as connection:
            for holder, kind, balance in connection.execute(ACCOUNTS_OF_PEOPLE, {"people": self.people}):
                assert balance == self.model.balance((self.people.index(holder), kind))
            now = totals(connection)
        # What the pages and tills show, of one person in turn: three times as many statements tell no more.
        who = self.steps % len(self.people)
        shown = self.town.do(lambda work: show_balances(work, self.people[who]))
        for balance in shown:
            assert balance.points == self.model.usable((who, balance.account.kind), self.today)
        for name in ("claim", "issue", "clearing", "expired", "vouchers"):
            assert now.get(name, 0) - self.before.get(name, 0) == getattr(self.model, name)

    def expect(self, answer: object, *, to_event: bool, enough: bool) -> None:
        """Refused with the right word, or done."""
        if to_event and self.today > self.event_ends:
            assert answer == "event-not-open"
        elif not enough:
            assert answer == "points-insufficient"
        else:
            assert isinstance(answer, dict), answer


class Crashing:
    """While it lasts, the connection is lost after so many statements."""

    def __init__(self, engine: sa.Engine, statements: int) -> None:
        self._engine = engine
        self._left = statements

    def __enter__(self) -> None:
        sa.event.listen(self._engine, "before_cursor_execute", self._step)
        sa.event.listen(self._engine, "commit", self._step)

    def __exit__(self, *_: object) -> None:
        sa.event.remove(self._engine, "before_cursor_execute", self._step)
        sa.event.remove(self._engine, "commit", self._step)

    def _step(self, *_: object) -> None:
        if self._left == 0:
            self._left = -1
            raise Crash
        self._left -= 1


def purse(event: UUID | None) -> str:
    return "municipal" if event is None else "event"


def totals(connection: sa.Connection) -> dict[str, int]:
    """What the accounts that belong to nobody stand at, by kind."""
    return {kind: int(total) for kind, total in connection.execute(TOTALS_OF_NOBODYS)}


def walk(url: str, steps: int) -> None:
    """So many steps or more on one database, in runs of up to fifty; then the whole ledger is judged."""
    clock = MovingClock()
    town = PointsTown.on(url, clock)
    voucher_acts.allow_vouchers(town, VOUCHER_DAYS)

    class Here(Ledger):
        pass

    Here.town, Here.clock = town, clock
    rules = settings(
        max_examples=steps // STEPS_A_RUN_AT_LEAST,
        stateful_step_count=STEPS_A_RUN,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    try:
        run_state_machine_as_test(Here, settings=rules)
        assert Here.steps >= steps
        assert_ledger_whole(town.engine)
    finally:
        town.engine.dispose()


def test_five_thousand_steps(points_database_url: str) -> None:
    walk(points_database_url, 5_000)


@pytest.mark.long
@pytest.mark.timeout(7200)
def test_a_hundred_thousand_steps(points_database_url: str) -> None:
    walk(points_database_url, 100_000)
