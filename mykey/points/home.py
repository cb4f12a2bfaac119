"""The points home. There is no account yet to sign in to; the page says what this place is and keeps."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from mykey.web.authentication import declare_authentication, no_auth_needed

__all__ = ["blueprint"]

blueprint = Blueprint("home", __name__)
declare_authentication(blueprint, no_auth_needed)


@blueprint.get("/")
def show_home() -> ResponseReturnValue:
    """The front page of the points side."""
    return render_template("points/home.html")
