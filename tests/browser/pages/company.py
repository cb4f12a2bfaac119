"""The partner company's pages, for its members and its staff."""

from __future__ import annotations

from tests.browser.pages.window import Window

__all__ = ["Company"]


class Company:
    """In the window in which somebody came here, or opened it."""

    def __init__(self, window: Window, address: str) -> None:
        self.window = window
        self._address = address.rstrip("/")

    def open(self, path: str = "") -> None:
        self.window.open(f"{self._address}/{path}")

    def sign_in(self, login: str, password: str) -> None:
        """As a member, wherever the sign-in stands."""
        self.window.look_in_english(f"{self._address}/")
        self.window.page.fill("#login", login)
        self.window.page.fill("#password", password)
        self.window.press("ログインする")

    def allow(self) -> None:
        """The exchange, as a member who came from the points site."""
        self.window.heading("ポイントの交換を許しますか")
        self.window.look_in_english(f"{self._address}/")
        self.window.press("許す")

    def printed_coupon(self, place: int) -> str:
        """The code of one of the shown coupons, as it is printed."""
        self.open("coupons")
        return self.window.page.locator("section.panel").nth(place).locator("code").inner_text()

    def use_coupon(self, place: int) -> str:
        """Press the button of one of the shown coupons; its code, as it is printed."""
        self.open("coupons")
        panel = self.window.page.locator("section.panel").nth(place)
        code = panel.locator("code").inner_text()
        panel.get_by_role("button").click()
        self.window.look()
        return code

    def behave(self, words: str) -> None:
        """As staff: from now on it answers like this."""
        self.open("staff")
        self.window.page.get_by_text(words, exact=True).click()
        self.window.press("変える")
        self.window.shows("これからの返事のしかたを変えました。")

    def answer_at_last(self) -> None:
        """As staff: say of the newest exchange what the books say."""
        self.open("staff")
        self.window.page.locator("form[action$='/answer'] button").first.click()
        self.window.look()
        self.window.shows("返事を送りました。")
