"""Points Navi on each engine in turn, a town with Kawasaki's programme, and somebody who looks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from mykey.points.navi import NaviSettings, create_points_navi
from mykey.web.database import engine
from tests.support.navi_reader import NAVI_ORIGIN, NaviReader
from tests.support.points_ground import PointsTown


@pytest.fixture
def app(points_database_url: str, town: PointsTown) -> Iterator[Flask]:
    settings = NaviSettings(origin=NAVI_ORIGIN, path="/points-navi", database_url=points_database_url)
    made = create_points_navi(settings, town.ground.clock)
    yield made
    with made.app_context():
        engine().dispose()


@pytest.fixture
def reader(app: Flask) -> NaviReader:
    return NaviReader(app)
