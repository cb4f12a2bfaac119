"""The factory of the points face: own settings, keys, database, session, process."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from flask import Flask
from flask_babel import gettext as _
from sqlalchemy import Table

from mykey.crypto.keyed_index import Indexes
from mykey.crypto.keyring import KeyRing
from mykey.crypto.purposes import PointsPurpose
from mykey.crypto.sealed_values import Seals
from mykey.kernel.clock import Clock
from mykey.kernel.randomness import RandomBytes
from mykey.kernel.settings import is_loopback
from mykey.points import home
from mykey.points.models import POINTS_SESSION, PointsBase, PointsSession
from mykey.points.settings import PointsSettings
from mykey.web.database import attach_database
from mykey.web.html_face import create_html_face
from mykey.web.sessions import SessionRules, SessionsInTable

__all__ = ["create_points"]


class _PointsVault:
    """How the points side's sessions are indexed and sealed."""

    def __init__(self, ring: KeyRing, random_bytes: RandomBytes) -> None:
        self._indexes = Indexes(ring)
        self._seals = Seals(ring, random_bytes)

    def candidates(self, token: str) -> Sequence[bytes]:
        return self._indexes.candidates(PointsPurpose.POINTS_SESSION_INDEX, token.encode())

    def seal(self, index: bytes, value: Any) -> bytes:
        return self._seals.seal(POINTS_SESSION, index, value)

    def open(self, index: bytes, sealed: bytes) -> Any:
        return self._seals.open(POINTS_SESSION, index, sealed)


def create_points(settings: PointsSettings, clock: Clock, random_bytes: RandomBytes) -> Flask:
    """Make the face. It refuses to start without its own key ring, or with demo keys away from loopback.

    Raises:
        KeyRingRefused: see `KeyRing.open`.
    """
    path = settings.path.rstrip("/")
    ring = KeyRing.open(settings.key_ring, PointsPurpose, demo_allowed=is_loopback(settings.origin))
    app = create_html_face("points", settings.origin, path, settings.form_token_key)
    attach_database(app, settings.database_url, PointsBase)
    https = settings.origin.startswith("https://")
    rules = SessionRules(
        cookie_name="__Host-mykey-points" if https and not path else "mykey-points",
        cookie_path=path or "/",
        https=https,
        idle=settings.idle,
        absolute=settings.absolute,
    )
    vault = _PointsVault(ring, random_bytes)
    app.session_interface = SessionsInTable(
        cast("Table", PointsSession.__table__), vault, rules, clock, random_bytes
    )
    app.register_blueprint(home.blueprint, url_prefix=path or None)
    app.context_processor(
        lambda: {
            "face_name": _("自治体ポイント"),
            "home_url": f"{path}/",
            "sign_out_url": None,
            "nav_items": [],
        }
    )
    return app
