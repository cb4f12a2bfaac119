"""What serves once is dropped when it is over, and not before."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from mykey.kernel.clock import japan_day
from mykey.points.acts.spend_nonce import hour_third
from mykey.points.jobs.purge import purge_points
from mykey.points.ledger.once import day_third
from mykey.points.models.all_tables import POINTS_METADATA
from mykey.points.models.requests import KEPT_ANSWER, PAY_CODE, TILL_VISIT
from mykey.points.models.sessions import OFFICE_SESSION, POINTS_SESSION
from tests.functional.points.jobs.conftest import JobsTown

T = POINTS_METADATA.tables
NIGHT = datetime(2026, 4, 6, 14, 58, tzinfo=UTC)  # two minutes to midnight in Japan


def insert(town: JobsTown, table: str, **values: Any) -> None:
    with town.engine.begin() as connection:
        connection.execute(T[table].insert().values(**values))


def count(town: JobsTown, table: str) -> int:
    with town.engine.connect() as connection:
        return int(connection.scalar(sa.select(sa.func.count()).select_from(T[table])) or 0)


def purge(town: JobsTown) -> int:
    return purge_points(town.engine, town.points.ground.keys, town.clock)


@pytest.mark.parametrize(
    ("table", "key", "sealed", "column", "member", "life"),
    [
        ("points_sessions", "token_index", "data_sealed", POINTS_SESSION, "opened_at", timedelta(hours=24)),
        ("office_sessions", "token_index", "data_sealed", OFFICE_SESSION, "opened_at", timedelta(hours=24)),
        ("till_visits", "visit_index", "visit_sealed", TILL_VISIT, "until", timedelta(0)),
        ("pay_codes", "pay_code_index", "pay_code_sealed", PAY_CODE, "until", timedelta(0)),
    ],
)
def test_what_has_its_time_inside_a_seal(
    town: JobsTown, table: str, key: str, sealed: str, column: Any, member: str, life: timedelta
) -> None:
    for number in range(3):
        index = bytes([number]) * 32
        moment = town.clock() + timedelta(hours=number)
        value = town.points.ground.keys.seal(column, index, {member: moment.isoformat()})
        insert(town, table, **{key: index, sealed: value})
    insert(town, table, **{key: b"x" * 32, sealed: bytes(column.stored_bytes)})  # its key was withdrawn
    assert purge(town) == 1
    town.clock.advance(life + timedelta(hours=1, seconds=1))
    assert purge(town) == 2
    assert count(town, table) == 1


def test_tickets_and_limits(town: JobsTown) -> None:
    insert(town, "opened_tickets", ticket_index=b"t" * 32, gone_after=japan_day(town.clock()))
    insert(town, "points_limits", key_index=b"k" * 32, hits=1, expires_at=town.clock() + timedelta(hours=1))
    assert purge(town) == 0
    town.days(1)
    assert purge(town) == 2


def answer(town: JobsTown, index: bytes) -> None:
    sealed = town.points.ground.keys.seal(KEPT_ANSWER, index, {})
    day = day_third(japan_day(town.clock()))
    insert(
        town,
        "kept_answers",
        call_index=index,
        call_body_index=index,
        answer_kept_sealed=sealed,
        kept_third=day,
    )


def test_an_answer_is_kept_for_a_day_at_least(town: JobsTown) -> None:
    for day in range(4):
        answer(town, bytes([day]) * 32)
        purge(town)
        assert count(town, "kept_answers") == min(day + 1, 2)
        town.days(1)


def test_an_answer_of_a_clock_that_is_ahead_stays(town: JobsTown) -> None:
    """Two minutes to midnight another machine writes under tomorrow's number: it was that of two days ago."""
    town.clock.now = NIGHT + timedelta(minutes=2)
    answer(town, b"a" * 32)
    town.clock.now = NIGHT
    purge(town)
    assert count(town, "kept_answers") == 1
    town.clock.now = NIGHT - timedelta(minutes=10)
    purge(town)
    assert count(town, "kept_answers") == 0


def test_a_nonce_is_kept_for_an_hour_at_least(town: JobsTown) -> None:
    for hour in range(4):
        seen = hour_third(town.clock().timestamp())
        insert(town, "seen_nonces", seen_index=bytes([hour]) * 32, seen_third=seen)
        purge(town)
        assert count(town, "seen_nonces") == min(hour + 1, 2)
        town.clock.advance(hours=1)
