"""A directory for a socket, with a name short enough for tests that connect by themselves."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.moving_clock import MovingClock
from tests.support.ticket_sides import TicketSides


@pytest.fixture
def sides() -> TicketSides:
    return TicketSides(MovingClock())


@pytest.fixture
def home() -> Iterator[Path]:
    """Mode 0700, as the writer wants it."""
    with tempfile.TemporaryDirectory(prefix="tickets-") as directory:
        yield Path(directory)


@pytest.fixture
def path(home: Path) -> Path:
    return home / "writer.sock"
