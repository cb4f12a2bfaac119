"""What a job's test works with: an authority, a ground, and a database on each engine in turn."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from mykey.services.ground import Ground
from mykey.web.engines import make_engine
from tests.support.ground import make_ground, make_office
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
