"""A citizen at a browser on the points side, through Flask's test client; tickets come as from the portal."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from uuid import UUID, uuid4

from flask import Flask
from werkzeug.test import TestResponse

from tests.support.ticket_office import TicketOffice

__all__ = ["ORIGIN", "PATH", "PORTAL_ORIGIN", "PointsBrowser"]

ORIGIN = "http://localhost:8613"
PATH = "/points"
PORTAL_ORIGIN = "http://localhost:8610"

_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
_CARRIED = "target|amount|act_key|code|units|points"
_HIDDEN = re.compile(rf'<input[^>]*name="({_CARRIED})"[^>]*type="hidden"[^>]*value="([^"]*)"')


@dataclass
class PointsBrowser:
    """One browser with its cookies. `text` is the page that is shown now."""

    app: Flask
    office: TicketOffice
    citizen_id: UUID = field(default_factory=uuid4)
    text: str = ""

    def __post_init__(self) -> None:
        self.client = self.app.test_client()

    def enter(self, ticket: str | None = None, origin: str | None = PORTAL_ORIGIN) -> TestResponse:
        """The portal's page posts its form."""
        headers = {} if origin is None else {"Origin": origin}
        data = {"ticket": self.office.ticket(self.citizen_id) if ticket is None else ticket}
        answer = self.client.post(f"{PATH}/enter", data=data, base_url=ORIGIN, headers=headers)
        return self._show(answer)

    def come_in(self) -> TestResponse:
        """Enter, and open an account where there is none."""
        page = self.follow(self.enter())
        if "ポイント口座をつくる" in self.text:
            page = self.follow(self.post("/open", agreed="y"))
        return page

    def get(self, path: str) -> TestResponse:
        """Open a page of the face."""
        return self._show(self.client.get(PATH + path, base_url=ORIGIN))

    def post(self, path: str, **fields: str | list[str]) -> TestResponse:
        """Submit a form of the page shown, with its token and hidden fields."""
        token = _TOKEN.search(self.text)
        data: dict[str, str | list[str]] = {
            name: unescape(value) for name, value in _HIDDEN.findall(self.text)
        }
        data |= ({"csrf_token": token[1]} if token else {}) | fields
        return self._show(self.client.post(PATH + path, data=data, base_url=ORIGIN))

    def follow(self, response: TestResponse) -> TestResponse:
        """Follow redirects within the face until a page is shown."""
        while response.status_code in {301, 302, 303}:
            assert response.status_code == 303
            assert response.location.startswith(PATH), response.location
            response = self._show(self.client.get(response.location, base_url=ORIGIN))
        return response

    def words(self) -> str:
        """The page's text without its marks."""
        return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", self.text)))

    def _show(self, response: TestResponse) -> TestResponse:
        if response.mimetype == "text/html":
            self.text = response.get_data(as_text=True)
        return response
