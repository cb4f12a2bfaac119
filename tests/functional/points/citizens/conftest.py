"""The citizens' points pages on each engine in turn, a town with Kawasaki's programme, browsers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from mykey.points.citizens import PointsSettings, create_points
from mykey.points.models.holders import Holder, HolderState
from mykey.web.database import engine
from tests.support.points_browser import ORIGIN, PATH, PORTAL_ORIGIN, PointsBrowser
from tests.support.points_ground import PointsTown
from tests.support.ticket_office import TicketOffice


@pytest.fixture
def settings(points_database_url: str, tmp_path: Path) -> PointsSettings:
    return PointsSettings(
        origin=ORIGIN,
        path=PATH,
        database_url=points_database_url,
        key_ring=tmp_path / "keys.json",
        form_token_key="a key of these tests alone, and of nobody",
        portal_origin=PORTAL_ORIGIN,
        portal_url=f"{PORTAL_ORIGIN}/portal/",
        ticket_keys=tmp_path / "public.json",
    )


@pytest.fixture
def app(settings: PointsSettings, town: PointsTown, tickets: TicketOffice) -> Iterator[Flask]:
    made = create_points(settings, town.ground, tickets.opener)
    yield made
    with made.app_context():
        engine().dispose()


@pytest.fixture
def open_browser(app: Flask, tickets: TicketOffice) -> Callable[[], PointsBrowser]:
    """Another person at another browser."""
    return lambda: PointsBrowser(app, tickets)


@pytest.fixture
def browser(open_browser: Callable[[], PointsBrowser]) -> PointsBrowser:
    """A person who has just opened a points account."""
    made = open_browser()
    made.come_in()
    return made


@pytest.fixture
def holder(browser: PointsBrowser, town: PointsTown) -> UUID:
    """The one open holder: the person of `browser`."""
    assert browser.client is not None
    return town.do(
        lambda work: work.session.scalars(
            select(Holder.holder_id).where(Holder.holder_state == HolderState.OPEN)
        ).one()
    )
