"""Step 3 of creating a MyKey ID: draw it, or choose it. Only after the card is proved."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from mykey.kernel.refusals_of_citizens import MykeyIdMalformed, MykeyIdTaken, OwnChoicesExhausted
from mykey.portal.creation import Creation, creation
from mykey.portal.forms import OwnChoiceForm, PlainForm
from mykey.portal.workplace import work, workplace
from mykey.services.check_own_choice import MOST_REFUSALS, check_own_choice
from mykey.services.draw_mykey_id import MOST_DRAWS, draw_mykey_id
from mykey.web.authentication import declare_authentication, no_auth_needed
from mykey.web.rate_limits import TooManyRequests

__all__ = ["make_blueprint"]


def make_blueprint() -> Blueprint:
    """Who proved a card in this session may; nobody is signed in yet."""
    blueprint = Blueprint("portal_choose", __name__)
    declare_authentication(blueprint, no_auth_needed)
    blueprint.add_url_rule("/create/id", "choose", choose)
    blueprint.add_url_rule("/create/id/draw", "draw", draw, methods=["POST"])
    blueprint.add_url_rule("/create/id/drawn", "take_drawn", take_drawn, methods=["POST"])
    blueprint.add_url_rule("/create/id/own", "own_choice", own_choice, methods=["GET", "POST"])
    return blueprint


def choose() -> ResponseReturnValue:
    """The last draw, if any, and what is still open."""
    state, _card = _proved()
    return render_template("portal/choose.html", state=state, form=PlainForm())


def draw() -> ResponseReturnValue:
    """Draw once more. The third draw is decided on at once."""
    state, card_key = _proved()
    place = workplace()
    place.limits.hit(place.settings.draws_of_one_card, "draw", card_key)
    state.candidate = draw_mykey_id(work(), state.drawn)
    state.drawn += 1
    state.mykey_id = state.candidate if state.drawn >= MOST_DRAWS else None
    state.keep()
    return redirect(url_for("portal_choose.choose"), 303)


def take_drawn() -> ResponseReturnValue:
    """Decide on the last draw."""
    state, _card = _proved()
    if state.candidate is None:
        return redirect(url_for("portal_choose.choose"), 303)
    state.mykey_id = state.candidate
    state.keep()
    return redirect(url_for("portal_register.register"), 303)


def own_choice() -> ResponseReturnValue:
    """Ask for an ID of the citizen's own choice; say whether it is free, three times at most."""
    state, card_key = _proved()
    if not state.own_choice_open():
        return redirect(url_for("portal_choose.choose"), 303)
    form = OwnChoiceForm()
    if not form.validate_on_submit():
        return _own_choice_page(form, state, 422 if form.errors else 200)
    try:
        state.mykey_id = _checked(form.mykey_id.data, state, card_key)
    except MykeyIdMalformed:
        form.mykey_id.errors = [_("英字（A～Z）と数字で、ちょうど8文字にしてください。")]
        return _own_choice_page(form, state, 422)
    except OwnChoicesExhausted:
        state.refused = MOST_REFUSALS
    except MykeyIdTaken:
        state.refused += 1
        form.mykey_id.errors = [_("このマイキーIDは使われているため、登録できません。")]
    state.keep()
    if not state.own_choice_open():
        return render_template("portal/choose.html", state=state, form=PlainForm()), 409
    if form.mykey_id.errors:
        return _own_choice_page(form, state, 409)
    return redirect(url_for("portal_register.register"), 303)


def _checked(typed: str, state: Creation, card_key: str) -> str:
    """Count on the card what is counted in the session, too: a new session is no new oracle.

    Every check is counted before it is made, so that parallel requests gain nothing.
    """
    place = workplace()
    refusals = (place.settings.refusals_of_one_card, "own-choice-refused", card_key)
    try:
        place.limits.check(*refusals)
        place.limits.hit(place.settings.own_choices_of_one_card, "own-choice", card_key)
    except TooManyRequests:
        raise OwnChoicesExhausted from None
    try:
        return check_own_choice(work(), typed, state.refused)
    except MykeyIdTaken:
        try:
            place.limits.hit(*refusals)
        except TooManyRequests:
            raise OwnChoicesExhausted from None
        raise


def _own_choice_page(form: OwnChoiceForm, state: Creation, status: int) -> ResponseReturnValue:
    return render_template("portal/own_choice.html", form=form, left=MOST_REFUSALS - state.refused), status


def _proved() -> tuple[Creation, str]:
    """The state of a session whose card is proved, and the key by which that card is counted."""
    place = workplace()
    state = creation()
    card = state.proved_card(place.ground.clock(), place.settings.proof_life)
    return state, place.ground.keys.certificate_index(card.name).hex()
