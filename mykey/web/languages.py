"""Japanese first, English by switch: `?lang=en` on any page, kept in a cookie of the face.

A face without cookies has it in each of its addresses.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from flask import Flask, Response, current_app, g, has_request_context, request
from flask_babel import Babel

__all__ = ["LANGUAGES", "language", "language_switch_url", "speak"]

LANGUAGES = ("ja", "en")
REPOSITORY = Path(__file__).resolve().parents[2]


def speak(app: Flask, *catalogues: str, cookie_path: str | None) -> None:
    """Give a face its catalogues (`translations/<name>`), Japanese being the text itself.

    Without a `cookie_path` no cookie is set or read.
    """
    directories = ";".join(str(REPOSITORY / "translations" / name) for name in ("shared", *catalogues))
    Babel(
        app,
        default_locale="ja",
        default_timezone="Asia/Tokyo",
        default_translation_directories=directories,
        locale_selector=language,
    )
    if cookie_path is None:
        app.url_defaults(_carry_language)
        return
    app.config["LANGUAGE_COOKIE"] = f"{app.name.replace('.', '_')}_lang"

    @app.after_request
    def keep_language(response: Response) -> Response:
        asked = request.args.get("lang")
        if asked in LANGUAGES:
            response.set_cookie(
                app.config["LANGUAGE_COOKIE"],
                asked,
                path=cookie_path,
                secure=app.config["PREFERRED_URL_SCHEME"] == "https",
                max_age=31_536_000,
                samesite="Lax",
                httponly=True,
            )
        return response


def _carry_language(endpoint: str, values: dict[str, Any]) -> None:
    if endpoint != "static" and language() != "ja":
        values.setdefault("lang", language())


def language() -> str:
    """The request's language: asked for now, kept in the cookie, or Japanese."""
    if not has_request_context():
        return "ja"
    if "language" not in g:
        chosen = request.args.get("lang") or request.cookies.get(
            current_app.config.get("LANGUAGE_COOKIE", "")
        )
        g.language = chosen if chosen in LANGUAGES else "ja"
    return str(g.language)


def language_switch_url() -> str:
    """This page in the other language. Only the path is kept: queries may hold a state."""
    other = "en" if language() == "ja" else "ja"
    # Browsers take "//host", "/\host" and "/<tab>/host" for another site's address.
    path = quote("/" + request.path.lstrip("/"))
    return f"{path}?{urlencode({'lang': other})}"
