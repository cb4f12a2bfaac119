"""A points town on each engine, and the writer of its tickets."""

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
def office(town: PointsTown, clock: MovingClock) -> TicketOffice:
    return TicketOffice.writing_to(town.ground.keys.ring, clock)
