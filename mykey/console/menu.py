"""The menu (screen 3), and the sign-out."""

from __future__ import annotations

from typing import cast

from flask import Blueprint, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from mykey.console.officers import officer
from mykey.console.permissions import Permission, requires
from mykey.kernel.municipalities import municipality
from mykey.web.sessions import SealedSession

__all__ = ["make_blueprint"]


def make_blueprint() -> Blueprint:
    """The menu's pages."""
    blueprint = Blueprint("console_menu", __name__)
    blueprint.add_url_rule("/", "menu", menu)
    blueprint.add_url_rule("/sign-out", "sign_out", sign_out, methods=["POST"])
    return blueprint


@requires(Permission.MENU_READ)
def menu() -> ResponseReturnValue:
    """What this officer may do, one entry each."""
    code = officer().municipality_code
    place = None if code is None else municipality(code)
    return render_template("console/menu.html", municipality=place)


@requires(Permission.MENU_READ)
def sign_out() -> ResponseReturnValue:
    """End this session."""
    cast("SealedSession", session).clear()
    return redirect(url_for("console_sign_in.sign_in"), 303)
