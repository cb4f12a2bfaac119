"""Browsers of this desk: a signed cookie each, and the form token that belongs to it.

Cookies know no ports, so the cookie's name carries ours; and another program on 127.0.0.1 could plant a
cookie, so it is signed with a key that lives as long as this process. Agent and terminal have cookies of
their own: the portal's redirect arrives without a SameSite=Strict cookie and must not replace the clerk's.
"""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64encode
from hashlib import sha256

from flask import Flask, Response, g, request

from desk.clock import RandomBytes

__all__ = ["Visitors"]

_NAME_BYTES = 18


class Visitors:
    """Knows the browsers. `face` of a request is `agent` under /card, else `terminal`."""

    def __init__(self, port: int, random_bytes: RandomBytes) -> None:
        self._port = port
        self._random_bytes = random_bytes
        self._key = random_bytes(32)

    def attach(self, app: Flask) -> None:
        """Name every browser before its request is judged."""
        app.before_request(self._recognise)
        app.after_request(self._remember)
        app.jinja_env.globals["csrf_token"] = self.form_token

    def form_token(self) -> str:
        """The token that this browser's forms carry."""
        return self._seal("form", g.visitor)

    def owns_form(self, token: str) -> bool:
        """Whether `token` is this browser's, in constant time."""
        return hmac.compare_digest(token.encode(), self.form_token().encode())

    def _recognise(self) -> None:
        g.face = "agent" if request.path == "/card" or request.path.startswith("/card/") else "terminal"
        name, _, seal = request.cookies.get(self._cookie(), "").partition(".")
        g.visitor_is_new = not (
            name and hmac.compare_digest(seal.encode(), self._seal(f"cookie-{g.face}", name).encode())
        )
        if g.visitor_is_new:
            name = urlsafe_b64encode(self._random_bytes(_NAME_BYTES)).decode("ascii")
        g.visitor = name

    def _remember(self, response: Response) -> Response:
        if g.get("visitor_is_new") and request.endpoint != "static":
            response.set_cookie(
                self._cookie(),
                f"{g.visitor}.{self._seal(f'cookie-{g.face}', g.visitor)}",
                httponly=True,
                samesite="Strict",
                path="/card" if g.face == "agent" else "/",
            )
        return response

    def _cookie(self) -> str:
        return f"desk_{g.face}_{self._port}"

    def _seal(self, purpose: str, name: str) -> str:
        return hmac.new(self._key, f"{purpose}|{name}".encode(), sha256).hexdigest()
