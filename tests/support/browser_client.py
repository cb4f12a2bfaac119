"""A test client that comes as a browser does: under the page's own address, its forms with their Origin."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

__all__ = ["BrowserClient"]


class BrowserClient(FlaskClient):
    """Calls `app` under `origin` unless a call names another `base_url` or Origin."""

    def __init__(self, app: Flask, origin: str) -> None:
        super().__init__(app, app.response_class)
        self._origin = origin

    def open(self, *args: Any, **named: Any) -> TestResponse:
        named.setdefault("base_url", self._origin)
        named["headers"] = {"Origin": self._origin, **named.get("headers", {})}
        return super().open(*args, **named)
