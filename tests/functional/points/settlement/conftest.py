"""A points town on each engine, whose clock moves."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.moving_clock import MovingClock
from tests.support.points_ground import PointsTown


@pytest.fixture
def clock() -> MovingClock:
    return MovingClock()


@pytest.fixture
def town(points_database_url: str, clock: MovingClock) -> Iterator[PointsTown]:
    made = PointsTown.on(points_database_url, clock)
    yield made
    made.engine.dispose()
