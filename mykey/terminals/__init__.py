"""FACE of libraries' and shops' machines: JSON, version 1 (docs: /v1/docs)."""

from __future__ import annotations

from pathlib import Path
from typing import cast
from urllib.parse import urlsplit

from flask import Flask
from flask.json.provider import DefaultJSONProvider
from jinja2 import StrictUndefined
from sqlalchemy import Table

from mykey.crypto.purposes import CorePurpose
from mykey.models.base import Base
from mykey.models.terminal_requests import Limit
from mykey.services.ground import Ground
from mykey.terminals import activation, challenges, links, look_ups, providers, terminal
from mykey.terminals.documents import serve_documents
from mykey.terminals.errors import answer_problems
from mykey.terminals.gate import Gate
from mykey.terminals.settings import TerminalsSettings
from mykey.web.database import attach_database, engine
from mykey.web.headers import protect_with_headers
from mykey.web.hot_connection import HotConnection
from mykey.web.rate_limits import RateLimits

__all__ = ["create_terminals"]

REPOSITORY = Path(__file__).resolve().parents[2]
MAX_BODY_BYTES = 64 * 1024


def create_terminals(settings: TerminalsSettings, ground: Ground) -> Flask:
    """The face. Logs faults alone; its usage is a counter (privacy.md, P5 and P6)."""
    app = Flask(
        "mykey.terminals",
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
    attach_database(app, settings.database_url, Base)
    protect_with_headers(app, https=urlsplit(settings.origin).scheme == "https")
    answer_problems(app)
    app.extensions["mykey_ground"] = ground
    app.extensions["mykey_settings"] = settings
    app.extensions["mykey_gate"] = _gate(app, settings, ground)
    for module in (activation, terminal, providers, challenges, links, look_ups):
        app.register_blueprint(module.blueprint)
    serve_documents(app, settings.origin)
    return app


def _gate(app: Flask, settings: TerminalsSettings, ground: Ground) -> Gate:
    def limit_index(key: bytes) -> bytes:
        return ground.keys.index(CorePurpose.LIMIT_INDEX, key)

    with app.app_context():
        own_engine = engine()
    limits = RateLimits(cast("Table", Limit.__table__), limit_index, lambda: own_engine, ground.clock)
    rows = HotConnection(settings.database_url, prepared=settings.prepared_statements)
    return Gate(settings.origin, ground, own_engine, limits, rows, settings.requests_a_minute)
