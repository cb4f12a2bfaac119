"""One person's browser. Every kind of page is looked at once: axe, 360 pixels, console, answers."""

from __future__ import annotations

import os
import re
from io import BytesIO
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Response, ViewportSize, expect

__all__ = ["PHONE", "SCREEN", "Window"]

SCREEN = ViewportSize(width=1280, height=900)
PHONE = ViewportSize(width=360, height=740)
PICTURES = Path(__file__).resolve().parents[3] / "docs" / "screens"
#: Run once with it, when a main screen changed; other runs leave the pictures alone.
WRITE_PICTURES = os.environ.get("MYKEY_WRITE_SCREENS") == "1"
COLOURS = 64
ERROR = 400
#: Pages of the platform's faces, by their first segment; the town around it has headers of its own, and its
#: guide a button with such an address.
FACES = re.compile(
    "http://localhost:[0-9]+/(?!points/reserve$)(?:portal|console|points|points-office|points-navi)/"
)
HEADERS = {
    "x-content-type-options": ("nosniff",),
    "x-frame-options": ("DENY",),
    "referrer-policy": ("no-referrer", "strict-origin"),
    "cross-origin-opener-policy": ("same-origin",),
    "cross-origin-resource-policy": ("same-origin",),
    "cache-control": ("no-store",),
}

# Pages are of one kind when address (figures and IDs aside), heading, banners and mistakes are of one kind.
_seen: set[tuple[str, ...]] = set()
_CHANGING = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9]{6,}")


class Window:
    """A browser context with one page. `troubles` gathers what no page of ours may cause."""

    def __init__(self, context: BrowserContext, *, with_script: bool = True) -> None:
        self.context = context
        self.with_script = with_script
        self.troubles: list[str] = []
        self.page = context.new_page()
        self.attend(self.page)

    def attend(self, page: Page) -> None:
        """Listen to a page's console and answers, this window's own or one that it opened."""
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.troubles.append(f"script: {error}"))
        page.on("response", self._on_response)

    def open(self, address: str) -> None:
        """Go there and look at it."""
        self.page.goto(address)
        self.look()

    def press(self, label: str) -> None:
        """Press the button of this name; what it leads to is looked at."""
        self.page.get_by_role("button", name=label, exact=True).click()
        self.look()

    def follow(self, label: str) -> None:
        """Follow the link of this name."""
        self.page.locator("main, nav").get_by_role("link", name=label, exact=True).first.click()
        self.look()

    def heading(self, words: str) -> None:
        """Wait until this page is there."""
        expect(self.page.get_by_role("heading", level=1, name=words, exact=True)).to_be_visible()

    def shows(self, *words: str) -> None:
        """Each of these stands on the page."""
        for each in words:
            expect(self.page.locator("main")).to_contain_text(each)

    def hides(self, words: str) -> None:
        """This stands nowhere on the page where somebody could read it."""
        assert words not in self.page.locator("body").inner_text()

    def picture(self, name: str, *, phone: bool = False) -> None:
        """Keep a picture of a main screen for the README, if this run is to; `phone`: and a telephone's."""
        if WRITE_PICTURES:
            self._keep_picture(name)
            if phone:
                self.page.set_viewport_size(PHONE)
                self._keep_picture(f"{name}-phone")
                self.page.set_viewport_size(SCREEN)

    def _keep_picture(self, name: str) -> None:
        self.page.evaluate("window.scrollTo(0, 0)")
        with Image.open(BytesIO(self.page.screenshot()), formats=["PNG"]) as seen:
            few_colours = seen.convert("RGB").quantize(COLOURS)
        few_colours.save(PICTURES / f"{name}.png", optimize=True)

    def look(self) -> None:
        """The page is accessible and fits a telephone; nothing went wrong behind it."""
        self.page.wait_for_load_state()
        if self.with_script:  # axe is a script; without one the same pages come
            kind = self._kind()
            if kind not in _seen:
                _seen.add(kind)
                self.judge()
        assert self.troubles == []

    def look_in_english(self, face: str) -> None:
        """The page that is open, in English and back; `face`: an address of its server, without a query.

        A page that answered a form is asked for by that form once more: for those that ask before they act.
        """
        for language in ("en", "ja"):
            self.context.request.get(f"{face}?lang={language}")  # the face keeps it in a cookie
            self.page.reload()
            assert self.page.locator("html").get_attribute("lang") == language
            self.look()

    def judge(self) -> None:
        """The checks of `look`, for a page seen before, too."""
        found = Axe().run(self.page)
        assert found.violations_count == 0, f"{self.page.url}\n{found.generate_report()}"
        self.page.set_viewport_size(PHONE)
        width = self.page.evaluate("document.documentElement.scrollWidth")
        self.page.set_viewport_size(SCREEN)
        assert width <= PHONE["width"], f"{self.page.url} is {width} pixels wide"

    def _kind(self) -> tuple[str, ...]:
        page = self.page
        address = _CHANGING.sub("#", page.url.partition("?")[0])
        parts = "[...document.querySelectorAll('h1, .banner, .error-summary, details[open]')]"
        told = page.evaluate(f"{parts}.map(part => part.tagName === 'H1' ? part.innerText : part.className)")
        return (page.locator("html").get_attribute("lang") or "", address, *told)

    def _on_console(self, message: ConsoleMessage) -> None:
        # A refused form is a page with a status of its own; the console calls every such page an error.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.troubles.append(f"console: {message.text}")

    def _on_response(self, response: Response) -> None:
        if FACES.match(response.url) and response.request.resource_type == "document":
            self._check_headers(response)
        if response.status >= ERROR and response.request.resource_type != "document":
            self.troubles.append(f"{response.status} for {response.url}")

    def _check_headers(self, response: Response) -> None:
        """Every face's answers carry the same ones, whatever the page is."""
        headers = response.headers
        wrong = [name for name, values in HEADERS.items() if headers.get(name) not in values]
        policy = headers.get("content-security-policy", "")
        if not policy.startswith("default-src 'none'; ") or "unsafe" in policy or "*" in policy:
            wrong.append("content-security-policy")
        self.troubles += [f"header {name} of {response.url}" for name in wrong]
