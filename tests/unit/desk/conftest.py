from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.leak_guard import LeakGuard
from tests.unit.desk.card_double import CardDouble, certificate_of
from tests.unit.desk.desk_double import Desk, make_desk


@pytest.fixture
def desk(tmp_path: Path, leak_guard: LeakGuard) -> Desk:
    """A registered terminal; whatever it writes or logs must hold nothing of the card and no number (P1)."""
    made = make_desk(tmp_path)
    leak_guard.watch("180000000011", "a patron number")
    leak_guard.watch_certificate(certificate_of("rsa"))
    leak_guard.watch_directory(tmp_path)
    return made


@pytest.fixture
def card(desk: Desk) -> CardDouble:
    """A card on the desk's reader."""
    return desk.reader.put(CardDouble())
