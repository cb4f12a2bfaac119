"""A clerk at the points office, through Flask's test client: opens pages, fills in their forms."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

from flask import Flask
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from mykey.points.ground import PointsGround
from tests.factories.clerks import KnownClerk

__all__ = ["OFFICE_ORIGIN", "ClerkBrowser"]

OFFICE_ORIGIN = "http://localhost:8615"
PATH = "/points-office"
_HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*>')


class ClerkBrowser:
    """One browser with its cookies."""

    def __init__(self, app: Flask, path: str = PATH) -> None:
        self._client = app.test_client()
        self._path = path
        self.hidden: dict[str, str] = {}

    def get(self, path: str, **query: Any) -> TestResponse:
        """Open a page; the hidden fields of its forms are kept for the next post."""
        return self._keep(
            self._client.get(self._at(path), base_url=OFFICE_ORIGIN, query_string=query or None)
        )

    def post(self, path: str, **fields: Any) -> TestResponse:
        """Send a form with the hidden fields of the page that was opened last."""
        data = self.hidden | {name: value for name, value in fields.items() if value is not None}
        return self._keep(self._client.post(self._at(path), base_url=OFFICE_ORIGIN, data=data))

    def upload(self, data: bytes, target: str = "municipality", path: str = "/grants/file") -> TestResponse:
        """Choose a file of grants."""
        self.get(path)
        # Encoded here: the client itself would leave a large body's temporary file open.
        fields = self.hidden | {"target": target, "file": FileStorage(BytesIO(data), "grants.csv")}
        boundary, body = encode_multipart(fields)
        return self._keep(
            self._client.post(
                self._at(path),
                base_url=OFFICE_ORIGIN,
                data=body,
                content_type=f"multipart/form-data; boundary={boundary}",
            )
        )

    def sign_in(self, clerk: KnownClerk, ground: PointsGround) -> TestResponse:
        """Sign in with everything right."""
        self.get("/sign-in")
        answer = self.post("/sign-in", login=clerk.login, password=clerk.password, code=clerk.code(ground))
        self.get("/")
        return answer

    def cookie(self) -> str:
        """The session's token."""
        found = self._client.get_cookie("mykey-points-office", path=self._path)
        return "" if found is None else found.value

    def _at(self, path: str) -> str:
        return path if path.startswith(self._path) else f"{self._path}{path}"

    def _keep(self, answer: TestResponse) -> TestResponse:
        if answer.mimetype == "text/html":
            fields = [
                (re.search(r'name="([^"]*)"', one), re.search(r'value="([^"]*)"', one))
                for one in _HIDDEN.findall(answer.text)
            ]
            found = {name[1]: value[1] for name, value in fields if name and value}
            self.hidden = found or self.hidden
        return answer
