from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.moving_clock import MovingClock
from town.authority.keys import KeyPool
from town.authority.office import CardOffice

KEYS = KeyPool(size=6)


@pytest.fixture
def keys() -> KeyPool:
    """The pool of this process: what is drawn from it costs its time once."""
    return KEYS


@pytest.fixture
def clock() -> MovingClock:
    return MovingClock()


@pytest.fixture
def office(clock: MovingClock, keys: KeyPool) -> Iterator[CardOffice]:
    with CardOffice(None, clock=clock, key_source=keys) as opened:
        yield opened
