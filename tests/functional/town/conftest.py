from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.moving_clock import MovingClock
from town.authority.keys import KeyPool
from town.authority.office import CardOffice

KEYS = KeyPool(size=4)


@pytest.fixture
def clock() -> MovingClock:
    return MovingClock()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "town"


@pytest.fixture
def office(home: Path, clock: MovingClock) -> Iterator[CardOffice]:
    """The counter on a home of its own; services opened on the same home see what it does."""
    with CardOffice(home, clock=clock, key_source=KEYS) as opened:
        yield opened
