"""The guide as a Flask program: the page, the buttons on it, and the present one-time codes as JSON."""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from flask_babel import gettext as _

from town.browser_pages import browser_app
from town.clock import Clock, system_clock
from town.embedded.layout import Layout
from town.guide.buttons import add_buttons
from town.guide.card_table import CardTable
from town.guide.page import add_page

__all__ = ["create_guide"]

TEMPLATES = Path(__file__).with_name("templates")


def create_guide(layout: Layout, port: int, clock: Clock = system_clock) -> Flask:
    """The guide to the home of `layout`, reached on `port`."""
    app = browser_app("town.guide", port, TEMPLATES)
    app.context_processor(lambda: {"face_name": _("デモの案内")})
    table = CardTable(layout.origin("cards"))
    add_page(app, layout, table, clock)
    add_buttons(app, layout, table)
    return app
