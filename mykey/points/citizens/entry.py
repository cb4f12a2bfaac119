"""In with a ticket, out by a button.

The ticket comes as a post from a page of the portal: another site's page could otherwise let a person into
somebody else's account and watch what they do there (login cross-site request forgery). The Origin header
says whose page it was.
"""

from __future__ import annotations

from flask import Blueprint, Flask, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from mykey.crypto.tokens import to_base64url
from mykey.handoff.ticket import TicketPurpose
from mykey.points.acts.find_holder_by_ticket import find_by_subjects
from mykey.points.citizens.consent import CONSENT_LIFE, PENDING
from mykey.points.citizens.kept_coupons import first_page
from mykey.points.citizens.signed_in import begin_anew, leave, open_session, seems_signed_in
from mykey.points.citizens.workplace import settled, workplace
from mykey.points.refusals import EntryFromElsewhere
from mykey.points.tickets import check_for, open_once
from mykey.web.authentication import declare_authentication, no_auth_needed

__all__ = ["make_blueprint", "take_posts_without_token"]


def make_blueprint() -> Blueprint:
    """Everybody may: the ticket is the proof, and leaving needs none."""
    blueprint = Blueprint("points_entry", __name__)
    declare_authentication(blueprint, no_auth_needed)
    blueprint.add_url_rule("/enter", "enter", enter, methods=["POST"])
    blueprint.add_url_rule("/sign-out", "sign_out", sign_out, methods=["POST"])
    return blueprint


def take_posts_without_token(app: Flask) -> None:
    """The portal's page has no token of ours; the Origin header and the ticket stand in for it."""
    app.extensions["csrf"].exempt(enter)


def enter() -> ResponseReturnValue:
    """Open the ticket, once. Who has an account is in; who has none is asked whether to open one."""
    place = workplace()
    if request.headers.get("Origin") != place.settings.portal_origin.rstrip("/"):
        raise EntryFromElsewhere
    text = request.form.get("ticket", "")
    ticket = settled(
        lambda work: check_for(open_once(work, place.opener, text), TicketPurpose.PORTAL), apart_first=True
    )
    holder = settled(lambda work: find_by_subjects(work, ticket.subjects))
    if holder is not None:
        open_session(holder)
        return redirect(first_page(), 303)
    sealed = begin_anew()
    sealed[PENDING] = {
        "subjects": [(version, to_base64url(subject)) for version, subject in ticket.subjects],
        "until": (place.ground.clock() + CONSENT_LIFE).isoformat(),
    }
    return redirect(url_for("points_consent.consent"), 303)


def sign_out() -> ResponseReturnValue:
    """End this session; also for who came in and wants no account."""
    words = _("ログアウトしました。") if seems_signed_in() else _("ポイント口座はつくっていません。")
    leave()
    flash(words, "success")
    return redirect(url_for("points_home.home"), 303)
