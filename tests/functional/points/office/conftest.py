"""The points office on each engine in turn, a town with Kawasaki's programme, clerks and their browsers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from mykey.points.office import OfficeSettings, create_points_office
from mykey.web.database import engine
from tests.factories.clerks import KnownClerk, a_municipal_clerk, an_operating_clerk
from tests.support.clerk_browser import OFFICE_ORIGIN, ClerkBrowser
from tests.support.points_ground import PointsTown


@pytest.fixture
def settings(points_database_url: str, tmp_path: Path) -> OfficeSettings:
    return OfficeSettings(
        origin=OFFICE_ORIGIN,
        path="/points-office",
        database_url=points_database_url,
        key_ring=tmp_path / "keys.json",
        form_token_key="a key of this test only, and of nobody",
    )


@pytest.fixture
def app(settings: OfficeSettings, town: PointsTown) -> Iterator[Flask]:
    made = create_points_office(settings, town.ground)
    yield made
    with made.app_context():
        engine().dispose()


@pytest.fixture
def operator(town: PointsTown) -> KnownClerk:
    return an_operating_clerk(town)


@pytest.fixture
def kawasaki(town: PointsTown) -> KnownClerk:
    return a_municipal_clerk(town)


@pytest.fixture
def yokohama(town: PointsTown) -> KnownClerk:
    return a_municipal_clerk(town, "141003", "yokohama")


@pytest.fixture
def operator_browser(app: Flask, town: PointsTown, operator: KnownClerk) -> ClerkBrowser:
    browser = ClerkBrowser(app)
    browser.sign_in(operator, town.ground)
    return browser


@pytest.fixture
def kawasaki_browser(app: Flask, town: PointsTown, kawasaki: KnownClerk) -> ClerkBrowser:
    browser = ClerkBrowser(app)
    browser.sign_in(kawasaki, town.ground)
    return browser


@pytest.fixture
def yokohama_browser(app: Flask, town: PointsTown, yokohama: KnownClerk) -> ClerkBrowser:
    browser = ClerkBrowser(app)
    browser.sign_in(yokohama, town.ground)
    return browser
