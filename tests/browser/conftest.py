"""What every journey gets: one running town, one browser program, people's windows, a counter."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.browsers import Browsers
from tests.browser.clerks import ClerksAtWork, officer_at_console
from tests.browser.counter import Counter, running_counter
from tests.browser.pages.console import Console
from tests.browser.pages.desk import Desk
from tests.browser.pages.guide import Guide
from tests.browser.pages.points_office import PointsOffice
from tests.browser.pages.portal import Portal
from tests.browser.pages.window import Window
from tests.support import session
from tests.support.chromium import launch_chromium
from tests.support.own_desk import OwnDesk
from tests.support.running_town import RunningTown
from tests.support.town_secrets import TownSecrets


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="package")
def town(pytestconfig: pytest.Config, worker_id: str) -> Iterator[RunningTown]:
    """app.py on SQLite, its default, with the demo town. All browser tests of a worker share it."""
    directory = session.directory(pytestconfig) / f"town-{worker_id}"
    directory.mkdir(mode=0o700)
    running = RunningTown(directory)
    try:
        running.wait_until_it_runs()
        yield running
    finally:
        running.stop()
        shutil.rmtree(directory)


@pytest.fixture(scope="package")
def secrets(town: RunningTown) -> TownSecrets:
    return TownSecrets(town)


@pytest.fixture(scope="package")
def browsers(town: RunningTown) -> Iterator[Browsers]:
    """One browser program for all people."""
    directory = town.directory / "answers"
    directory.mkdir()
    with sync_playwright() as playwright:
        program = launch_chromium(playwright)
        opened = Browsers(program, directory)
        yield opened
        opened.close_all()
        program.close()


@pytest.fixture
def open_window(browsers: Browsers) -> Iterator[Callable[..., Window]]:
    """Windows for one test."""
    before = browsers.windows()
    yield browsers.open
    for window in browsers.windows():
        if window not in before:
            browsers.close(window)


@pytest.fixture
def guide(town: RunningTown, open_window: Callable[..., Window]) -> Guide:
    return Guide(open_window(), town.layout.origin("guide"))


@pytest.fixture
def portal(town: RunningTown, open_window: Callable[..., Window]) -> Portal:
    """A citizen's window; a second citizen takes a second one."""
    return Portal(open_window(), town.layout.address("portal"))


@pytest.fixture
def library(town: RunningTown, open_window: Callable[..., Window]) -> Desk:
    """The library's desk of the demo, at work since the filling."""
    return Desk(open_window(), town.layout.origin("desk-library"))


@pytest.fixture(scope="package")
def operator(town: RunningTown, browsers: Browsers) -> Console:
    return officer_at_console(town, browsers, "operator")


@pytest.fixture(scope="package")
def officer(town: RunningTown, browsers: Browsers) -> Console:
    return officer_at_console(town, browsers, "kawasaki")


@pytest.fixture(scope="package")
def points_clerk(town: RunningTown, browsers: Browsers) -> Callable[[str], PointsOffice]:
    return ClerksAtWork(town, browsers).clerk


@pytest.fixture(scope="package")
def counter(
    town: RunningTown, browsers: Browsers, secrets: TownSecrets, operator: Console, officer: Console
) -> Iterator[Counter]:
    """A library's counter from nothing: Form I, issue, Form II, screens 9 and 10, each by whose job it is.

    Its desk is a program of its own with an empty state directory, behind a tap on the terminals face.
    """
    with running_counter(town) as made:
        desk = Desk(browsers.open(), made.origin)
        made.activate(desk, officer, operator, secrets)
        browsers.close(desk.window)
        yield made


@pytest.fixture
def silent_desk(town: RunningTown) -> Iterator[str]:
    """The library's machine with its platform gone: the desk's state, and nobody at the other end."""
    directory = town.directory / "silent"
    directory.mkdir()
    shutil.copytree(town.layout.home / "desk-library", directory / "state")
    nobody = f"http://localhost:{town.layout.base_port + 28}"
    reader = f"{town.layout.origin('cards')}/readers/library"
    running = OwnDesk(directory, town.layout.base_port + 27, terminals=nobody, reader=reader)
    try:
        running.wait_until_it_runs()
        yield running.origin
    finally:
        running.stop()


@pytest.fixture
def desk(counter: Counter, open_window: Callable[..., Window]) -> Desk:
    """A clerk's window at that counter."""
    return Desk(open_window(), counter.origin)
