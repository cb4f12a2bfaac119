"""The points office's clerks, each in a window of the whole session."""

from __future__ import annotations

from tests.browser.browsers import Browsers
from tests.browser.pages.guide import Guide
from tests.browser.pages.points_office import PointsOffice
from tests.support.running_town import RunningTown

__all__ = ["ClerksAtWork"]


class ClerksAtWork:
    """A one-time code serves once, so each signs in once, with what the guide tells."""

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
