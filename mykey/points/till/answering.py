"""How a signed call is answered: once and for all where it acts, plainly where it only looks.

An answer of an act is kept in the act's own transaction. A refusal is kept after the act's fall, apart, so
that a retry is told the same; of twins at the same moment the later finds the earlier's answer. Not kept is
what says nothing of this act: of signature, till or shop, of the pace, and our own faults.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, current_app, jsonify, request
from marshmallow import Schema

from mykey.kernel.errors import Refused
from mykey.kernel.refusals_of_terminals import RequestInvalid
from mykey.points.acts.admit_till_request import AdmittedTill, judge_till
from mykey.points.ground import PointsWork
from mykey.points.ledger.once import Call, make_call, once
from mykey.points.refusals import IdempotencyKeyReused, ShopClosed
from mykey.points.refusals_of_tills import TillClosed, WrongTillKind
from mykey.points.till.front_door import gate, settled, signed_till
from mykey.web.json_answers import answer
from mykey.web.json_bodies import read_json_body
from mykey.web.problems import Problems

__all__ = ["KEY_HEADER", "act_once", "look"]

KEY_HEADER = "Idempotency-Key"
KEY_CHARACTERS = 64
CREATED = 201
NOT_KEPT = (IdempotencyKeyReused, TillClosed, ShopClosed, WrongTillKind)

#: (work, till, body) → what the answer's schema dumps
Act = Callable[[PointsWork, AdmittedTill, Any], Any]


def look(body: Schema | None, told: Schema, act: Act, *kinds: str) -> Response:
    """Answer a call that may be sent again without harm. `kinds`: of tills; none given: all."""
    till = signed_till()
    judge_till(till, *kinds)
    given = None if body is None else read_json_body(body)
    return answer(told, settled(lambda work: act(work, till, given)))


def act_once(body: Schema, told: Schema, act: Act, kind: str) -> Response:
    """Answer a call that must be done once, under its idempotency key.

    Raises:
        RequestInvalid: there is no key, or it has another form; IdempotencyKeyReused; TillClosed, ShopClosed,
        WrongTillKind. Every other refusal is answered, so that it can be kept.
    """
    till, call = signed_till(), _call()

    def done(work: PointsWork) -> dict[str, Any]:
        judge_till(till, kind)
        return {"status": CREATED, "body": told.dump(act(work, till, read_json_body(body)))}

    try:
        kept = settled(lambda work: once(work, call, lambda: done(work)))
    except NOT_KEPT:
        raise
    except Refused as refusal:
        refused = {"status": refusal.status, "code": refusal.code, "facts": refusal.facts}
        kept = settled(lambda work: once(work, call, lambda: refused))
    if "code" in kept:
        problems: Problems = current_app.extensions["mykey_problems"]
        return problems.response(kept["status"], kept["code"], kept["facts"])
    # The kept answer has forgotten the order of its members.
    response = jsonify({name: kept["body"][name] for name in told.fields})
    response.status_code = kept["status"]
    return response


def _call() -> Call:
    key = request.headers.get(KEY_HEADER)
    if key is None or not (1 <= len(key) <= KEY_CHARACTERS and key.isascii() and key.isprintable()):
        reason = "missing" if key is None else "format"
        raise RequestInvalid(errors=[{"member": KEY_HEADER, "reason": reason}])
    operation = f"{request.method} {request.path}"
    return make_call(gate().ground.keys, signed_till().till_id, operation, key, request.get_data())
