"""The city office's machine that turns points into vouchers."""

from __future__ import annotations

import re

from tests.browser.pages.window import Window

__all__ = ["VoucherMachine"]

_NEXT = "main form .button--primary"


class VoucherMachine:
    """Card and PIN, how many of which, the sheet; and what was issued and never used."""

    def __init__(self, window: Window, origin: str) -> None:
        self.window = window
        self._origin = origin

    def show_card(self, pin: str) -> None:
        """As far as the balance."""
        self.window.open(f"{self._origin}/till/vouchers")
        self.window.page.fill("#pin", pin)
        self._next("/till/vouchers/choice")

    def issue(self, faces: dict[int, int]) -> None:
        """So many of each face value."""
        self._read_in_english()
        for face, count in faces.items():
            self.window.page.fill(f"#face_{face}", str(count))
        self._next("/till/vouchers/confirm")
        self._read_in_english()
        self._next("/till/vouchers/done")
        self._read_in_english()

    def sheet(self) -> bytes:
        """The PDF behind the button, with this window's cookies."""
        link = self.window.page.get_by_role("link", name="券を印刷する", exact=True)
        answer = self.window.context.request.get(f"{self._origin}{link.get_attribute('href')}")
        assert answer.headers["content-type"] == "application/pdf"
        return answer.body()

    def take_back_unused(self, pin: str) -> None:
        """The only one on the list, with a fresh touch of the card."""
        self.show_card(pin)
        self.window.follow("発行したポイント券を見る・取り消す")
        self.window.heading("発行したポイント券")
        self._read_in_english()
        self.window.press("この券を取り消す")
        self.window.heading("ポイント券の取り消しの確認")
        self._read_in_english()
        self.window.press("券を取り消す")

    def _read_in_english(self) -> None:
        """The same page, and back."""
        address = self.window.page.url.partition("?")[0]
        self.window.open(f"{address}?lang=en")
        self.window.open(f"{address}?lang=ja")

    def _next(self, address: str) -> None:
        self.window.page.locator(_NEXT).click()
        self.window.page.wait_for_url(re.compile(address))
        self.window.look()
