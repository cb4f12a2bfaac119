"""FACE of partner companies on the points side: JSON, version 1 (docs: /v1/docs)."""

from __future__ import annotations

from typing import cast

from flask import Flask
from sqlalchemy import Table

from mykey.crypto.purposes import PointsPurpose
from mykey.kernel.settings import SettingMalformed
from mykey.points.acts.put_into_reserve import MOST_TERM_DAYS
from mykey.points.ground import PointsGround
from mykey.points.models.base import PointsBase
from mykey.points.models.requests import PointsLimit
from mykey.points.partners import coupon_batches, exchanges, files
from mykey.points.partners.contract import CONTRACT
from mykey.points.partners.gate import PartnersGate
from mykey.points.partners.problems import partner_problems
from mykey.points.partners.settings import PartnersSettings
from mykey.web.api_documents import serve_documents
from mykey.web.database import attach_database, engine
from mykey.web.json_face import create_json_face
from mykey.web.rate_limits import RateLimits

__all__ = ["create_points_partners"]


def create_points_partners(settings: PartnersSettings, ground: PointsGround) -> Flask:
    """The face. Logs faults alone; nothing of the core is loaded or known here.

    Raises:
        SettingMalformed: the term is no number of days from 1 to 365.
    """
    if not 1 <= settings.term_days <= MOST_TERM_DAYS:
        raise SettingMalformed(
            variable=f"{settings.PREFIX}TERM_DAYS", wanted=f"a whole number from 1 to {MOST_TERM_DAYS}"
        )
    app = create_json_face("points_partners", settings.origin)
    attach_database(app, settings.database_url, PointsBase)
    problems = partner_problems(ground.clock)
    problems.answer_all(app)
    app.extensions["mykey_problems"] = problems
    app.extensions["mykey_gate"] = _gate(app, settings, ground)
    for blueprint in (
        coupon_batches.batches,
        coupon_batches.codes,
        exchanges.blueprint,
        files.files,
        files.keys,
    ):
        app.register_blueprint(blueprint)
    serve_documents(app, settings.origin, CONTRACT)
    return app


def _gate(app: Flask, settings: PartnersSettings, ground: PointsGround) -> PartnersGate:
    def limit_index(key: bytes) -> bytes:
        return ground.keys.index(PointsPurpose.POINTS_LIMIT_INDEX, key)

    with app.app_context():
        own_engine = engine()
    limits = RateLimits(cast("Table", PointsLimit.__table__), limit_index, lambda: own_engine, ground.clock)
    return PartnersGate(settings, ground, own_engine, limits)
