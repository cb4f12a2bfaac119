"""What the HTML faces share: templates, forms' tokens, languages, headers, error pages.

A face is one Flask app for one audience, with its own settings, cookie, path and process.
"""

from __future__ import annotations

import time
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask, Request, Response, g, make_response, render_template, request
from flask.sessions import NullSession, SessionInterface, SessionMixin
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError, CSRFProtect
from jinja2 import StrictUndefined
from werkzeug.exceptions import HTTPException, InternalServerError, SecurityError

from mykey.kernel.errors import CannotTell, MyKeyError
from mykey.kernel.settings import SettingMalformed
from mykey.web.headers import protect_with_headers
from mykey.web.languages import language, language_switch_url, speak
from mykey.web.request_logs import log

__all__ = ["create_cookieless_face", "create_html_face", "leave_out_of_logs"]

REPOSITORY = Path(__file__).resolve().parents[2]
MAX_FORM_BYTES = 64 * 1024
SHORTEST_TOKEN_KEY = 32
PLAIN_FAULT = (
    "ただいま使えません。しばらく待ってから、もう一度お試しください。\n"
    "Out of order. Please try again later.\n"
)


def create_html_face(
    name: str, origin: str, path: str, form_token_key: str, max_form_bytes: int = MAX_FORM_BYTES
) -> Flask:
    """A Flask app for one audience.

    `origin` is where browsers reach it, `path` its first segment ("/portal"; "" or "/" at a host of its own);
    requests with another Host header are refused (400). `form_token_key` signs the forms' tokens.

    Raises:
        SettingMalformed: the form token key is too short to be a key.
    """
    if len(form_token_key) < SHORTEST_TOKEN_KEY:
        variable = f"MYKEY_{name.upper()}_FORM_TOKEN_KEY"
        raise SettingMalformed(variable=variable, wanted=f"at least {SHORTEST_TOKEN_KEY} characters")
    return _create(name, origin, path, form_token_key, max_form_bytes)


def create_cookieless_face(name: str, origin: str, path: str) -> Flask:
    """A Flask app that only shows what is public: no session, no cookie, not even a language's.

    It has no form that changes anything, so it signs none. English is `?lang=en`, and stands in every address
    that is made for an English page.
    """
    return _create(name, origin, path, None, MAX_FORM_BYTES)


def _create(name: str, origin: str, path: str, form_token_key: str | None, max_form_bytes: int) -> Flask:
    path = path.rstrip("/")
    app = Flask(
        f"mykey.{name}",
        template_folder=str(REPOSITORY / "templates"),
        static_folder=str(REPOSITORY / "static"),
        static_url_path=f"{path}/static",
    )
    parts = urlsplit(origin)
    https = parts.scheme == "https"
    app.config.update(
        MAX_CONTENT_LENGTH=max_form_bytes,
        TRUSTED_HOSTS=[parts.hostname or ""],
        PREFERRED_URL_SCHEME=parts.scheme,
    )
    app.jinja_env.undefined = StrictUndefined
    if form_token_key is None:
        app.session_interface = _NoSessions()
        speak(app, name, cookie_path=None)
    else:
        app.config.update(
            SECRET_KEY=form_token_key,
            WTF_CSRF_TIME_LIMIT=None,
            # No Referer is sent (Referrer-Policy); the token and SameSite stand in.
            WTF_CSRF_SSL_STRICT=False,
        )
        CSRFProtect(app)
        speak(app, name, cookie_path=path or "/")
    protect_with_headers(app, https=https)
    _log_requests(app, name)
    _show_errors(app)
    app.context_processor(lambda: {"lang": language(), "lang_switch_url": language_switch_url()})
    return app


class _NoSessions(SessionInterface):
    """Nothing is known of whoever comes, and nothing is kept."""

    def open_session(self, app: Flask, request: Request) -> NullSession:  # noqa: ARG002 - Flask's signature
        """One that can be read and has nothing in it."""
        return NullSession()

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """No cookie, and no word to caches that there might be one."""


def leave_out_of_logs() -> None:
    """Write no line for this request: for what must leave no record that it happened."""
    g.unlogged = True


def _log_requests(app: Flask, name: str) -> None:
    @app.before_request
    def start_clock() -> None:
        g.started = time.monotonic()

    @app.after_request
    def log_request(response: Response) -> Response:
        # The files of a page would tell of a page that left no line.
        if g.get("unlogged", False) or request.endpoint == "static":
            return response
        duration = round((time.monotonic() - g.get("started", time.monotonic())) * 1000)
        log(
            "request", face=name, endpoint=request.endpoint, status=response.status_code, duration_ms=duration
        )
        return response


def _show_errors(app: Flask) -> None:
    """Pages for what views did not answer themselves: what happened and what to do, never a stack trace.

    The words are the template's own, by status; a face with better ones registers its handlers after these.
    """

    @app.errorhandler(SecurityError)
    def strange_host(_error: SecurityError) -> ResponseReturnValue:
        # No address can be built under a host that is not ours, so there is no page to show.
        return Response("Bad Request\n", 400, mimetype="text/plain")

    @app.errorhandler(CSRFError)
    def stale_form(_error: CSRFError) -> ResponseReturnValue:
        return _page(400)

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> ResponseReturnValue:
        return _page(error.code or 500)

    @app.errorhandler(MyKeyError)
    def our_error(error: MyKeyError) -> ResponseReturnValue:
        response = make_response(_page(error.status))
        seconds = error.facts.get("retry_after") or (isinstance(error, CannotTell) and error.retry_after)
        if seconds:
            response.headers["Retry-After"] = str(seconds)
        return response

    @app.errorhandler(Exception)
    def broken(error: Exception) -> ResponseReturnValue:
        log("broken", error=type(error).__name__, endpoint=request.endpoint)
        return _fault()

    @app.errorhandler(InternalServerError)
    def broken_before_any_view(error: InternalServerError) -> ResponseReturnValue:
        # What failed outside of views, as Flask wraps it: the session was not read, or the commit failed.
        log("broken", error=type(error.original_exception).__name__, endpoint=request.endpoint)
        return _fault()


def _fault() -> ResponseReturnValue:
    try:
        return _page(500)
    except Exception as second:  # noqa: BLE001 - without a database there is no session, and no page without one
        log("broken", error=type(second).__name__, endpoint=request.endpoint)
        return Response(PLAIN_FAULT, 500, mimetype="text/plain")


def _page(status: int) -> tuple[str, int]:
    return render_template("shared/error.html", status=status), status
