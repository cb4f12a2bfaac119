"""FACE of shops' and facilities' tills on the points side: JSON, version 1 (docs: /v1/docs)."""

from __future__ import annotations

from typing import cast

from flask import Flask
from sqlalchemy import Table

from mykey.crypto.purposes import PointsPurpose
from mykey.crypto.ticket_seals import TicketOpener
from mykey.points.ground import PointsGround
from mykey.points.models.base import PointsBase
from mykey.points.models.requests import PointsLimit
from mykey.points.till import enrolment, receipts, sessions, till, vouchers
from mykey.points.till.contract import CONTRACT
from mykey.points.till.gate import TillGate
from mykey.points.till.problems import till_problems
from mykey.points.till.settings import TillSettings
from mykey.web.api_documents import serve_documents
from mykey.web.database import attach_database, engine
from mykey.web.json_face import create_json_face
from mykey.web.rate_limits import RateLimits

__all__ = ["create_points_till"]


def create_points_till(settings: TillSettings, ground: PointsGround, opener: TicketOpener) -> Flask:
    """The face. Logs faults alone; nothing of the core is loaded or known here.

    `opener` opens the ticket writer's tickets (`mykey.points.tickets.make_opener`).
    """
    app = create_json_face("points_till", settings.origin)
    attach_database(app, settings.database_url, PointsBase)
    problems = till_problems(ground.clock)
    problems.answer_all(app)
    app.extensions["mykey_problems"] = problems
    app.extensions["mykey_gate"] = _gate(app, settings, ground, opener)
    for module in (enrolment, till, sessions, receipts, vouchers):
        app.register_blueprint(module.blueprint)
    serve_documents(app, settings.origin, CONTRACT)
    return app


def _gate(app: Flask, settings: TillSettings, ground: PointsGround, opener: TicketOpener) -> TillGate:
    def limit_index(key: bytes) -> bytes:
        return ground.keys.index(PointsPurpose.POINTS_LIMIT_INDEX, key)

    with app.app_context():
        own_engine = engine()
    limits = RateLimits(cast("Table", PointsLimit.__table__), limit_index, lambda: own_engine, ground.clock)
    return TillGate(settings, ground, opener, own_engine, limits)
