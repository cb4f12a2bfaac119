"""What a use case's test works with: an authority, a ground, and one transaction on each engine in turn."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from mykey.services.ground import Ground
from mykey.services.work import Work
from mykey.web.engines import make_engine
from tests.factories.counters import Counter, a_counter
from tests.support.ground import make_ground, make_office, work_on
from tests.support.moving_clock import MovingClock
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
def core_engine(database_url: str) -> Iterator[Engine]:
    engine = make_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def session(core_engine: Engine) -> Iterator[Session]:
    with Session(core_engine) as made:
        yield made


@pytest.fixture
def work(ground: Ground, session: Session) -> Work:
    """Commit `work.session` before a use case that writes apart: on SQLite there is one writer."""
    return work_on(ground, session)


@pytest.fixture
def counter(ground: Ground, office: CardOffice, session: Session) -> Counter:
    """A library's counter. Commit before a use case that writes apart."""
    return a_counter(ground, office, session)
