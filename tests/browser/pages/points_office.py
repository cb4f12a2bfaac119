"""The points office as its clerks go through it."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import FilePayload

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

    def want_correction(self, points_number: str, points: int) -> None:
        """More points for somebody, as another clerk must approve."""
        self.open("corrections/by-number")
        page = self.window.page
        page.fill("#number", points_number)
        page.get_by_text("追加で付与する（付与もれ）", exact=True).click()
        page.fill("#points", str(points))
        page.locator("label[for=target-0]").click()
        self.window.press("依頼する")
        self.window.shows("訂正を依頼しました。")

    def see_waiting_correction(self, language: str = "ja") -> None:
        """The first that nobody decided about."""
        self.open("corrections", language)
        self.window.page.locator("main table").first.get_by_role("link").first.click()
        self.window.look()

    def close_month(self, month: str) -> None:
        """After what it would do, and after the question."""
        self.open(f"settlements/{month}")
        self.window.follow("この月を締める")
        self.window.press("締める")

    def check_shops(self, file: FilePayload, language: str) -> None:
        """As far as what the file would change, or what is wrong with it."""
        self.open("shops/file", language)
        self.window.page.set_input_files("input[type=file]", file)
        self.window.page.locator("main form .button--primary").click()
        self.window.look()

    def fetch(self, label: str) -> bytes:
        """The file behind a link, as the browser keeps it."""
        with self.window.page.expect_download() as waiting:
            self.window.page.get_by_role("link", name=label, exact=True).click()
        return Path(waiting.value.path()).read_bytes()

    def look_in_english(self) -> None:
        """At the page that is open, before anything is done on it."""
        self.window.look_in_english(f"{self._address}/")

    def open(self, path: str, language: str = "ja") -> None:
        self.window.open(f"{self._address}/{path}?lang={language}")
        assert "sign-in" not in self.window.page.url
        assert self.window.page.locator("html").get_attribute("lang") == language
