"""Sign in to My Page: with MyKey ID and password, or with the card."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from mykey.kernel.refusals_of_citizens import MykeyIdMalformed, SignInFailed
from mykey.portal.card import ask_card_agent
from mykey.portal.citizens import open_session
from mykey.portal.forms import PlainForm, SignInForm
from mykey.portal.workplace import work, workplace
from mykey.services.begin_card_conversation import CardPurpose
from mykey.services.mykey_id_form import read_mykey_id
from mykey.services.sign_in_by_password import sign_in_by_password
from mykey.services.signed_in import SignedIn
from mykey.web.authentication import declare_authentication, no_auth_needed
from mykey.web.headers import allow_form_target
from mykey.web.rate_limits import TooManyRequests

__all__ = ["make_blueprint"]


def make_blueprint() -> Blueprint:
    """Everybody may try, some times."""
    blueprint = Blueprint("portal_sign_in", __name__)
    declare_authentication(blueprint, no_auth_needed)
    blueprint.add_url_rule("/sign-in", "sign_in", sign_in, methods=["GET", "POST"])
    blueprint.add_url_rule("/sign-in/card", "by_card", by_card, methods=["POST"])
    return blueprint


def sign_in() -> ResponseReturnValue:
    """Ask for ID and password; a refusal does not say which of them was wrong."""
    form = SignInForm()
    if not form.validate_on_submit():
        return _page(form, 422 if form.errors else 200)
    try:
        signed_in = _signed_in(form.mykey_id.data, form.password.data)
    except TooManyRequests as refusal:
        minutes = -(-int(str(refusal.facts["retry_after"])) // 60)
        form.form_errors.append(
            _(
                "続けて間違えたため、受け付けを止めています。約%(minutes)s分後にやり直すか、カードでログインしてください。",
                minutes=minutes,
            )
        )
        return _page(form, refusal.status)
    except SignInFailed as refusal:
        form.form_errors.append(_("ログインできません。マイキーIDかパスワードが違います。"))
        return _page(form, refusal.status)
    open_session(signed_in)
    return redirect(url_for("portal_my_page.my_page"), 303)


def by_card() -> ResponseReturnValue:
    """To the card agent. The form's token has been checked before this."""
    return ask_card_agent(CardPurpose.SIGN_IN)


def _signed_in(typed_id: str, typed_password: str) -> SignedIn:
    """Count the try before it is judged, whatever comes of it; begin anew after a right password."""
    place = workplace()
    settings = place.settings
    try:
        key = ("sign-in", read_mykey_id(typed_id))
    except MykeyIdMalformed:
        key = ("sign-in", "malformed")
    place.limits.hit(settings.sign_ins_of_one_id, *key)
    place.limits.hit(settings.sign_ins_in_all, "sign-in")
    signed_in = sign_in_by_password(work(), place.ground.passwords, typed_id, typed_password)
    place.limits.forget(settings.sign_ins_of_one_id, *key)
    return signed_in


def _page(form: SignInForm, status: int) -> ResponseReturnValue:
    allow_form_target(workplace().settings.agent_origin)
    return render_template("portal/sign_in.html", form=form, card_form=PlainForm()), status
