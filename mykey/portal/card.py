"""The card in the browser: to the card agent with a signed request, back with certificate and signature.

The answer comes as a cross-site post without the session's cookie, so it is parked by its state; the GET that
follows carries the cookie and a receipt of the parking and binds it to this browser or drops it
(architecture.md, "Citizen's card in a browser"; docs/adr/0005).
"""

from __future__ import annotations

from flask import Blueprint, Flask, current_app, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from mykey.crypto.request_keys import sign_card_request
from mykey.crypto.tokens import from_base64url, to_base64url
from mykey.kernel.refusals_of_citizens import CardAlreadyBound, CardConversationNotFound
from mykey.portal.citizens import open_session, seems_signed_in
from mykey.portal.creation import creation
from mykey.portal.forms import PlainForm
from mykey.portal.workplace import sealed_session, session_index, work, workplace
from mykey.services.begin_card_conversation import CardPurpose, begin_card_conversation
from mykey.services.card_certificate import ProvedCard
from mykey.services.find_citizen_by_card import find_citizen_by_card
from mykey.services.finish_card_conversation import finish_card_conversation
from mykey.services.park_card_answer import CardAgentError, CardAnswer, park_card_answer
from mykey.services.sign_in_by_card import sign_in_by_card
from mykey.web.authentication import declare_authentication, no_auth_needed
from mykey.web.headers import allow_form_target
from mykey.web.languages import language

__all__ = ["ask_card_agent", "make_blueprint", "take_posts_without_token"]

#: A form with a certificate of 1,500 bytes and a signature of 256; nobody has been let in yet.
MAX_ANSWER_BYTES = 8 * 1024
MAX_CERTIFICATE_BYTES = 3600
MAX_SIGNATURE_BYTES = 600
MAX_STATE_CHARACTERS = 64

_PURPOSE = "card_purpose"


def make_blueprint() -> Blueprint:
    """Everybody may: whoever comes here is about to say who they are."""
    blueprint = Blueprint("portal_card", __name__)
    declare_authentication(blueprint, no_auth_needed)
    blueprint.add_url_rule("/create/card", "card", card, methods=["GET", "POST"])
    blueprint.add_url_rule("/card/return", "card_return", card_return, methods=["POST"])
    blueprint.add_url_rule("/card/continue", "card_continue", card_continue)
    return blueprint


def take_posts_without_token(app: Flask) -> None:
    """The card agent's post has no form token: it comes from another site and is believed nothing."""
    app.extensions["csrf"].exempt(card_return)


def card() -> ResponseReturnValue:
    """Step 2 of creating a MyKey ID: what the card is for, and the way to the card agent."""
    if seems_signed_in():
        return redirect(url_for("portal_my_page.my_page"), 303)
    creation()
    if PlainForm().validate_on_submit():
        return ask_card_agent(CardPurpose.CREATE_MYKEY_ID)
    allow_form_target(workplace().settings.agent_origin)
    return render_template("portal/card.html", form=PlainForm())


def ask_card_agent(purpose: CardPurpose) -> ResponseReturnValue:
    """Send the browser to the card agent. The page with the button must allow that form target."""
    place = workplace()
    settings = place.settings
    index = session_index()
    place.limits.hit(settings.card_requests_of_one_session, "card-request", index.hex())
    # Behind the session's own limit: what one browser is refused does not count against all others.
    place.limits.hit(settings.card_requests_in_all, "card-request")
    begun = begin_card_conversation(work(), index, purpose)
    session[_PURPOSE] = purpose.value
    signed = sign_card_request(
        place.ground.keys.ring,
        {
            "iss": settings.origin,
            "purpose": purpose.value,
            "challenge": to_base64url(begun.challenge),
            "return_to": settings.origin + url_for("portal_card.card_return"),
            "state": begun.state,
            "exp": int(begun.expires_at.timestamp()),
            "lang": language(),
        },
    )
    return redirect(f"{settings.agent_origin}/card?request={signed}", 303)


def card_return() -> ResponseReturnValue:
    """Park the answer. Whether that worked is told to the browser that began, not to who posts.

    Nothing here may touch the session: the post carries no cookie, and a new one would replace the citizen's.
    """
    request.max_content_length = MAX_ANSWER_BYTES
    state = request.form.get("state", "")
    if not 0 < len(state) <= MAX_STATE_CHARACTERS:
        return redirect(url_for("portal_card.card_continue"), 303)
    answer, receipt = _answer(), ""
    if answer is not None:
        try:
            receipt = park_card_answer(work(), state, answer)
        except CardConversationNotFound:
            # The GET below finds the same and says it, in the citizen's language.
            current_app.logger.debug("card answer without conversation")
    return redirect(url_for("portal_card.card_continue", state=state, receipt=receipt or None), 303)


def card_continue() -> ResponseReturnValue:
    """Take the answer into this browser's session, judge the card, and go on with what it is for."""
    kept = session.pop(_PURPOSE, None)
    purpose = CardPurpose.PROVE if kept is None else CardPurpose(kept)
    back = "portal_card.card" if purpose is CardPurpose.CREATE_MYKEY_ID else "portal_sign_in.sign_in"
    g.retry_url = url_for(back)
    # A browser that asked nothing has no index: the conversation is burnt and belongs to nobody.
    index = b"" if kept is None else session_index()
    state, receipt = request.args.get("state", ""), request.args.get("receipt", "")
    proved = finish_card_conversation(work(), workplace().ground.cards, state, receipt, index, purpose)
    if purpose is CardPurpose.CREATE_MYKEY_ID:
        return _go_on_creating(proved)
    open_session(sign_in_by_card(work(), workplace().ground.cards, proved))
    return redirect(url_for("portal_my_page.my_page"), 303)


def _go_on_creating(proved: ProvedCard) -> ResponseReturnValue:
    state = creation()
    g.retry_url = url_for("portal_sign_in.sign_in")
    if find_citizen_by_card(work(), workplace().ground.cards, proved) is not None:
        raise CardAlreadyBound
    # A token that somebody else may have planted must not share in the proof.
    sealed_session().renew()
    state.prove(proved, workplace().ground.clock())
    return redirect(url_for("portal_choose.choose"), 303)


def _answer() -> CardAnswer | CardAgentError | None:
    """What was posted; None for anything that the card agent does not say."""
    error = request.form.get("error")
    try:
        if error is not None:
            return CardAgentError(error)
        certificate = from_base64url(request.form["user_certificate"])
        signature = from_base64url(request.form["signature"])
    except (ValueError, KeyError):
        return None
    if len(certificate) > MAX_CERTIFICATE_BYTES or len(signature) > MAX_SIGNATURE_BYTES:
        return None
    return CardAnswer(certificate, signature)
