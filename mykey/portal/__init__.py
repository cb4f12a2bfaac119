"""FACE: the citizens' portal, HTML. Creating a MyKey ID, signing in, My Page.

Its own session cookie, settings and process; no officer and no terminal comes in here.
"""

from __future__ import annotations

from flask import Flask

from mykey.kernel.ports import TicketWriter
from mykey.models.base import Base
from mykey.portal import (
    card,
    choose,
    citizens,
    consent,
    errors,
    home,
    my_page,
    points,
    register,
    sign_in,
)
from mykey.portal.settings import PortalSettings
from mykey.portal.workplace import attach_workplace
from mykey.services.ground import Ground
from mykey.web.database import attach_database
from mykey.web.html_face import create_html_face

__all__ = ["PortalSettings", "create_portal"]

PAGES = (home, consent, card, choose, register, sign_in, my_page, points)


def create_portal(settings: PortalSettings, ground: Ground, tickets: TicketWriter) -> Flask:
    """The portal as a Flask app of its own. `tickets` is the process behind `settings.ticket_socket`."""
    path = settings.path.rstrip("/")
    app = create_html_face("portal", settings.origin, path, settings.form_token_key)
    attach_database(app, settings.database_url, Base)
    attach_workplace(app, settings, ground, tickets)
    citizens.attach_citizens(app)
    errors.show_errors(app)
    for page in PAGES:
        app.register_blueprint(page.make_blueprint(), url_prefix=path or None)
    card.take_posts_without_token(app)
    return app
