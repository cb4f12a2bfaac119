"""Opening a points account: a consent of its own, with what is kept, and nothing preset (privacy.md, P11).

Until then the person's subject stands in the sealed session alone.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import Blueprint, redirect, render_template, session
from flask.typing import ResponseReturnValue

from mykey.crypto.tokens import from_base64url
from mykey.points.acts.open_holder import open_holder
from mykey.points.citizens.forms import ConsentForm
from mykey.points.citizens.kept_coupons import first_page
from mykey.points.citizens.signed_in import EntryNeeded, open_session
from mykey.points.citizens.workplace import settled, workplace
from mykey.web.authentication import declare_authentication
from mykey.web.languages import language

__all__ = ["CONSENT_LIFE", "PENDING", "make_blueprint"]

#: Where the session has the subjects of who came in and has no account yet.
PENDING = "pending"
#: How long they may think about it. A subject that outlived its key would open an account nobody finds again.
CONSENT_LIFE = timedelta(minutes=10)


def make_blueprint() -> Blueprint:
    """For who came in with a ticket and has no account."""
    blueprint = Blueprint("points_consent", __name__)
    declare_authentication(blueprint, ticket_needed)
    blueprint.add_url_rule("/open", "consent", consent, methods=["GET", "POST"])
    return blueprint


def ticket_needed() -> None:
    """The check of this page."""
    pending = session.get(PENDING)
    if pending is None or datetime.fromisoformat(pending["until"]) <= workplace().ground.clock():
        raise EntryNeeded


def consent() -> ResponseReturnValue:
    """Say what a points account is and keeps; open it on yes."""
    form = ConsentForm()
    if not form.validate_on_submit():
        return render_template("points/consent.html", form=form), 422 if form.errors else 200
    subjects = [(version, from_base64url(text)) for version, text in session[PENDING]["subjects"]]
    open_session(settled(lambda work: open_holder(work, subjects, language())))
    return redirect(first_page(), 303)
