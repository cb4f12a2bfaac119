"""What the JSON faces share: strict addresses, bodies of limited size, headers."""

from __future__ import annotations

from pathlib import Path
from typing import cast
from urllib.parse import urlsplit

from flask import Flask
from flask.json.provider import DefaultJSONProvider
from jinja2 import StrictUndefined

from mykey.web.headers import protect_with_headers

__all__ = ["create_json_face"]

REPOSITORY = Path(__file__).resolve().parents[2]
MAX_BODY_BYTES = 64 * 1024


def create_json_face(name: str, origin: str) -> Flask:
    """A Flask app for machines that are reached at `origin`. It logs faults alone."""
    app = Flask(
        f"mykey.{name}",
        template_folder=str(REPOSITORY / "templates"),
        static_folder=str(REPOSITORY / "static"),
    )
    app.config.update(
        MAX_CONTENT_LENGTH=MAX_BODY_BYTES,
        PROVIDE_AUTOMATIC_OPTIONS=False,
    )
    app.url_map.merge_slashes = False  # one address a call; no redirects, which no signature would cover
    app.url_map.strict_slashes = True
    app.jinja_env.undefined = StrictUndefined
    json = cast("DefaultJSONProvider", app.json)
    json.ensure_ascii, json.compact, json.sort_keys = False, True, False
    protect_with_headers(app, https=urlsplit(origin).scheme == "https")
    return app
