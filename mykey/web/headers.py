"""Security headers on every answer. Pages run no inline script and no foreign one.

They are added where the answer leaves the process, as one list: the hot path pays little for them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, after_this_request

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

__all__ = ["allow_form_post_with_origin", "allow_form_target", "protect_with_headers"]

POLICY = "Content-Security-Policy"
REFERRER = "Referrer-Policy"
ALWAYS = [
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
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


def allow_form_post_with_origin(origin: str) -> None:
    """Let the form of the page now rendered post to another origin, and tell it ours.

    Under `no-referrer` a browser sends `Origin: null` across sites (Fetch, "append a request Origin header");
    who must see where a post comes from needs the page to say `strict-origin`. The path is told to nobody.
    """
    allow_form_target(origin)

    @after_this_request
    def tell(response: Response) -> Response:
        response.headers[REFERRER] = "strict-origin"
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
        self._unless_set = [(POLICY, _policy()), ("Cache-Control", "no-store"), (REFERRER, "no-referrer")]

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        def start(
            status: str, headers: list[tuple[str, str]], exc_info: Any = None, /
        ) -> Callable[[bytes], object]:
            names = {name for name, _ in headers}
            headers = [*headers, *self._headers]
            headers += [pair for pair in self._unless_set if pair[0] not in names]
            return start_response(status, headers, exc_info)

        return self._app(environ, start)
