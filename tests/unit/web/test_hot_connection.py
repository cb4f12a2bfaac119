from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass

import psycopg
import pytest
import sqlalchemy as sa

from mykey.web.engines import make_engine
from mykey.web.hot_connection import HotConnection


@dataclass(frozen=True)
class Statement:
    postgresql: str
    sqlite_write: str
    sqlite_read: str


SPEND = Statement(
    "WITH fresh AS (INSERT INTO nonces (nonce_index, minute) VALUES ($1, $2)"
    " ON CONFLICT DO NOTHING RETURNING 1) SELECT EXISTS (SELECT 1 FROM fresh), since FROM nonce_marks",
    "INSERT OR IGNORE INTO nonces (nonce_index, minute) VALUES (:p1, :p2)",
    "SELECT since FROM nonce_marks",
)
NO_ROW = Statement(SPEND.postgresql + " WHERE false", SPEND.sqlite_write, SPEND.sqlite_read + " WHERE false")
WRONG = Statement(SPEND.postgresql + " WHERE nothing", SPEND.sqlite_write, "SELECT nothing FROM nonce_marks")
WHO = Statement("SELECT pg_backend_pid()", "", "")


@pytest.fixture
def hot(database_url: str) -> Iterator[HotConnection]:
    made = HotConnection(database_url)
    yield made
    made.close()


def nonces(url: str) -> int:
    engine = make_engine(url)
    with engine.connect() as connection:
        count = connection.execute(sa.text("SELECT count(*) FROM nonces")).scalar_one()
    engine.dispose()
    return int(count)


def test_write_and_read_are_one_act_and_stay(hot: HotConnection, database_url: str) -> None:
    assert hot.row(SPEND, (b"a" * 32, 1)) == (True, 0)
    assert hot.row(SPEND, (b"a" * 32, 1)) == (False, 0)
    assert hot.row(SPEND, (b"b" * 32, 1)) == (True, 0)
    assert nonces(database_url) == 2


def test_a_write_stays_when_there_is_no_row_to_read(hot: HotConnection, database_url: str) -> None:
    assert hot.row(NO_ROW, (b"a" * 32, 1)) is None
    assert nonces(database_url) == 1


def test_a_failed_statement_leaves_nothing_and_does_not_hinder_the_next(
    hot: HotConnection, database_url: str
) -> None:
    errors = (psycopg.Error, sa.exc.DBAPIError, Exception)
    with pytest.raises(errors):
        hot.row(WRONG, (b"a" * 32, 1))
    assert nonces(database_url) == 0
    assert hot.row(SPEND, (b"a" * 32, 1)) == (True, 0)


def test_a_failure_outside_the_engine_locks_nobody_out(hot: HotConnection, database_url: str) -> None:
    """A number too large for the driver is no error of the database's."""
    with pytest.raises((OverflowError, psycopg.Error)):
        hot.row(SPEND, (b"a" * 32, 2**70))
    assert hot.row(SPEND, (b"a" * 32, 1)) == (True, 0)
    assert nonces(database_url) == 1


def test_of_many_threads_one_is_fresh(hot: HotConnection) -> None:
    start = threading.Barrier(4)
    found: list[bool] = []

    def spend() -> None:
        start.wait(10)
        row = hot.row(SPEND, (b"a" * 32, 1))
        assert row is not None
        found.append(row[0])
        hot.close()

    threads = [threading.Thread(target=spend) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(found) == [False, False, False, True]


def test_a_closed_connection_is_opened_again(hot: HotConnection) -> None:
    hot.row(SPEND, (b"a" * 32, 1))
    hot.close()
    hot.close()
    assert hot.row(SPEND, (b"b" * 32, 1)) == (True, 0)


@pytest.mark.parametrize("database_engine", ["postgresql"])
def test_a_lost_connection_is_made_anew(hot: HotConnection, database_url: str) -> None:
    for number in range(10):  # often enough to be prepared
        hot.row(SPEND, (bytes([number]) * 32, 1))
    lost = hot.row(WHO, ())
    assert lost is not None
    engine = make_engine(database_url)
    with engine.connect() as other:
        ended = sa.text("SELECT pg_terminate_backend(:pid, 5000)")
        assert other.execute(ended, {"pid": lost[0]}).scalar_one()
    engine.dispose()
    assert hot.row(SPEND, (b"z" * 32, 1)) == (True, 0)
    assert hot.row(WHO, ()) != lost


@pytest.mark.parametrize("database_engine", ["postgresql"])
def test_a_second_failure_is_the_callers(hot: HotConnection, database_url: str) -> None:
    gone = HotConnection(sa.make_url(database_url).set(database="nowhere").render_as_string())
    with pytest.raises(psycopg.OperationalError):
        gone.row(SPEND, (b"a" * 32, 1))
    assert hot.row(SPEND, (b"a" * 32, 1)) == (True, 0)


@pytest.mark.parametrize("database_engine", ["postgresql"])
def test_behind_a_pooler_nothing_is_prepared(database_url: str) -> None:
    hot = HotConnection(database_url, prepared=False)
    prepared = Statement("SELECT count(*) FROM pg_prepared_statements", "", "")
    for number in range(10):
        hot.row(SPEND, (bytes([number]) * 32, 1))
    assert hot.row(prepared, ()) == (0,)
    hot.close()
    hot = HotConnection(database_url)
    hot.row(SPEND, (b"z" * 32, 1))
    assert hot.row(prepared, ()) != (0,)
    hot.close()


@pytest.mark.parametrize("database_engine", ["postgresql"])
def test_it_does_not_wait_for_the_disk(hot: HotConnection) -> None:
    asked = Statement("SELECT current_setting('synchronous_commit')", "", "")
    assert hot.row(asked, ()) == ("off",)
