"""Points Navi by keyboard alone, without JavaScript and without a cookie: from the question to one shop."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.pages.window import PHONE, Window
from tests.support.running_town import RunningTown

MOST_TABS = 80
FOCUSED = "document.activeElement"


def tab_to(window: Window, selector: str) -> None:
    """Press the tabulator until the focus is there, as somebody without a mouse does."""
    wanted = window.page.locator(selector).first
    for _ in range(MOST_TABS):
        window.page.keyboard.press("Tab")
        if wanted.evaluate(f"element => element === {FOCUSED}"):
            return
    pytest.fail(f"{selector} is not reached")


def test_a_shop_is_found_by_keyboard(town: RunningTown, open_window: Callable[..., Window]) -> None:
    window = open_window(with_script=False)
    page = window.page
    page.set_viewport_size(PHONE)
    window.open(town.layout.address("points-navi"))
    tab_to(window, "#place")
    page.keyboard.type("かわさきし")
    page.keyboard.press("Enter")
    window.heading("神奈川県川崎市でポイントが使えるお店")
    numbers = page.locator(".map__dot")
    assert numbers.count() > 1
    tab_to(window, ".map__dot >> nth=1")
    page.keyboard.press("Enter")
    leading = numbers.nth(1).get_attribute("href")
    assert leading is not None
    expect(page.locator(f"{leading}:target")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    tab_to(window, "a[href*='lang=en']")
    page.keyboard.press("Enter")
    window.heading("Where points can be used in 神奈川県川崎市")
    assert window.context.cookies(town.layout.address("points-navi")) == []


def test_the_pages_are_looked_at_in_both_languages(
    town: RunningTown, open_window: Callable[..., Window]
) -> None:
    window = open_window()
    for language in ("ja", "en"):
        for path in (
            "",
            "shops?place=川崎市",
            "shops?place=ない",
            "municipalities",
            "partners",
            "data",
            "nowhere",
        ):
            mark = "&" if "?" in path else "?"
            window.open(f"{town.layout.address('points-navi')}{path}{mark}lang={language}")
            assert window.page.locator("html").get_attribute("lang") == language
        if language == "ja":
            window.open(f"{town.layout.address('points-navi')}shops?place=141305")
            window.picture("points-navi", phone=True)
