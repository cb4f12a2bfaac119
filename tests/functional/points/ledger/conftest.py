"""A ledger in which everything has happened once, made once an engine; tests change it and roll back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest

from mykey.points.acts.cancel_spend import cancel_spend
from mykey.points.acts.close_holder import close_holder
from mykey.points.acts.grant_points import grant_points
from mykey.points.acts.move_points import move_points
from mykey.points.acts.spend_points import spend_points
from mykey.points.jobs.expire_lots import expire_lots
from mykey.points.models.shops import Shop
from tests.support.databases import ENGINES, Databases
from tests.support.moving_clock import MovingClock
from tests.support.points_ground import KAWASAKI, PointsTown

__all__ = ["Lived"]


@dataclass
class Lived:
    """The database, and who acted in it."""

    url: str
    town: PointsTown
    taro: UUID
    hanako: UUID
    shop: UUID


@pytest.fixture(scope="module", params=ENGINES)
def lived(request: pytest.FixtureRequest, databases: Databases) -> Iterator[Lived]:
    url = databases.create("points", request.param)
    clock = MovingClock()
    town = PointsTown.on(url, clock)
    made = Lived(url, town, town.person(reserve=3000), town.person(reserve=900), town.shop())
    _live(made, clock)
    yield made
    town.engine.dispose()
    databases.drop(url)


def _live(made: Lived, clock: MovingClock) -> None:
    town, taro, hanako = made.town, made.taro, made.hanako
    town.do(lambda work: move_points(work, taro, 1000, municipality_code=KAWASAKI))
    town.do(lambda work: grant_points(work, taro, KAWASAKI, 500))
    town.do(lambda work: grant_points(work, hanako, KAWASAKI, 700))

    def spend(holder: UUID, amount: int) -> int:
        return town.do(
            lambda work: (
                spend_points(work, holder, work.session.get_one(Shop, made.shop), amount).receipt_number
            )
        )

    first = spend(taro, 1200)
    town.do(lambda work: cancel_spend(work, work.session.get_one(Shop, made.shop), first))
    spend(hanako, 300)
    spend(taro, 50)
    clock.advance(timedelta(days=190))
    expire_lots(town.engine, town.ground)
    town.do(lambda work: grant_points(work, taro, KAWASAKI, 80))
    closing = town.person(reserve=10)
    town.do(lambda work: close_holder(work, closing))
