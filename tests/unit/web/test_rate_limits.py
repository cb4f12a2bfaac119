from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import cast

import pytest
from sqlalchemy import Engine, Table, select

from mykey.models.terminal_requests import Limit
from mykey.web.engines import make_engine
from mykey.web.rate_limits import RateLimits, TooManyRequests
from tests.support.moving_clock import MovingClock

FIVE = "5 per 15 minute"


def index(key: bytes) -> bytes:
    return key.rjust(32, b"\0")[-32:]


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    made = make_engine(database_url)
    yield made
    made.dispose()


@pytest.fixture
def clock() -> MovingClock:
    return MovingClock()


@pytest.fixture
def limits(engine: Engine, clock: MovingClock) -> RateLimits:
    return RateLimits(cast("Table", Limit.__table__), index, lambda: engine, clock)


def hits(limits: RateLimits, key: str, times: int) -> int:
    accepted = 0
    for _ in range(times):
        try:
            limits.hit(FIVE, key)
        except TooManyRequests:
            continue
        accepted += 1
    return accepted


def test_as_many_as_allowed_and_no_more(limits: RateLimits) -> None:
    assert hits(limits, "a", 8) == 5
    assert hits(limits, "b", 1) == 1


def test_it_says_how_long_to_wait_and_begins_anew(limits: RateLimits, clock: MovingClock) -> None:
    hits(limits, "a", 5)
    with pytest.raises(TooManyRequests) as refused:
        limits.check(FIVE, "a")
    assert 0 < int(str(refused.value.facts["retry_after"])) <= 900
    clock.advance(timedelta(minutes=16))
    limits.check(FIVE, "a")
    assert hits(limits, "a", 6) == 5


def test_a_long_window_does_not_tell_when_it_began(
    limits: RateLimits, engine: Engine, clock: MovingClock
) -> None:
    clock.advance(minutes=17, seconds=23)
    limits.hit("3 per day", "a")
    with engine.connect() as connection:
        (end,) = connection.execute(select(Limit.expires_at)).one()
    assert end == (clock() + timedelta(days=1)).replace(minute=0, second=0, microsecond=0) + timedelta(
        hours=1
    )


def test_a_key_can_be_forgotten(limits: RateLimits) -> None:
    hits(limits, "a", 5)
    limits.forget(FIVE, "a")
    limits.check(FIVE, "a")


def test_all_workers_count_together(limits: RateLimits) -> None:
    accepted: list[int] = []
    work: Callable[[], None] = lambda: accepted.append(hits(limits, "a", 4))  # noqa: E731 - one line for a thread
    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(accepted) == 5


def test_gathered_hits_give_the_total(limits: RateLimits) -> None:
    assert limits.add("pace", 60, 3) == 3
    assert limits.add("pace", 60, 4) == 7
