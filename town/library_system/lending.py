"""One page: a field for the patron number, into which a barcode reader or the desk types, and Enter.

It keeps nothing and logs nothing: a real library system's records are no business of the platform.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from flask import Flask, render_template, request
from flask_babel import gettext as _

from town.browser_pages import browser_app

__all__ = ["create_library_system", "read_patron_number"]

TEMPLATES = Path(__file__).with_name("templates")
_NUMBER = re.compile(r"[0-9A-Z]{1,20}")
#: Many readers send the start and stop characters of an NW-7 code with it.
_NW7 = re.compile(r"[A-D]([0-9]+)[A-D]")
UNREADABLE = 422


def read_patron_number(typed: str) -> str | None:
    """The number behind what was scanned or typed; None where it is none."""
    plain = "".join(unicodedata.normalize("NFKC", typed).split()).replace("-", "").upper()
    scanned = _NW7.fullmatch(plain)
    number = scanned[1] if scanned else plain
    return number if _NUMBER.fullmatch(number) else None


def create_library_system(port: int) -> Flask:
    """The stand-in, reached on `port`."""
    app = browser_app("town.library_system", port, TEMPLATES)
    app.context_processor(lambda: {"face_name": _("図書館システム（デモ）")})

    @app.get("/")
    def empty() -> str:
        return render_template("library_system/lending.html", number=None, unreadable=False)

    @app.post("/")
    def lend() -> tuple[str, int]:
        number = read_patron_number(request.form.get("number", ""))
        page = render_template("library_system/lending.html", number=number, unreadable=number is None)
        return page, 200 if number else UNREADABLE

    return app
