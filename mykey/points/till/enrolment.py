"""POST /v1/enrolment: a machine becomes a till, with a one-time code. Not signed."""

from __future__ import annotations

from typing import NoReturn

from flask import Response
from flask_smorest import Blueprint

from mykey.points.acts.enrol_till import enrol_till, known_half
from mykey.points.enrolment_codes import CODE_LENGTH, read_enrolment_code
from mykey.points.ledger.once import make_call, once
from mykey.points.refusals import IdempotencyKeyReused
from mykey.points.refusals_of_tills import EnrolmentCodeInvalid, EnrolmentCodeUsed
from mykey.points.till.front_door import gate, settled
from mykey.points.till.schemas import EnrolmentBody, TillAnswer
from mykey.web.authentication import declare_authentication, no_auth_needed
from mykey.web.json_answers import answer
from mykey.web.json_bodies import read_json_body

__all__ = ["blueprint"]

blueprint = Blueprint("enrolment", __name__, url_prefix="/v1")
declare_authentication(blueprint, no_auth_needed)


def enrol() -> Response:
    """Bind the key, once; the same code and key again are told the same."""
    here, body = gate(), read_json_body(EnrolmentBody())
    code, raw = read_enrolment_code(body["code"]), body["public_key"]
    if len(code) != CODE_LENGTH:
        raise EnrolmentCodeInvalid  # nobody's, whoever asks: nothing is counted
    tries, half = here.settings.tries_of_one_enrolment_code, known_half(code)
    here.limits.hit(tries, "enrolment", half)
    call = make_call(here.ground.keys, "enrolment", "enrol", code, raw)

    try:
        try:
            told = settled(lambda work: once(work, call, lambda: enrol_till(work, code, raw)))
        except EnrolmentCodeInvalid:
            # A twin may have used the code a moment ago: then its answer is there now.
            told = settled(lambda work: once(work, call, _refuse))
    except IdempotencyKeyReused:
        raise EnrolmentCodeUsed from None
    here.limits.forget(tries, "enrolment", half)
    return answer(TillAnswer(), told, 201)


def _refuse() -> NoReturn:
    raise EnrolmentCodeInvalid


blueprint.add_url_rule("/enrolment", "enrol", enrol, methods=["POST"])
