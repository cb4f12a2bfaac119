"""What every public page shows: name, navigation, the same page in the other language, numbers and days."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date
from flask import Flask, request, url_for
from flask_babel import gettext as _

from mykey.web.languages import language, language_switch_url

__all__ = ["ASKED", "asked", "attach_context"]

#: what a search may ask; nothing else of an address is taken over into another
ASKED = ("place", "category", "words", "prefecture", "page")
LONGEST_ASKED = 100


def attach_context(app: Flask) -> None:
    """Give the templates their words."""
    app.context_processor(_context)
    app.jinja_env.filters["number"] = "{:,}".format
    app.jinja_env.filters["day"] = _day


def asked(name: str) -> str:
    """What a search asks for, cut to what makes sense."""
    return request.args.get(name, "")[:LONGEST_ASKED].strip()


def _day(day: date) -> str:
    return format_date(day, "long", locale=language())


def _context() -> dict[str, object]:
    items = (
        ("navi_shops.front", ("navi_shops",), _("お店を探す")),
        ("navi_municipalities.municipalities", ("navi_municipalities",), _("自治体の一覧")),
        ("navi_partners.partners", ("navi_partners",), _("ほかの会社のポイント")),
        ("navi_open_data.about", ("navi_open_data",), _("オープンデータ")),
    )
    return {
        "face_name": _("ポイントナビ"),
        "home_url": url_for("navi_shops.front"),
        "sign_out_url": None,
        "nav_items": [
            (url_for(endpoint), label, request.blueprint in blueprints)
            for endpoint, blueprints, label in items
        ],
        "lang_switch_url": _switch_url(),
    }


def _switch_url() -> str:
    """The same search in the other language; nothing in it is a secret."""
    if request.endpoint is None or request.endpoint == "static":
        return language_switch_url()
    kept = {name: asked(name) for name in ASKED if asked(name)}
    other = "en" if language() == "ja" else "ja"
    return url_for(request.endpoint, **(request.view_args or {}), **kept, lang=other)  # type: ignore[arg-type] # url_for's own keywords have types
