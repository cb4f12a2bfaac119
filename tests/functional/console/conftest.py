"""One console on each engine in turn, with the operator and two municipalities' officers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from flask import Flask
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from mykey.console import ConsoleSettings, create_console
from mykey.services.ground import Ground
from mykey.web.engines import make_engine
from tests.factories.officers import KnownOfficer, a_municipal_officer, an_operator
from tests.functional.console.officer_browser import ORIGIN, OfficerBrowser
from tests.support.ground import make_ground, make_office
from tests.support.moving_clock import MovingClock

T = TypeVar("T")
Within = Callable[[Callable[[Session], T]], T]


@pytest.fixture
def clock() -> MovingClock:
    return MovingClock()


@pytest.fixture
def ground(clock: MovingClock, tmp_path: Path) -> Iterator[Ground]:
    with make_office(clock) as office:
        yield make_ground(clock, tmp_path, office)


@pytest.fixture
def core_engine(database_url: str) -> Iterator[Engine]:
    engine = make_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def within(core_engine: Engine) -> Within[T]:
    """Run something in a transaction of its own, committed at its end."""

    def run(act: Callable[[Session], T]) -> T:
        with Session(core_engine, expire_on_commit=False) as session, session.begin():
            return act(session)

    return run


@pytest.fixture
def app(database_url: str, ground: Ground, tmp_path: Path) -> Iterator[Flask]:
    settings = ConsoleSettings(
        origin=ORIGIN,
        path="/console",
        database_url=database_url,
        key_ring=tmp_path / "keys.json",
        trust=tmp_path / "trust.json",
        revocation_lists=tmp_path,
        linkage_origin="http://127.0.0.1:9",
        form_token_key="a key of this test only, and of nobody",
    )
    made = create_console(settings, ground)
    yield made
    with made.app_context():
        made.extensions["sqlalchemy"].engine.dispose()


@pytest.fixture
def operator(ground: Ground, within: Within[KnownOfficer]) -> KnownOfficer:
    return within(lambda session: an_operator(ground, session))


@pytest.fixture
def kawasaki(ground: Ground, within: Within[KnownOfficer]) -> KnownOfficer:
    return within(lambda session: a_municipal_officer(ground, session))


@pytest.fixture
def yokohama(ground: Ground, within: Within[KnownOfficer]) -> KnownOfficer:
    return within(lambda session: a_municipal_officer(ground, session, "141003", "yokohama"))


@pytest.fixture
def operator_browser(app: Flask, ground: Ground, operator: KnownOfficer) -> OfficerBrowser:
    browser = OfficerBrowser(app)
    browser.sign_in(operator, ground)
    return browser


@pytest.fixture
def kawasaki_browser(app: Flask, ground: Ground, kawasaki: KnownOfficer) -> OfficerBrowser:
    browser = OfficerBrowser(app)
    browser.sign_in(kawasaki, ground)
    return browser


@pytest.fixture
def yokohama_browser(app: Flask, ground: Ground, yokohama: KnownOfficer) -> OfficerBrowser:
    browser = OfficerBrowser(app)
    browser.sign_in(yokohama, ground)
    return browser
