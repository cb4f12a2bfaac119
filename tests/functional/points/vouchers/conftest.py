"""A town that issues vouchers, on each engine in turn; its ledger is whole at the end of every test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from mykey.points.ledger.verify import verify_ledger
from tests.support.ledger_checks import assert_ledger_whole
from tests.support.moving_clock import MovingClock
from tests.support.points_ground import PointsTown
from tests.support.voucher_acts import allow_vouchers


@pytest.fixture
def town(points_database_url: str, clock: MovingClock) -> Iterator[PointsTown]:
    made = PointsTown.on(points_database_url, clock)
    allow_vouchers(made)
    yield made
    assert_ledger_whole(made.engine)
    with made.engine.connect() as connection:
        assert list(verify_ledger(connection)) == []
    made.engine.dispose()
