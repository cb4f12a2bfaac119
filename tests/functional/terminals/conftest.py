"""The terminals face as machines meet it, on each engine in turn: a town, a counter, people with cards."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from mykey.services.ground import Ground
from mykey.web.engines import make_engine
from tests.factories.counters import Counter, a_counter
from tests.support.ground import make_ground, make_office
from tests.support.moving_clock import MovingClock
from tests.support.terminal_client import TerminalClient
from tests.support.terminals_face import open_terminals
from town.authority.office import CardOffice


@pytest.fixture
def clock() -> MovingClock:
    return MovingClock()


@pytest.fixture
def office(clock: MovingClock) -> Iterator[CardOffice]:
    with make_office(clock) as made:
        yield made


@pytest.fixture
def ground(clock: MovingClock, tmp_path: Path, office: CardOffice) -> Ground:
    return make_ground(clock, tmp_path, office)


@pytest.fixture
def app(database_url: str, ground: Ground, tmp_path: Path) -> Iterator[Flask]:
    with open_terminals(database_url, ground, tmp_path) as made:
        yield made


@pytest.fixture
def core_engine(database_url: str) -> Iterator[Engine]:
    engine = make_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def session(core_engine: Engine) -> Iterator[Session]:
    """For looking and preparing; commit or roll back before the face is called."""
    with Session(core_engine) as made:
        yield made


@pytest.fixture
def counter(ground: Ground, office: CardOffice, session: Session) -> Counter:
    return a_counter(ground, office, session)


@pytest.fixture
def terminal(app: Flask, clock: MovingClock, counter: Counter) -> TerminalClient:
    """The library's active terminal."""
    return TerminalClient(app, clock, counter.terminal_id)
