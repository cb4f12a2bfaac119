"""Officers and clerks, each signed in once, in a window of the whole session: a one-time code serves once."""

from __future__ import annotations

from tests.browser.browsers import Browsers
from tests.browser.pages.console import Console
from tests.browser.pages.guide import Guide
from tests.browser.pages.points_office import PointsOffice
from tests.support.running_town import RunningTown

__all__ = ["ClerksAtWork", "officer_at_console"]


def officer_at_console(town: RunningTown, browsers: Browsers, login: str) -> Console:
    """An officer of the core, with what the guide tells."""
    told = Guide(browsers.open(), town.layout.origin("guide"))
    console = Console(browsers.open(), town.layout.address("console"))
    console.sign_in(told.login(login))
    browsers.close(told.window)
    return console


class ClerksAtWork:
    """Those of the points office, whoever is wanted first."""

    def __init__(self, town: RunningTown, browsers: Browsers) -> None:
        self._layout = town.layout
        self._browsers = browsers
        self._signed_in: dict[str, PointsOffice] = {}

    def clerk(self, login: str) -> PointsOffice:
        """By login; the window is wherever the last test left off."""
        if login not in self._signed_in:
            told = Guide(self._browsers.open(), self._layout.origin("guide"))
            office = PointsOffice(self._browsers.open(), self._layout.address("points-office"))
            office.sign_in(told.login(login))
            self._browsers.close(told.window)
            self._signed_in[login] = office
        return self._signed_in[login]
