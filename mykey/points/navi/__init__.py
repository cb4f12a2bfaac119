"""FACE everybody: Points Navi, HTML: where points can be used, who runs them, whose points become these.

It knows nobody: no cookie, no session, no key. It reads programmes, shops and partners, and the database
refuses it every change.
"""

from __future__ import annotations

from flask import Flask

from mykey.kernel.clock import Clock
from mykey.points.models.base import PointsBase
from mykey.points.navi import municipalities, open_data, partners, shops
from mykey.points.navi.context import attach_context
from mykey.points.navi.settings import NaviSettings
from mykey.points.navi.workplace import attach_workplace
from mykey.web.database import attach_database
from mykey.web.html_face import create_cookieless_face

__all__ = ["NaviSettings", "create_points_navi"]

PAGES = (shops, municipalities, partners, open_data)


def create_points_navi(settings: NaviSettings, clock: Clock) -> Flask:
    """The face as a Flask app of its own."""
    path = settings.path.rstrip("/")
    app = create_cookieless_face("points_navi", settings.origin, path)
    attach_database(app, settings.database_url, PointsBase, read_only=True)
    attach_workplace(app, settings, clock)
    attach_context(app)
    for page in PAGES:
        app.register_blueprint(page.make_blueprint(), url_prefix=path or None)
    return app
