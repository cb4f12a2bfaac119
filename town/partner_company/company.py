"""The company as a Flask program: pages for members, pages for its staff, and what the platform calls."""

from __future__ import annotations

import os
from pathlib import Path

from flask import Flask
from flask_babel import gettext as _

from town.browser_pages import browser_app
from town.clock import Clock, system_clock
from town.partner_company.books import Books
from town.partner_company.called import CALLED, add_called
from town.partner_company.contract import read_contract
from town.partner_company.member_pages import add_member_pages
from town.partner_company.platform import Platform
from town.partner_company.staff_pages import add_staff_pages
from town.partner_company.workplace import Workplace

__all__ = ["create_partner_company"]

TEMPLATES = Path(__file__).with_name("templates")
COOKIE_KEY_BYTES = 32


def create_partner_company(home: Path, port: int, clock: Clock = system_clock) -> Flask:
    """The company whose data is in `home`, reached on `port`. Raises `ContractMissing`."""
    contract = read_contract(home)
    app = browser_app(
        "town.partner_company", port, TEMPLATES, called=CALLED, form_target=contract.points_origin
    )
    app.config.update(
        SECRET_KEY=_cookie_key(home),
        SESSION_COOKIE_NAME="minami_denki",
        # Members come back here from the points site: Strict would greet them as strangers.
        SESSION_COOKIE_SAMESITE="Lax",
    )
    app.context_processor(lambda: {"face_name": _("みなみ電力（デモ）")})
    workplace = Workplace(Books(home), contract, Platform(contract, clock), clock, f"http://127.0.0.1:{port}")
    add_member_pages(app, workplace)
    add_staff_pages(app, workplace)
    add_called(app, workplace)
    return app


def _cookie_key(home: Path) -> bytes:
    path = home / "cookie-key"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_bytes()
    key = os.urandom(COOKIE_KEY_BYTES)
    with os.fdopen(descriptor, "wb") as file:
        file.write(key)
    return key
