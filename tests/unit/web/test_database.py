"""One transaction a request: what is answered below 400 is committed, what is refused leaves no row."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from flask import Flask, Response

from mykey.models.base import Base
from mykey.models.providers import Provider
from mykey.web.database import apart, attach_database, engine, session
from mykey.web.engines import engine_options, make_engine
from tests.factories.providers import a_library, a_shopping_street


@pytest.fixture
def app(database_url: str) -> Iterator[Flask]:
    made = Flask(__name__)
    attach_database(made, database_url, Base)

    @made.post("/<int:status>")
    def write(status: int) -> Response:
        a_library(session())
        return Response(status=status)

    @made.post("/apart/<int:status>")
    def write_apart(status: int) -> Response:
        apart(a_shopping_street_apart)
        a_library(session())
        return Response(status=status)

    @made.post("/raises")
    def raises() -> Response:
        a_library(session())
        raise LookupError

    @made.post("/nothing")
    def nothing() -> Response:
        return Response()

    yield made
    with made.app_context():
        engine().dispose()


def a_shopping_street_apart(own: sa.orm.Session) -> None:
    a_shopping_street(own)


def providers(app: Flask) -> list[str]:
    with app.app_context(), engine().connect() as connection:
        return sorted(connection.scalars(sa.select(Provider.provider_id)))


@pytest.mark.parametrize("status", [200, 201, 204, 302, 303, 399])
def test_what_is_done_is_committed(app: Flask, status: int) -> None:
    app.test_client().post(f"/{status}")
    assert providers(app) == ["000001"]


@pytest.mark.parametrize("path", ["/400", "/404", "/409", "/422", "/429", "/500", "/503", "/raises"])
def test_what_is_refused_leaves_no_row(app: Flask, path: str) -> None:
    app.test_client().post(path)
    assert providers(app) == []


def test_what_is_written_apart_stays(app: Flask) -> None:
    app.test_client().post("/apart/403")
    assert providers(app) == ["000002"]


def test_one_request_does_not_see_anothers_transaction(app: Flask) -> None:
    client = app.test_client()
    assert client.post("/400").status_code == 400
    assert client.post("/201").status_code == 201
    assert client.post("/201").status_code == 500, "the same provider a second time"
    assert providers(app) == ["000001"]


def test_a_request_that_needs_no_transaction_begins_none(app: Flask) -> None:
    begun: list[object] = []
    with app.app_context():
        sa.event.listen(engine(), "begin", begun.append)
    app.test_client().post("/nothing")
    assert begun == []


def test_no_parameter_reaches_an_exceptions_text(database_url: str) -> None:
    made = make_engine(database_url)
    with made.connect() as connection, pytest.raises(sa.exc.DBAPIError) as refused:
        connection.execute(sa.text("SELECT :secret FROM nowhere"), {"secret": "180000000011"})
    made.dispose()
    assert "180000000011" not in str(refused.value)


@pytest.mark.parametrize("database_engine", ["sqlite"])
def test_sqlite_is_set_up_for_several_writers(database_url: str) -> None:
    made = make_engine(database_url)
    with made.connect() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("foreign_keys", "journal_mode", "busy_timeout")
        }
    made.dispose()
    assert pragmas == {"foreign_keys": 1, "journal_mode": "wal", "busy_timeout": 15_000}


@pytest.mark.parametrize("database_engine", ["sqlite"])
def test_two_writers_wait_at_the_start_and_neither_fails(database_url: str) -> None:
    """DEFERRED would let both read, and then fail one of them with `database is locked` at once."""
    made = make_engine(database_url)
    first_holds = threading.Event()

    def first() -> None:
        with sa.orm.Session(made) as own, own.begin():
            own.scalars(sa.select(Provider)).all()
            first_holds.set()
            time.sleep(0.05)
            a_library(own)

    thread = threading.Thread(target=first)
    thread.start()
    assert first_holds.wait(10)
    with sa.orm.Session(made) as own, own.begin():
        assert len(own.scalars(sa.select(Provider)).all()) == 1
        a_shopping_street(own)
    thread.join(10)
    made.dispose()


@pytest.mark.parametrize("database_engine", ["sqlite"])
def test_a_connection_in_autocommit_holds_no_lock(database_url: str) -> None:
    made = make_engine(database_url)
    with (
        made.connect().execution_options(isolation_level="AUTOCOMMIT") as reader,
        sa.orm.Session(made) as writer,
        writer.begin(),
    ):
        reader.execute(sa.select(Provider.provider_id)).all()
        a_library(writer)
    made.dispose()


@pytest.mark.parametrize("database_engine", ["postgresql"])
def test_a_lost_connection_is_noticed_before_it_is_used(app: Flask, database_url: str) -> None:
    client = app.test_client()
    assert client.post("/404").status_code == 404
    made = make_engine(database_url)
    with made.connect() as other:
        other.execute(
            sa.text(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                " WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()"
            )
        )
    made.dispose()
    assert client.post("/201").status_code == 201
    assert providers(app) == ["000001"]


def test_each_engine_gets_its_own_options() -> None:
    assert engine_options("sqlite:///x") == {"hide_parameters": True}
    assert engine_options("postgresql+psycopg://x/y")["pool_pre_ping"] is True
