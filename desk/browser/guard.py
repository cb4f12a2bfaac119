"""Who may talk to the desk: a page that this desk itself served, reached under its own address.

A foreign page that points a name of its own at 127.0.0.1 (DNS rebinding) comes with another Host; a foreign
page that posts a form comes with another Origin and without the form token.
"""

from __future__ import annotations

from flask import Flask, abort, g, request

from desk.browser.visitors import Visitors
from desk.settings import DeskSettings

__all__ = ["guard"]

_MAX_BODY = 64 * 1024
_SAFE = ("GET", "HEAD", "OPTIONS")
_MISDIRECTED = 421


def guard(app: Flask, settings: DeskSettings, visitors: Visitors) -> None:
    """Refuse foreign hosts (421), origins and forms without our token (403), bodies over 64 KiB (413)."""
    app.config["MAX_CONTENT_LENGTH"] = _MAX_BODY
    app.config["MAX_FORM_MEMORY_SIZE"] = _MAX_BODY

    def right_host() -> None:
        if request.host != settings.host:
            abort(_MISDIRECTED)

    def right_form() -> None:
        if request.method in _SAFE:
            return
        token = request.headers.get("X-CSRF-Token") or request.form.get("csrf_token", "")
        if request.headers.get("Origin") != settings.origin or not visitors.owns_form(token):
            g.form_refused = True
            abort(403)

    app.before_request(right_host)
    visitors.attach(app)
    app.before_request(right_form)
