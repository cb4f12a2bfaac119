"""The windows of all people of a session, and what every server answered to them."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, expect

from tests.browser.pages.window import SCREEN, Window

__all__ = ["Browsers"]

PATIENCE_MILLISECONDS = 20_000
_PAGES = re.compile(r"^(?!.*/static/)")


class Browsers:
    """Opens windows with cookies of their own. Their answers are kept as HAR files until the session ends."""

    def __init__(self, browser: Browser, directory: Path) -> None:
        self._browser = browser
        self._directory = directory
        self._open: list[Window] = []
        self._opened = 0
        expect.set_options(timeout=PATIENCE_MILLISECONDS)

    def open(self, *, with_script: bool = True) -> Window:
        """A window of a person who was never here before."""
        self._opened += 1
        context = self._browser.new_context(
            viewport=SCREEN,
            locale="ja-JP",
            java_script_enabled=with_script,
            record_har_path=self._directory / f"{self._opened}.har",
            record_har_content="embed",
            record_har_url_filter=_PAGES,
        )
        context.set_default_timeout(PATIENCE_MILLISECONDS)
        window = Window(context, with_script=with_script)
        self._open.append(window)
        return window

    def close(self, window: Window) -> None:
        """Only now its answers are written down."""
        self._open.remove(window)
        window.context.close()

    def close_all(self) -> None:
        """Everybody goes home."""
        for window in tuple(self._open):
            self.close(window)

    def windows(self) -> tuple[Window, ...]:
        """Those that are open."""
        return tuple(self._open)

    def exchanges(self) -> Iterator[dict[str, Any]]:
        """Every request with its answer, as HAR entries, of windows closed by now."""
        for file in sorted(self._directory.glob("*.har")):
            yield from json.loads(file.read_text(encoding="utf-8"))["log"]["entries"]

    def answers_of(self, origin: str) -> Iterator[tuple[str, bytes]]:
        """Address, head and body of everything that an origin answered to windows closed by now."""
        for entry in self.exchanges():
            address, answer = entry["request"]["url"], entry["response"]
            if address.startswith(f"{origin}/"):
                content = answer["content"]
                text = content.get("text", "")
                body = base64.b64decode(text) if content.get("encoding") == "base64" else text.encode()
                head = json.dumps([answer["headers"], answer["cookies"], answer["redirectURL"]]).encode()
                yield address, head + b"\n" + body
