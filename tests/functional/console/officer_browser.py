"""An officer at the console, through Flask's test client: opens pages, fills in their forms."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

from flask import Flask
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from mykey.services.ground import Ground
from tests.factories.officers import KnownOfficer

__all__ = ["ORIGIN", "OfficerBrowser"]

ORIGIN = "http://localhost:8612"


class OfficerBrowser:
    """One browser with its cookies."""

    def __init__(self, app: Flask) -> None:
        self._client = app.test_client()
        self.token = ""

    def get(self, path: str, **query: Any) -> TestResponse:
        """Open a page of the console; its form token is kept for the next post."""
        answer = self._client.get(f"/console{path}", base_url=ORIGIN, query_string=query or None)
        if answer.mimetype == "text/html":
            found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', answer.text)
            self.token = found[1] if found else self.token
        return answer

    def post(self, path: str, token: str | None = None, **fields: Any) -> TestResponse:
        """Send a form with the token of the page that was opened last."""
        data = {"csrf_token": self.token if token is None else token} | fields
        return self._client.post(f"/console{path}", base_url=ORIGIN, data=data)

    def sign_in(self, officer: KnownOfficer, ground: Ground) -> TestResponse:
        """Sign in with everything right."""
        self.get("/sign-in")
        answer = self.post(
            "/sign-in", login=officer.login, password=officer.password, code=officer.code(ground)
        )
        self.get("/")
        return answer

    def upload(self, data: bytes, name: str = "form.xlsx") -> TestResponse:
        """Hand in a Form I."""
        self.get("/forms/new")
        # Encoded here: the client itself would leave a large body's temporary file open.
        fields = {"csrf_token": self.token, "file": FileStorage(BytesIO(data), name)}
        boundary, body = encode_multipart(fields)
        return self._client.post(
            "/console/forms/new",
            base_url=ORIGIN,
            data=body,
            content_type=f"multipart/form-data; boundary={boundary}",
        )

    def cookie(self) -> str:
        """The session's token."""
        found = self._client.get_cookie("mykey-console", path="/console")
        return "" if found is None else found.value
