"""The till API as tills meet it, on each engine in turn."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.support.points_ground import PointsTown
from tests.support.ticket_office import TicketOffice
from tests.support.till_counter import TillClient, TillCounter, open_points_till


@pytest.fixture
def app(points_database_url: str, town: PointsTown, tickets: TicketOffice, tmp_path: Path) -> Iterator[Flask]:
    with open_points_till(points_database_url, town, tickets, tmp_path) as made:
        yield made


@pytest.fixture
def counter(app: Flask, town: PointsTown, tickets: TicketOffice) -> TillCounter:
    return TillCounter(app, town, tickets)


@pytest.fixture
def till(counter: TillCounter) -> TillClient:
    """The shop's till."""
    return counter.spender
