"""A portal on each engine in turn, with an authority and cards of its own, and browsers for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from mykey.portal import PortalSettings, create_portal
from mykey.services.ground import Ground
from mykey.web.database import engine
from mykey.web.engines import make_engine
from tests.support.ground import bring_lists, lists_directory, make_ground, make_office
from tests.support.leak_guard import LeakGuard
from tests.support.moving_clock import MovingClock
from tests.support.portal_browser import ORIGIN, PATH, PortalBrowser
from tests.support.ticket_sides import TicketSides
from town.authority.issued import IssuedCard
from town.authority.office import CardOffice


@pytest.fixture
def clock() -> MovingClock:
    return MovingClock()


@pytest.fixture
def office(clock: MovingClock) -> Iterator[CardOffice]:
    with make_office(clock) as made:
        yield made


@pytest.fixture
def ground(clock: MovingClock, tmp_path: Path, office: CardOffice) -> Ground:
    return make_ground(clock, tmp_path, office)


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> PortalSettings:
    return PortalSettings(
        origin=ORIGIN,
        path=PATH,
        database_url=database_url,
        key_ring=tmp_path / "keys.json",
        trust=tmp_path / "trust.json",
        revocation_lists=lists_directory(tmp_path),
        linkage_origin="http://127.0.0.1:8630",
        form_token_key="a key of these tests alone, and of nobody",
        ticket_socket=tmp_path / "writer.sock",
        points_url="http://localhost:8613/points",
        console_url="http://localhost:8612/console",
    )


@pytest.fixture
def tickets(clock: MovingClock) -> TicketSides:
    return TicketSides(clock)


@pytest.fixture
def app(settings: PortalSettings, ground: Ground, tickets: TicketSides) -> Iterator[Flask]:
    made = create_portal(settings, ground, tickets)
    yield made
    with made.app_context():
        engine().dispose()


@pytest.fixture
def open_browser(app: Flask) -> Callable[[], PortalBrowser]:
    """Another browser, with cookies of its own."""
    return lambda: PortalBrowser(app)


@pytest.fixture
def browser(open_browser: Callable[[], PortalBrowser]) -> PortalBrowser:
    return open_browser()


@pytest.fixture
def card(office: CardOffice, leak_guard: LeakGuard) -> IssuedCard:
    issued = office.issue(name="hanako", holder="見本花子")
    leak_guard.watch(issued.user.der, "a certificate")
    return issued


@pytest.fixture
def session(database_url: str) -> Iterator[Session]:
    """Beside the portal: for what stands in its tables. Commit at once; on SQLite there is one writer."""
    made = make_engine(database_url)
    with Session(made) as opened:
        yield opened
    made.dispose()


@pytest.fixture
def new_lists(ground: Ground, tmp_path: Path, office: CardOffice, clock: MovingClock) -> Callable[[], None]:
    """What the office has revoked becomes known to the portal."""

    def bring() -> None:
        bring_lists(ground, tmp_path, office)
        clock.advance(seconds=2)

    return bring
