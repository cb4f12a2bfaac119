"""POST /v1/exchange-answers: a company says what became of an exchange, when its response could not.

A callback whose signature is wrong is refused like any other call. Where it names one of that company's
exchanges, a line of it is kept, so that the company finds it in its file.
"""

from __future__ import annotations

import json
import re
from typing import Any
from uuid import UUID

from flask import Response, request
from flask_smorest import Blueprint

from mykey.kernel.errors import Refused
from mykey.kernel.refusals_of_terminals import SignatureInvalid
from mykey.points.acts.partners.judge_answer import CALLBACK, UNREADABLE, SaidAnswer, judge_answer
from mykey.points.partners.front_door import authenticate_partner, gate, settled, signed_partner
from mykey.points.partners.schemas import UUID_FORM, ExchangeAnswerBody, VerdictAnswer
from mykey.points.refusals_of_partners import ExchangeNotFound
from mykey.web.authentication import declare_authentication
from mykey.web.json_answers import answer
from mykey.web.json_bodies import read_json_body
from mykey.web.signed_requests import read_signature

__all__ = ["blueprint"]


def authenticate() -> None:
    """As everywhere; a wrong signature is kept in mind where it is about an exchange. Raises the same."""
    try:
        authenticate_partner()
    except SignatureInvalid:
        _note_wrong_signature()
        raise


blueprint = Blueprint("exchanges", __name__, url_prefix="/v1/exchange-answers")
declare_authentication(blueprint, authenticate)


def say() -> Response:
    """Judge it; whatever the verdict, it was heard and need not be said again."""
    partner, body = signed_partner(), read_json_body(ExchangeAnswerBody())
    said = SaidAnswer(
        UUID(body["exchange_id"]),
        partner.partner_id,
        CALLBACK,
        body["result"],
        body["units"],
        body["points"],
        is_signed=True,
    )
    days = gate().settings.term_days
    return answer(VerdictAnswer(), {"verdict": settled(lambda work: judge_answer(work, said, days))})


def _note_wrong_signature() -> None:
    """An exchange's id is 122 random bits that its company alone knows, so nobody else gets a line kept."""
    try:
        partner_id = str(read_signature(request.headers).parameters["keyid"])
        body: dict[str, Any] = json.loads(request.get_data())
        exchange_id = body["exchange_id"]
    except (Refused, ValueError, KeyError, TypeError, RecursionError):
        return
    if not isinstance(exchange_id, str) or not all(
        re.fullmatch(UUID_FORM, one) for one in (partner_id, exchange_id)
    ):
        return
    said = SaidAnswer(UUID(exchange_id), UUID(partner_id), CALLBACK, UNREADABLE, None, None, is_signed=False)
    try:
        settled(lambda work: judge_answer(work, said))
    except ExchangeNotFound:
        return


blueprint.add_url_rule("", "say", say, methods=["POST"])
