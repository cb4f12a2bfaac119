"""Pages of the town for a person's browser: the platform's look, two languages, this machine alone.

There is no login, so a page from elsewhere must not be able to press a button here: another Host is refused
(DNS rebinding), and so is a form that another page sends (Origin).
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from urllib.parse import urlencode

from flask import Flask, Response, abort, g, render_template, request
from flask_babel import Babel
from flask_babel import gettext as _
from jinja2 import ChoiceLoader, FileSystemLoader, StrictUndefined
from werkzeug.exceptions import HTTPException

__all__ = ["browser_app"]

REPOSITORY = Path(__file__).resolve().parents[1]
TRANSLATIONS = (REPOSITORY / "translations" / "town", REPOSITORY / "translations" / "shared")
LANGUAGES = ("ja", "en")
LARGEST_FORM = 16 * 1024
YEAR_SECONDS = 365 * 24 * 3600
MISDIRECTED = 421

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def browser_app(
    name: str,
    port: int,
    templates: Path,
    *,
    called: Collection[str] = (),
    form_target: str | None = None,
) -> Flask:
    """An app that is reached as localhost or 127.0.0.1 on `port`; its pages extend `shared/base.html`.

    `called`: endpoints that programs post to and no page may; each of them looks after itself. `form_target`:
    an origin to which forms may lead besides our own; a page that posts there sets `g.names_itself`.
    """
    app = Flask(name, static_folder=str(REPOSITORY / "static"), static_url_path="/static")
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_FORM
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.loader = app.jinja_loader = ChoiceLoader(
        [FileSystemLoader(templates), FileSystemLoader(REPOSITORY / "templates")]
    )
    _guard(app, port, called)
    _speak(app, port)
    _send_headers(app, form_target)

    @app.errorhandler(HTTPException)
    def refused(error: HTTPException) -> tuple[str, int]:
        status = error.code or 500
        if status == MISDIRECTED:
            what = _("このページは、起動したときに表示されたアドレスでだけ開けます。")
            do = _("起動したときに表示されたアドレスを開いてください。")
            page = render_template("shared/error.html", status=status, what_happened=what, what_to_do=[do])
            return page, status
        return render_template("shared/error.html", status=status), status

    return app


def _guard(app: Flask, port: int, called: Collection[str]) -> None:
    hosts = {f"localhost:{port}", f"127.0.0.1:{port}"}

    def right_host() -> None:
        if request.host not in hosts:
            abort(MISDIRECTED)

    def right_form() -> None:
        own = None if request.endpoint in called else f"http://{request.host}"
        if request.method == "POST" and request.headers.get("Origin") != own:
            abort(403)

    app.before_request(right_host)
    app.before_request(right_form)


def _speak(app: Flask, port: int) -> None:
    cookie = f"town_lang_{port}"
    app.config["BABEL_DEFAULT_LOCALE"] = "ja"
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = ";".join(str(folder) for folder in TRANSLATIONS)

    def language() -> str:
        if "language" not in g:
            asked, remembered = request.args.get("lang", ""), request.cookies.get(cookie, "")
            known = [word for word in (asked, remembered) if word in LANGUAGES]
            g.language = known[0] if known else "ja"
        return str(g.language)

    @app.after_request
    def remember(response: Response) -> Response:
        asked = request.args.get("lang", "")
        if asked in LANGUAGES:
            response.set_cookie(cookie, asked, max_age=YEAR_SECONDS, httponly=True, samesite="Lax")
        return response

    @app.context_processor
    def every_page() -> dict[str, object]:
        other = "ja" if language() == "en" else "en"
        switch = (
            f"{request.path}?{urlencode({**request.args, 'lang': other})}"
            if request.method == "GET"
            else None
        )
        return {
            "lang": language(),
            "lang_switch_url": switch,
            "home_url": "/",
            "sign_out_url": g.get("sign_out_url"),
            "nav_items": [],
        }

    Babel(app, locale_selector=language)


def _send_headers(app: Flask, form_target: str | None) -> None:
    targets = "'self'" if form_target is None else f"'self' {form_target}"
    policy = POLICY.replace("form-action 'self'", f"form-action {targets}")

    @app.after_request
    def add(response: Response) -> Response:
        headers = response.headers
        headers["Content-Security-Policy"] = policy
        # Not no-referrer: a browser would then send our own forms with the origin "null".
        headers["Referrer-Policy"] = "strict-origin" if g.get("names_itself") else "same-origin"
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["Cross-Origin-Resource-Policy"] = "same-origin"
        if request.endpoint != "static":
            headers["Cache-Control"] = "no-store"
        return response
