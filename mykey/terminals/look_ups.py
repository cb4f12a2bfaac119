"""POST /v1/lookups: whose number is this? The hot path: body and answer are read and written by hand.

The members are those of `schemas.LookUpBody` and `schemas.LookUpAnswer`, from which the OpenAPI document is
made; a test holds the two against each other.
"""

from __future__ import annotations

import json
from typing import Any

from flask import Response, g
from flask_smorest import Blueprint

from mykey.crypto.tokens import from_base64url
from mykey.kernel.errors import MyKeyError
from mykey.kernel.refusals_of_terminals import SignatureInvalid
from mykey.services.judge_card import CardObject
from mykey.services.look_up import LookUp, LookUpAnswer, look_up
from mykey.terminals.front_door import check_signature, gate
from mykey.terminals.schemas import MOST_CERTIFICATE, LookUpBody
from mykey.web.authentication import declare_authentication
from mykey.web.database import apart, session
from mykey.web.json_bodies import json_document, read_members

__all__ = ["blueprint"]

blueprint = Blueprint("lookups", __name__, url_prefix="/v1")


def sign_only() -> None:
    """Check the signature; replay, state and kind are judged by the look-up's one statement."""
    g.checked = check_signature()


declare_authentication(blueprint, sign_only)


def answer_look_up() -> Response:
    """Whose number is this."""
    checked = g.checked
    asked = LookUp(
        terminal_id=checked.signed.key_id,
        raw_key=checked.device.raw_key,
        nonce=checked.signed.nonce,
        created=checked.signed.created,
        device_known=checked.device_known,
        read_card_object=_read_body,
    )
    here = gate()
    try:
        found = look_up(here.ground.work(session(), apart), here.ground.cards, here.rows, asked)
    except MyKeyError as refusal:
        if isinstance(refusal, SignatureInvalid):
            here.forget_device(asked.terminal_id)
        here.count(asked.terminal_id, f"look-up.{refusal.code}"[:40])
        raise
    here.count(asked.terminal_id, "look-up")
    return Response(_json(found), mimetype="application/json")


def _read_body() -> CardObject:
    """The body's card. A touched card, as nearly all are, is read at once, anything else by the schema.

    Raises:
        MediaTypeRefused, JsonMalformed, RequestInvalid.
    """
    body = json_document()
    card = _touched_card(body)
    if card is None:
        card = read_members(LookUpBody(), body)["card"]
    return card


def _touched_card(body: Any) -> CardObject | None:
    """The card of a body that has it in this one form; None leaves the judgement to the schema."""
    card = body.get("card") if isinstance(body, dict) and len(body) == 1 else None
    if not isinstance(card, dict) or len(card) != 1:
        return None
    certificate = card.get("user_certificate")
    if not isinstance(certificate, str) or len(certificate) > MOST_CERTIFICATE:
        return None
    try:
        return CardObject(from_base64url(certificate), None, None)
    except ValueError:
        return None


#: Made once: json.dumps with settings would make an encoder at each call.
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def _json(found: LookUpAnswer) -> str:
    over = found.hand_over
    return _ENCODER.encode(
        {
            "provider_id": found.provider_id,
            "provider_name": found.provider_name,
            "service_id": found.service_id,
            "assurance": found.assurance,
            "basic_information": found.basic_information,
            "revocation": found.revocation,
            "hand_over": {"method": over.method, "symbology": over.symbology, "data": over.data},
        }
    )


blueprint.add_url_rule("/lookups", "look_up", answer_look_up, methods=["POST"])
