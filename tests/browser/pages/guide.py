"""The guide: the one page whose address bin/run prints."""

from __future__ import annotations

from dataclasses import dataclass

from tests.browser.pages.window import Window

__all__ = ["Guide", "Login"]


@dataclass(frozen=True)
class Login:
    """What the guide tells a newcomer to type."""

    name: str
    password: str
    code: str


class Guide:
    """Everything by its buttons."""

    def __init__(self, window: Window, origin: str) -> None:
        self.window = window
        self._origin = origin

    def open(self) -> None:
        self.window.open(f"{self._origin}/")
        self.window.heading("5分で試すマイキープラットフォーム")

    def put_hanako_at(self, step: int) -> None:
        """The button of a step."""
        place = self.window.page.locator(f"#step-{step}")
        place.locator("form[action^='/readers/'] button").first.click()
        self.window.look()
        place.get_by_text("カードを置きました。").wait_for()

    def put(self, card: str, where: str) -> None:
        """By the table of all cards: `where` is 市民, 図書館 or 商店街."""
        self._open_place("cards")
        row = self.window.page.locator(f"#cards tr:has(input[name=card][value='{card}'])")
        row.get_by_role("button", name=where, exact=True).click()
        self.window.look()

    def press(self, place: str, act: str) -> None:
        """A button under "もっと試す", by the act that it asks for."""
        self._open_place(place)
        self.window.page.locator(f"#{place} form[action='{act}'] button").click()
        self.window.look()

    def put_into_reserve(self, points_number: str) -> None:
        """The operator's button of step 8."""
        step = self.window.page.locator("#step-8")
        step.locator("#points_number").fill(points_number)
        step.get_by_role("button").click()
        self.window.look()

    def login(self, name: str) -> Login:
        """An officer's login by its name, with the present one-time code."""
        self._open_place("logins")
        row = self.window.page.locator("#logins tr", has=self.window.page.locator(f"[data-code='{name}']"))
        name, password, code = row.locator("code").all_inner_texts()
        return Login(name, password, code)

    def _open_place(self, place: str) -> None:
        self.window.page.goto(f"{self._origin}/?at={place}")
        self.window.look()
