"""Sessions on the server, as a browser and as a thief of the database meet them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any, cast

import pytest
from flask import Flask, request
from flask import session as browser_session
from flask.testing import FlaskClient
from sqlalchemy import Table, delete, insert, select, update

from mykey.crypto.keyed_index import Indexes
from mykey.crypto.keyring import Key, KeyRing
from mykey.crypto.purposes import CorePurpose
from mykey.crypto.sealed_values import Seals
from mykey.models.base import Base
from mykey.models.sessions import PORTAL_SESSION, PortalSession
from mykey.web.database import attach_database, engine
from mykey.web.sessions import SealedSession, SessionRules, SessionsInTable
from tests.support.dump import dump
from tests.support.leak_guard import LeakGuard
from tests.support.moving_clock import MovingClock

COOKIE = "mykey-portal"
TABLE = cast("Table", PortalSession.__table__)


class Vault:
    """Under the keys of one version or two."""

    def __init__(self) -> None:
        self.keys: list[Key] = []
        self.replace_key()

    def replace_key(self) -> None:
        self.keys = [Key(len(self.keys) + 1, os.urandom(32)), *self.keys]
        seal = [Key(key.version, os.urandom(32)) for key in self.keys]
        older = getattr(self, "seal_keys", [])
        self.seal_keys = [seal[0], *older]
        ring = KeyRing(
            {
                CorePurpose.PORTAL_SESSION_INDEX: tuple(self.keys),
                CorePurpose.PORTAL_SESSION_SEAL: tuple(self.seal_keys),
            }
        )
        self._indexes, self._seals = Indexes(ring), Seals(ring, os.urandom)

    def candidates(self, token: str) -> Sequence[bytes]:
        return self._indexes.candidates(CorePurpose.PORTAL_SESSION_INDEX, token.encode())

    def seal(self, index: bytes, value: Any) -> bytes:
        return self._seals.seal(PORTAL_SESSION, index, value)

    def open(self, index: bytes, sealed: bytes) -> Any:
        return self._seals.open(PORTAL_SESSION, index, sealed)


@pytest.fixture
def clock() -> MovingClock:
    return MovingClock()


@pytest.fixture
def vault() -> Vault:
    return Vault()


@pytest.fixture
def rules() -> SessionRules:
    return SessionRules(COOKIE, "/", https=False, idle=timedelta(minutes=15), absolute=timedelta(hours=8))


@pytest.fixture
def app(database_url: str, clock: MovingClock, vault: Vault, rules: SessionRules) -> Iterator[Flask]:
    made = Flask(__name__)
    attach_database(made, database_url, Base)
    made.session_interface = SessionsInTable(TABLE, vault, rules, clock, os.urandom)

    @made.post("/put")
    def put() -> str:
        browser_session["name"] = request.form["name"]
        return ""

    @made.post("/sign-in")
    def sign_in() -> str:
        browser_session["signed-in"] = True
        cast("SealedSession", browser_session).renew()
        return ""

    @made.post("/sign-out")
    def sign_out() -> str:
        browser_session.clear()
        return ""

    @made.post("/slow")
    def slow() -> str:
        with engine().begin() as elsewhere:  # somebody signs out everywhere meanwhile
            elsewhere.execute(delete(TABLE))
        browser_session["late"] = True
        return ""

    @made.get("/")
    def show() -> dict[str, Any]:
        return dict(browser_session)

    yield made
    with made.app_context():
        engine().dispose()


@pytest.fixture
def browser(app: Flask) -> FlaskClient:
    return app.test_client()


def rows(app: Flask) -> list[Any]:
    with app.app_context(), engine().connect() as connection:
        return list(connection.execute(select(TABLE)))


def token(browser: FlaskClient) -> str:
    cookie = browser.get_cookie(COOKIE)
    return "" if cookie is None else cookie.value


def test_a_visitor_without_a_session_gets_no_row_and_no_cookie(app: Flask, browser: FlaskClient) -> None:
    assert "Set-Cookie" not in browser.get("/").headers
    assert rows(app) == []


def test_what_is_put_in_comes_back(app: Flask, browser: FlaskClient) -> None:
    browser.post("/put", data={"name": "見本"})
    assert browser.get("/").json == {"name": "見本"}
    assert len(rows(app)) == 1
    assert app.test_client().get("/").json == {}


def test_the_cookie_is_for_this_face_and_no_script(browser: FlaskClient) -> None:
    cookie = browser.post("/put", data={"name": "a"}).headers["Set-Cookie"]
    assert {"HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
    assert "Secure" not in cookie
    assert "Expires" not in cookie


def test_over_tls_the_cookie_is_secure(app: Flask, clock: MovingClock, vault: Vault) -> None:
    rules = SessionRules("__Host-mykey", "/", https=True, idle=timedelta(1), absolute=timedelta(1))
    app.session_interface = SessionsInTable(TABLE, vault, rules, clock, os.urandom)
    cookie = app.test_client().post("/put", data={"name": "a"}).headers["Set-Cookie"]
    assert cookie.startswith("__Host-mykey=")
    assert {"Secure", "HttpOnly", "Path=/"} <= set(cookie.split("; "))
    assert "Domain" not in cookie


def test_it_ends_when_nothing_happens(app: Flask, browser: FlaskClient, clock: MovingClock) -> None:
    browser.post("/put", data={"name": "a"})
    clock.advance(minutes=15)
    assert browser.get("/").json == {"name": "a"}
    clock.advance(minutes=15, seconds=1)
    answer = browser.get("/")
    assert answer.json == {}
    assert "Max-Age=0" in answer.headers["Set-Cookie"]
    assert rows(app) == []


def test_it_ends_after_eight_hours_whatever_happens(
    app: Flask, browser: FlaskClient, clock: MovingClock
) -> None:
    browser.post("/put", data={"name": "a"})
    for _ in range(48):
        clock.advance(minutes=10)
        assert browser.get("/").json == {"name": "a"}
    clock.advance(minutes=10)
    assert browser.get("/").json == {}
    assert rows(app) == []


def test_most_requests_write_nothing(app: Flask, browser: FlaskClient, clock: MovingClock) -> None:
    browser.post("/put", data={"name": "a"})
    before = rows(app)
    clock.advance(seconds=59)
    browser.get("/")
    assert rows(app) == before
    clock.advance(seconds=2)
    browser.get("/")
    assert rows(app) != before


def test_at_sign_in_the_old_token_dies(app: Flask, browser: FlaskClient) -> None:
    browser.post("/put", data={"name": "planted"})
    old = token(browser)
    browser.post("/sign-in")
    assert token(browser) != old
    assert browser.get("/").json == {"name": "planted", "signed-in": True}
    thief = app.test_client()
    thief.set_cookie(COOKIE, old)
    assert thief.get("/").json == {}
    assert len(rows(app)) == 1


def test_at_sign_out_row_and_cookie_go(app: Flask, browser: FlaskClient) -> None:
    browser.post("/put", data={"name": "a"})
    old = token(browser)
    browser.post("/sign-out")
    assert token(browser) == ""
    assert rows(app) == []
    browser.set_cookie(COOKIE, old)
    assert browser.get("/").json == {}


@pytest.mark.parametrize("change", ["", "x", "é", "%00", "a" * 4000, "../..", "'; DROP TABLE citizens; --"])
def test_a_tampered_cookie_is_nobodys(app: Flask, browser: FlaskClient, change: str) -> None:
    browser.post("/put", data={"name": "a"})
    right = token(browser)
    for wrong in (change, right[:-1] + ("A" if right[-1] != "A" else "B"), right + change):
        if wrong == right:
            continue
        thief = app.test_client()
        thief.set_cookie(COOKIE, wrong)
        assert thief.get("/").json == {}
    assert browser.get("/").json == {"name": "a"}


def test_a_session_removed_elsewhere_does_not_come_back(app: Flask, browser: FlaskClient) -> None:
    browser.post("/put", data={"name": "a"})
    assert browser.post("/slow").status_code == 200
    assert rows(app) == []
    assert browser.get("/").json == {}


def test_a_row_that_somebody_wrote_signs_nobody_in(app: Flask, browser: FlaskClient) -> None:
    other = app.test_client()
    browser.post("/put", data={"name": "a"})
    other.post("/put", data={"name": "b"})
    with app.app_context(), engine().begin() as connection:
        one, two = connection.execute(select(TABLE)).all()
        connection.execute(
            update(TABLE).where(TABLE.c.token_index == one.token_index).values(data_sealed=two.data_sealed)
        )
    answers = [client.get("/").json for client in (browser, other)]
    assert {} in answers
    assert len(rows(app)) == 1


def test_nothing_stands_in_clear(
    database_url: str, app: Flask, browser: FlaskClient, leak_guard: LeakGuard, clock: MovingClock
) -> None:
    browser.post("/put", data={"name": "a sample person"})
    leak_guard.watch("a sample person", "a name")
    leak_guard.watch(token(browser), "a token")
    leak_guard.watch(f"{clock():%Y-%m-%d}", "a time")
    leak_guard.look_into("the dump", dump(database_url))
    (row,) = rows(app)
    assert len(row.data_sealed) == PORTAL_SESSION.stored_bytes


def test_a_planted_row_without_the_key_is_worth_nothing(app: Flask, vault: Vault) -> None:
    index = vault.candidates("a token of the thief")[0]
    with app.app_context(), engine().begin() as connection:
        connection.execute(
            insert(TABLE).values(token_index=index, data_sealed=bytes(PORTAL_SESSION.stored_bytes))
        )
    thief = app.test_client()
    thief.set_cookie(COOKIE, "a token of the thief")
    assert thief.get("/").json == {}


def test_a_session_outlives_the_replacement_of_its_key(
    app: Flask, browser: FlaskClient, vault: Vault, clock: MovingClock
) -> None:
    browser.post("/put", data={"name": "a"})
    vault.replace_key()
    for _ in range(3):
        clock.advance(minutes=10)
        assert browser.get("/").json == {"name": "a"}
    browser.post("/put", data={"name": "b"})
    assert browser.get("/").json == {"name": "b"}
    assert len(rows(app)) == 1
    browser.post("/sign-out")
    assert rows(app) == []


def test_the_index_of_a_session_stays_while_it_lives(app: Flask, vault: Vault) -> None:
    sessions = cast("SessionsInTable", app.session_interface)
    seen: list[bytes | None] = []

    @app.get("/index")
    def index() -> str:
        seen.append(sessions.index_of(cast("SealedSession", browser_session)))
        return ""

    browser = app.test_client()
    browser.get("/index")
    browser.post("/put", data={"name": "a"})
    browser.get("/index")
    vault.replace_key()
    browser.get("/index")
    browser.post("/sign-in")
    browser.get("/index")
    none, first, same, renewed = seen
    assert none is None
    assert first == same
    assert renewed not in {None, first}
