"""The first page, for two groups of people (screen 1), and what to do when the card is not accepted."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from mykey.portal.citizens import seems_signed_in
from mykey.portal.words import card_words
from mykey.portal.workplace import workplace
from mykey.web.authentication import declare_authentication, no_auth_needed

__all__ = ["make_blueprint"]


def make_blueprint() -> Blueprint:
    """Pages that everybody may read."""
    blueprint = Blueprint("portal_home", __name__)
    declare_authentication(blueprint, no_auth_needed)
    blueprint.add_url_rule("/", "home", home)
    blueprint.add_url_rule("/card-help", "card_help", card_help)
    return blueprint


def home() -> ResponseReturnValue:
    """Persons above, municipalities, libraries and shops below."""
    settings = workplace().settings
    return render_template(
        "portal/home.html",
        inside=seems_signed_in(),
        points_url=settings.points_url,
        console_url=settings.console_url,
    )


def card_help() -> ResponseReturnValue:
    """Each refusal in words, with the right counter to go to."""
    return render_template("portal/card_help.html", all_words=card_words())
