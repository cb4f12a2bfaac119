from __future__ import annotations

import threading
from datetime import date

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from mykey.models.terminal_requests import TerminalUsage
from mykey.services.count_usage import UsageKey, add_usage
from mykey.services.work import Work

DAY = date(2026, 4, 6)
FOUND: UsageKey = ("40000001", DAY, "look-up")
NOT_FOUND: UsageKey = ("40000001", DAY, "look-up.not-linked")


def counters(session: Session) -> dict[UsageKey, int]:
    session.rollback()
    rows = session.scalars(select(TerminalUsage)).all()
    return {(row.terminal_id, row.day, row.outcome): row.count for row in rows}


def test_counts_add_up_by_terminal_day_and_outcome(work: Work) -> None:
    for counts in ({FOUND: 2, NOT_FOUND: 1}, {FOUND: 3}, {("40000002", DAY, "look-up"): 1}, {}):
        add_usage(work.session, counts)
        work.session.commit()
    assert counters(work.session) == {FOUND: 5, NOT_FOUND: 1, ("40000002", DAY, "look-up"): 1}


def test_another_day_is_another_counter(work: Work) -> None:
    add_usage(work.session, {FOUND: 1, ("40000001", date(2026, 4, 7), "look-up"): 1})
    work.session.commit()
    assert len(counters(work.session)) == 2


def test_no_counter_falls_below_nothing(work: Work) -> None:
    with pytest.raises(IntegrityError):
        add_usage(work.session, {FOUND: -1})


def test_workers_who_write_at_once_lose_nothing(work: Work, core_engine: Engine) -> None:
    start = threading.Barrier(3)

    def write(keys: list[UsageKey]) -> None:
        for _ in range(5):
            start.wait(10)
            with Session(core_engine) as own, own.begin():
                add_usage(own, dict.fromkeys(keys, 1))

    orders = ([FOUND, NOT_FOUND], [NOT_FOUND, FOUND], [FOUND, NOT_FOUND])
    threads = [threading.Thread(target=write, args=(order,)) for order in orders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert counters(work.session) == {FOUND: 15, NOT_FOUND: 15}


def test_a_counter_knows_nothing_else() -> None:
    """The platform's whole library usage log (privacy.md, P6)."""
    assert set(TerminalUsage.__table__.columns.keys()) == {"terminal_id", "day", "outcome", "count"}
