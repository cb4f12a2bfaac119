"""Somebody at Points Navi, through Flask's test client: looks at public pages and follows their links."""

from __future__ import annotations

import re
from html import unescape

from flask import Flask
from werkzeug.test import TestResponse

__all__ = ["NAVI_ORIGIN", "NaviReader"]

NAVI_ORIGIN = "http://localhost:8616"
PATH = "/points-navi"


class NaviReader:
    """A browser that would keep cookies, if it got any."""

    def __init__(self, app: Flask) -> None:
        self.client = app.test_client()
        self.text = ""

    def get(self, path: str, **query: str | int) -> TestResponse:
        """Open a page; nothing that comes may set a cookie or ask for one."""
        address = path if path.startswith(PATH) else f"{PATH}{path}"
        answer = self.client.get(address, base_url=NAVI_ORIGIN, query_string=query or None)
        assert "Set-Cookie" not in answer.headers
        assert "Cookie" not in answer.headers.get("Vary", "")
        if answer.mimetype == "text/html":
            self.text = answer.text
        return answer

    def words(self) -> str:
        """The page's text without its marks."""
        main = self.text.partition("<main")[2].partition("</main>")[0]
        return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", main)))

    def links(self) -> list[str]:
        """Where the page leads to."""
        return [unescape(link) for link in re.findall(r'href="([^"]+)"', self.text)]
