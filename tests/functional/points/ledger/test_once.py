"""The kept answer of a call, while the keys that find it are being replaced."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace

import pytest

from mykey.crypto.keyring import Key, KeyRing
from mykey.crypto.purposes import PointsPurpose, Purpose
from mykey.points.keys import PointsKeys
from mykey.points.refusals import IdempotencyKeyReused
from tests.support import ledger_acts as acts
from tests.support.ledger_acts import keyed
from tests.support.ledger_checks import acts_of_kind
from tests.support.moving_clock import MovingClock
from tests.support.points_ground import PointsTown


@pytest.fixture
def town(points_database_url: str) -> Iterator[PointsTown]:
    made = PointsTown.on(points_database_url, MovingClock())
    yield made
    made.engine.dispose()


def add_keys(town: PointsTown) -> None:
    """A newer key for every purpose; the older ones still read."""
    ring = town.ground.keys.ring
    newer: dict[Purpose, tuple[Key, ...]] = {
        purpose: (Key(ring.current(purpose).version + 1, os.urandom(32)), *ring.versions(purpose))
        for purpose in PointsPurpose
    }
    town.ground = replace(town.ground, keys=PointsKeys(KeyRing(newer), os.urandom))


def test_an_answer_is_found_under_every_key_that_still_reads(town: PointsTown) -> None:
    holder = town.person(reserve=1000)
    first = keyed(town, "one key", acts.move(holder, 10), b"body")
    for _ in range(3):
        add_keys(town)
        assert keyed(town, "one key", acts.move(holder, 10), b"body") == first
        with pytest.raises(IdempotencyKeyReused):
            keyed(town, "one key", acts.move(holder, 10), b"another body")
    assert acts_of_kind(town.engine, "move") == 1
