"""FACE: the officers' console, HTML: for officers of municipalities and for the operator.

Its own sign-in, cookie, settings and short idle limit; it borrows nothing from the citizens' side.
"""

from __future__ import annotations

from flask import Flask

from mykey.console import (
    contacts,
    decisions,
    errors,
    form_ones,
    form_twos,
    menu,
    officers,
    providers,
    sign_in,
    terminals,
)
from mykey.console.settings import ConsoleSettings
from mykey.console.workplace import attach_workplace
from mykey.models.base import Base
from mykey.services.ground import Ground
from mykey.web.database import attach_database
from mykey.web.html_face import create_html_face

__all__ = ["ConsoleSettings", "create_console"]

#: A csv file of 100,000 lines is refused with its row, not for its size.
MAX_UPLOAD_BYTES = 12 * 1024 * 1024
PAGES = (menu, form_ones, decisions, form_twos, providers, contacts, terminals)


def create_console(settings: ConsoleSettings, ground: Ground) -> Flask:
    """The console as a Flask app of its own."""
    path = settings.path.rstrip("/")
    app = create_html_face("console", settings.origin, path, settings.form_token_key, MAX_UPLOAD_BYTES)
    attach_database(app, settings.database_url, Base)
    attach_workplace(app, settings, ground)
    officers.attach_officers(app)
    errors.show_errors(app)
    app.register_blueprint(sign_in.make_blueprint(), url_prefix=path or None)
    for page in PAGES:
        blueprint = page.make_blueprint()
        officers.for_officers(blueprint)
        app.register_blueprint(blueprint, url_prefix=path or None)
    return app
