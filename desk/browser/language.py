"""Japanese first, English by a link `?lang=en` that a cookie remembers. Msgids are Japanese."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlencode

from flask import Flask, Response, g, request
from flask_babel import Babel, refresh

__all__ = ["LANGUAGES", "set_up_language", "speak", "switch_url"]

LANGUAGES = ("ja", "en")
_YEAR_SECONDS = 365 * 24 * 3600


def set_up_language(app: Flask, translations: list[Path], port: int) -> None:
    """Choose by `?lang=`, then cookie, then Japanese. `translations` are folders of compiled catalogues."""
    cookie = f"desk_lang_{port}"
    app.config["BABEL_DEFAULT_LOCALE"] = "ja"
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = ";".join(str(folder) for folder in translations)

    def choose() -> None:
        asked = request.values.get("lang", "")
        remembered = request.cookies.get(cookie, "")
        g.lang_chosen = asked if asked in LANGUAGES else None
        g.lang = g.lang_chosen or (remembered if remembered in LANGUAGES else "ja")

    def remember(response: Response) -> Response:
        if g.get("lang_chosen") and request.cookies.get(cookie) != g.lang_chosen:
            response.set_cookie(
                cookie, g.lang_chosen, max_age=_YEAR_SECONDS, httponly=True, samesite="Strict", path="/"
            )
        return response

    app.before_request(choose)
    app.after_request(remember)
    Babel(app, locale_selector=lambda: g.get("lang", "ja"))


def speak(language: str) -> None:
    """Answer this request in `language`, unless the person chose another one on this very page."""
    if g.lang_chosen is None and language in LANGUAGES:
        g.lang = language
        refresh()


def switch_url() -> str | None:
    """This page in the other language; None on a page that answers a form, which a link would lose."""
    if request.method != "GET":
        return None
    query = request.args.to_dict() if request.endpoint else {}
    query["lang"] = "ja" if g.get("lang") == "en" else "en"
    return f"{request.path if request.endpoint else '/'}?{urlencode(query)}"
