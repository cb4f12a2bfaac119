"""The points office as its clerks go through it."""

from __future__ import annotations

from tests.browser.pages.guide import Login
from tests.browser.pages.window import Window

__all__ = ["PointsOffice"]


class PointsOffice:
    """A municipality's clerk and the operator see the same face with other menus."""

    def __init__(self, window: Window, address: str) -> None:
        self.window = window
        self._address = address.rstrip("/")

    def sign_in(self, login: Login) -> None:
        """Password and one-time code on one page."""
        self.window.open(f"{self._address}/sign-in")
        self.window.page.fill("#login", login.name)
        self.window.page.fill("#password", login.password)
        self.window.page.fill("#code", login.code)
        self.window.page.locator("main form .button--primary").click()
        self.window.look()
        assert "sign-in" not in self.window.page.url

    def open(self, path: str, language: str) -> None:
        self.window.open(f"{self._address}/{path}?lang={language}")
        assert "sign-in" not in self.window.page.url
        assert self.window.page.locator("html").get_attribute("lang") == language
