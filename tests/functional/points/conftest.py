"""What every room of the points side is tested with: a clock that moves, a town on each engine in turn."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.moving_clock import MovingClock
from tests.support.points_ground import PointsTown
from tests.support.ticket_office import TicketOffice


@pytest.fixture
def clock() -> MovingClock:
    return MovingClock()


@pytest.fixture
def town(points_database_url: str, clock: MovingClock) -> Iterator[PointsTown]:
    made = PointsTown.on(points_database_url, clock)
    yield made
    made.engine.dispose()


@pytest.fixture
def tickets(town: PointsTown, clock: MovingClock) -> TicketOffice:
    return TicketOffice.writing_to(town.ground.keys.ring, clock)
