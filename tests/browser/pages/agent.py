"""The card agent on the citizen's own machine."""

from __future__ import annotations

import re

from tests.browser.pages.window import Window

__all__ = ["Agent"]

_AT_THE_PORTAL = re.compile("/portal/")


class Agent:
    """One page: who asks, for what, the PIN."""

    def __init__(self, window: Window) -> None:
        self.window = window

    def give_pin(self, pin: str) -> None:
        """A right one: it leads back to the portal."""
        self._type(pin)
        self._go_back()

    def give_wrong_pin(self, pin: str, left: int) -> None:
        """The agent's page stays and says how many tries are left."""
        self._type(pin)
        self.window.shows(f"暗証番号が違います。あと{left}回まちがえるとロックされます。")
        self.window.look()

    def give_last_wrong_pin(self, pin: str) -> None:
        """The card locks itself, and the page says where that is undone."""
        self._type(pin)
        self.window.shows("ロックされています", "お住まいの市区町村の窓口")
        self.window.look()

    def give_up(self, label: str) -> None:
        """Back to the portal without the card's proof."""
        self.window.page.get_by_role("button", name=label, exact=True).click()
        self._go_back()

    def _type(self, pin: str) -> None:
        self.window.page.fill("#pin", pin)
        self.window.page.get_by_role("button", name="カードで確認する").click()

    def _go_back(self) -> None:
        """The page in between sends itself, unless there is no script."""
        if not self.window.with_script:
            self.window.look()
            self.window.page.get_by_role("button", name="続ける").click()
        self.window.page.wait_for_url(_AT_THE_PORTAL)
        self.window.look()
