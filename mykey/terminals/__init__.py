"""FACE of libraries' and shops' machines: JSON, version 1 (docs: /v1/docs)."""

from __future__ import annotations

from typing import cast

from flask import Flask
from sqlalchemy import Table

from mykey.crypto.purposes import CorePurpose
from mykey.kernel.ports import TicketWriter
from mykey.models.base import Base
from mykey.models.terminal_requests import Limit
from mykey.services.ground import Ground
from mykey.terminals import activation, challenges, links, look_ups, points_tickets, providers, terminal
from mykey.terminals.contract import CONTRACT
from mykey.terminals.gate import Gate
from mykey.terminals.problems import terminals_problems
from mykey.terminals.settings import TerminalsSettings
from mykey.web.api_documents import serve_documents
from mykey.web.database import attach_database, engine
from mykey.web.hot_connection import HotConnection
from mykey.web.json_face import create_json_face
from mykey.web.rate_limits import RateLimits

__all__ = ["create_terminals"]


def create_terminals(settings: TerminalsSettings, ground: Ground, tickets: TicketWriter) -> Flask:
    """The face. Logs faults alone; its usage is a counter (privacy.md, P5 and P6).

    `tickets` is who writes points tickets: the process behind `settings.ticket_socket`.
    """
    app = create_json_face("terminals", settings.origin)
    attach_database(app, settings.database_url, Base)
    terminals_problems(ground.clock).answer_all(app)
    app.extensions["mykey_ground"] = ground
    app.extensions["mykey_settings"] = settings
    app.extensions["mykey_tickets"] = tickets
    app.extensions["mykey_gate"] = _gate(app, settings, ground)
    for module in (activation, terminal, providers, challenges, links, look_ups, points_tickets):
        app.register_blueprint(module.blueprint)
    serve_documents(app, settings.origin, CONTRACT)
    return app


def _gate(app: Flask, settings: TerminalsSettings, ground: Ground) -> Gate:
    def limit_index(key: bytes) -> bytes:
        return ground.keys.index(CorePurpose.LIMIT_INDEX, key)

    with app.app_context():
        own_engine = engine()
    limits = RateLimits(cast("Table", Limit.__table__), limit_index, lambda: own_engine, ground.clock)
    rows = HotConnection(settings.database_url, prepared=settings.prepared_statements)
    return Gate(settings.origin, ground, own_engine, limits, rows, settings.requests_a_minute)
