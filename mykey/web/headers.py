"""Security headers on every answer. Pages run no inline script and no foreign one.

They are added where the answer leaves the process, as one list: the hot path pays little for them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, after_this_request

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

__all__ = ["allow_form_target", "protect_with_headers"]

POLICY = "Content-Security-Policy"
ALWAYS = [
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), usb=()"),
]
OVER_TLS = [("Strict-Transport-Security", "max-age=63072000; includeSubDomains")]


def protect_with_headers(app: Flask, *, https: bool) -> None:
    """Add the headers to every answer of a face; HSTS where the face is served over TLS."""
    app.wsgi_app = _Protected(app.wsgi_app, [*ALWAYS, *(OVER_TLS if https else [])])  # type: ignore[method-assign]  # Flask's documented way to wrap


def allow_form_target(origin: str) -> None:
    """Let the forms of the page now rendered redirect to another origin (form-action follows redirects)."""

    @after_this_request
    def widen(response: Response) -> Response:
        response.headers[POLICY] = _policy(origin)
        return response


def _policy(*form_targets: str) -> str:
    targets = " ".join(("'self'", *form_targets))
    return (
        "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; connect-src 'self'; "
        f"form-action {targets}; base-uri 'none'; frame-ancestors 'none'"
    )


class _Protected:
    """WSGI: the headers that an answer does not have yet."""

    def __init__(self, app: WSGIApplication, headers: list[tuple[str, str]]) -> None:
        self._app = app
        self._headers = headers
        self._unless_set = [(POLICY, _policy()), ("Cache-Control", "no-store")]

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        def start(
            status: str, headers: list[tuple[str, str]], exc_info: Any = None, /
        ) -> Callable[[bytes], object]:
            names = {name for name, _ in headers}
            headers = [*headers, *self._headers]
            headers += [pair for pair in self._unless_set if pair[0] not in names]
            return start_response(status, headers, exc_info)

        return self._app(environ, start)
