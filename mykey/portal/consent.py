"""Step 1 of creating a MyKey ID: the terms. Nothing is ticked beforehand (privacy.md, P11)."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from mykey.portal.citizens import seems_signed_in
from mykey.portal.creation import begin_creation
from mykey.portal.forms import ConsentForm
from mykey.portal.workplace import workplace
from mykey.web.authentication import declare_authentication, no_auth_needed

__all__ = ["make_blueprint"]


def make_blueprint() -> Blueprint:
    """Everybody may begin."""
    blueprint = Blueprint("portal_consent", __name__)
    declare_authentication(blueprint, no_auth_needed)
    blueprint.add_url_rule("/create", "consent", consent, methods=["GET", "POST"])
    return blueprint


def consent() -> ResponseReturnValue:
    """Show the terms; go on when both boxes are ticked."""
    if seems_signed_in():
        return redirect(url_for("portal_my_page.my_page"), 303)
    form = ConsentForm()
    if not form.validate_on_submit():
        return render_template("portal/consent.html", form=form), 422 if form.errors else 200
    begin_creation(workplace().ground.clock())
    return redirect(url_for("portal_card.card"), 303)
