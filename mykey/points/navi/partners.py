"""Whose points can be turned into these, and at which rate."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from mykey.points.acts.navi.list_public_partners import list_public_partners
from mykey.points.navi.workplace import read, today
from mykey.web.authentication import declare_authentication, no_auth_needed

__all__ = ["make_blueprint"]


def make_blueprint() -> Blueprint:
    """For everybody."""
    blueprint = Blueprint("navi_partners", __name__)
    declare_authentication(blueprint, no_auth_needed)
    blueprint.add_url_rule("/partners", "partners", partners)
    return blueprint


def partners() -> ResponseReturnValue:
    """All open ones."""
    found = read(lambda session: list_public_partners(session, today()))
    return render_template("points_navi/partners.html", partners=found)
