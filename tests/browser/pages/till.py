"""A desk at work as a till of the points side. Buttons are found by their place: it speaks both languages."""

from __future__ import annotations

import re

from tests.browser.pages.window import Window

__all__ = ["Till"]

_NEXT = "main form .button--primary"


class Till:
    """Pay by card or code, grant, take back, receipts."""

    def __init__(self, window: Window, origin: str, language: str = "ja") -> None:
        self.window = window
        self._origin = origin
        self._language = language

    def open(self, path: str = "") -> None:
        self.window.open(f"{self._origin}/{path}?lang={self._language}")

    def show_card(self, pin: str) -> None:
        """As far as the balance, or what is said instead."""
        self.open("till/card")
        self.window.page.fill("#pin", pin)
        self._next()

    def scan(self, code: str) -> None:
        """A scanner types the code and ends with Enter."""
        self.open("till/code")
        self.window.page.locator("#code").press_sequentially(code)
        self.window.page.locator("#code").press("Enter")
        self.window.page.wait_for_load_state()
        self.window.look()

    def read_voucher(self, code: str) -> None:
        """A scanner types what stands on the paper."""
        self.open("till/voucher")
        self.window.page.locator("#code").press_sequentially(code)
        self.window.page.locator("#code").press("Enter")
        self.window.page.wait_for_load_state()
        self.window.look()

    def touch_for_grant(self) -> None:
        self.open("till/grant")
        self._next()

    def choose(self, amount: str) -> None:
        """Typed, and shown once more."""
        self.window.page.fill("#amount", amount)
        self._next()
        self.window.page.wait_for_url(re.compile("/till/confirm"))

    def confirm(self) -> int:
        """Do it; give the receipt's number."""
        self._next()
        self.window.page.wait_for_url(re.compile("/till/done"))
        return self.receipt_number()

    def receipt_number(self) -> int:
        """The first one on the page."""
        found = re.search(r"No\. ([0-9]+)", self.window.page.locator("main").inner_text())
        assert found is not None
        return int(found[1])

    def receipt(self, number: int) -> None:
        self.open(f"till/receipts/{number}")

    def take_back(self, number: int) -> None:
        """A payment of today, after the question."""
        self.open("till/cancel")
        self.window.page.fill("#number", str(number))
        self._next()
        self.window.page.wait_for_url(re.compile("/till/cancel/confirm"))
        self.window.page.locator("main form .button--danger").click()
        self.window.page.wait_for_url(re.compile("/till/done"))
        self.window.look()

    def _next(self) -> None:
        self.window.page.locator(_NEXT).click()
        self.window.page.wait_for_load_state()
        self.window.look()
