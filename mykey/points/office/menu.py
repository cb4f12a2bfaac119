"""The menu, and the sign-out: of this browser, or of all."""

from __future__ import annotations

from typing import cast

from flask import Blueprint, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from mykey.kernel.municipalities import municipality
from mykey.points.acts.sign_out_clerk import sign_out_clerk
from mykey.points.office.clerks import clerk
from mykey.points.office.permissions import OfficePermission, requires
from mykey.points.office.workplace import done
from mykey.web.sessions import SealedSession

__all__ = ["make_blueprint"]


def make_blueprint() -> Blueprint:
    """The menu's pages."""
    blueprint = Blueprint("office_menu", __name__)
    blueprint.add_url_rule("/", "menu", menu)
    blueprint.add_url_rule("/sign-out", "sign_out", sign_out, methods=["POST"])
    blueprint.add_url_rule(
        "/sign-out-everywhere", "sign_out_everywhere", sign_out_everywhere, methods=["POST"]
    )
    return blueprint


@requires(OfficePermission.MENU_READ)
def menu() -> ResponseReturnValue:
    """What this clerk may do, one entry each."""
    code = clerk().municipality_code
    place = None if code is None else municipality(code)
    return render_template("points_office/menu.html", municipality=place)


@requires(OfficePermission.SESSION_END)
def sign_out() -> ResponseReturnValue:
    """End this session."""
    cast("SealedSession", session).clear()
    return redirect(url_for("office_sign_in.sign_in"), 303)


@requires(OfficePermission.SESSION_END)
def sign_out_everywhere() -> ResponseReturnValue:
    """End every session of this clerk."""
    clerk_id = clerk().clerk_id
    done(lambda work: sign_out_clerk(work, clerk_id))
    cast("SealedSession", session).clear()
    return redirect(url_for("office_sign_in.sign_in"), 303)
