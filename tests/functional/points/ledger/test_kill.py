"""The process is killed (SIGKILL) at every statement of every kind of act; the client sends again: done once.

The child is forked, acts on a connection of its own and kills itself before the statement of its turn, before
the commit, or after it and before the answer.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from mykey.points.acts.choose_base_account import choose_base_account
from mykey.points.acts.close_holder import close_holder
from mykey.points.jobs.expire_lots import expire_lots
from mykey.points.jobs.move_past_term import move_past_term
from mykey.points.refusals import PointsAccountNotFound
from mykey.web.engines import make_engine
from tests.support import ledger_acts as acts
from tests.support.ledger_acts import Act, keyed
from tests.support.ledger_checks import acts_of_kind, assert_ledger_whole
from tests.support.moving_clock import MovingClock
from tests.support.points_ground import KAWASAKI, PointsTown
from tests.support.voucher_acts import allow_vouchers, issue_voucher

MOST_STATEMENTS = 40


def a_grant(_town: PointsTown, holder: UUID, _shop: UUID) -> Act:
    return acts.grant(holder, 70)


def a_put(_town: PointsTown, holder: UUID, _shop: UUID) -> Act:
    return acts.put(holder, 70)


def a_move(_town: PointsTown, holder: UUID, _shop: UUID) -> Act:
    return acts.move(holder, 70)


def a_spend(_town: PointsTown, holder: UUID, shop: UUID) -> Act:
    return acts.spend(holder, shop, 150)


def a_cancel(town: PointsTown, holder: UUID, shop: UUID) -> Act:
    return acts.cancel(shop, town.do(acts.spend(holder, shop, 150))["receipt"])


def a_voucher(_town: PointsTown, holder: UUID, shop: UUID) -> Act:
    return issue_voucher(holder, shop, 100)


KINDS: dict[str, Callable[[PointsTown, UUID, UUID], Act]] = {
    "grant": a_grant,
    "put-into-reserve": a_put,
    "move": a_move,
    "spend": a_spend,
    "cancel": a_cancel,
    "issue-voucher": a_voucher,
}


@pytest.mark.parametrize("kind", KINDS)
def test_killed_at_every_statement_and_sent_again(town: PointsTown, kind: str) -> None:
    shop = town.shop()
    allow_vouchers(town)
    point, ended = 0, False
    while not ended:
        assert point < MOST_STATEMENTS
        holder = town.person(reserve=500)
        town.do(acts.grant(holder, 100))
        town.do(acts.grant(holder, 100))
        act = KINDS[kind](town, holder, shop)
        before = acts_of_kind(town.engine, kind)
        ended = not killed_at(town, point, f"key {point}", act)
        answer = keyed(town, f"key {point}", act)
        assert acts_of_kind(town.engine, kind) == before + 1
        assert keyed(town, f"key {point}", act) == answer
        assert acts_of_kind(town.engine, kind) == before + 1
        point += 1
    assert point > 6, "an act has that many statements at least"
    assert_ledger_whole(town.engine)


def expire(town: PointsTown, _holder: UUID) -> None:
    expire_lots(town.engine, town.ground)


def move_on(town: PointsTown, _holder: UUID) -> None:
    move_past_term(town.engine, town.ground)


def close(town: PointsTown, holder: UUID) -> None:
    with suppress(PointsAccountNotFound):  # closed before the answer was lost
        town.do(lambda work: close_holder(work, holder))


#: job → how many acts it makes of one person's points (closing gives back from two accounts)
JOBS: dict[str, tuple[Callable[[PointsTown, UUID], None], int]] = {
    "expire": (expire, 1),
    "term-move": (move_on, 1),
    "give-back": (close, 2),
}


@pytest.mark.parametrize("kind", JOBS)
def test_jobs_and_closing_killed_at_every_statement_and_run_again(
    town: PointsTown, clock: MovingClock, kind: str
) -> None:
    job, acts_each = JOBS[kind]
    point, ended = 0, False
    while not ended:
        assert point < MOST_STATEMENTS
        holder = town.person(reserve=500)
        town.do(lambda work, who=holder: choose_base_account(work, who, KAWASAKI))
        town.do(acts.grant(holder, 100))
        before = acts_of_kind(town.engine, kind)
        if kind != "give-back":
            clock.advance(days=22 if kind == "term-move" else 200)
        ended = not dies_at(town, point, lambda own, who=holder: job(own, who))
        job(town, holder)
        job(town, holder)
        assert acts_of_kind(town.engine, kind) == before + acts_each
        if kind == "term-move":
            close(town, holder)
        point += 1
    assert_ledger_whole(town.engine)


def killed_at(town: PointsTown, point: int, key: str, act: Act) -> bool:
    """The act under its key, in a child that kills itself at a point; false when it came to its end first."""
    return dies_at(town, point, lambda own: keyed(own, key, act))


def dies_at(town: PointsTown, point: int, do: Callable[[PointsTown], object]) -> bool:
    """Run it in a child that kills itself at a point; false when it came to its end first."""
    child = os.fork()
    if child == 0:
        try:
            _run_and_die(town, point, do)
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return True
    assert os.WEXITSTATUS(status) == 0
    return False


def _run_and_die(town: PointsTown, point: int, do: Callable[[PointsTown], object]) -> None:
    own = PointsTown(make_engine(town.engine.url.render_as_string(hide_password=False)), town.ground)
    seen = 0

    def step(*_: Any) -> None:
        nonlocal seen
        if seen == point:
            os.kill(os.getpid(), signal.SIGKILL)
        seen += 1

    sa.event.listen(own.engine, "before_cursor_execute", step)
    sa.event.listen(own.engine, "commit", step)
    do(own)
    step()
    os._exit(0)
