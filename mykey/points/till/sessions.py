"""POST /v1/sessions and /v1/balance: one person at this till, by ticket or by a code on the phone."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response
from flask_smorest import Blueprint

from mykey.handoff.ticket import TicketPurpose
from mykey.points.acts.admit_till_request import AdmittedTill, judge_till
from mykey.points.acts.find_holder_by_ticket import find_holder_by_ticket
from mykey.points.acts.open_till_visit import OpenedVisit, look_into_till_visit, open_till_visit
from mykey.points.acts.show_purses import show_purses
from mykey.points.acts.use_pay_code import use_pay_code
from mykey.points.ground import PointsWork
from mykey.points.models.shops import TillKind
from mykey.points.refusals import PayCodeUnknown
from mykey.points.tickets import check_for, open_once
from mykey.points.till.answering import look
from mykey.points.till.front_door import authenticate_till, gate, settled, signed_till
from mykey.points.till.schemas import BalanceAnswer, BalanceBody, SessionAnswer, SessionBody
from mykey.web.authentication import declare_authentication
from mykey.web.json_answers import answer
from mykey.web.json_bodies import read_json_body

__all__ = ["blueprint"]

blueprint = Blueprint("sessions", __name__, url_prefix="/v1")
declare_authentication(blueprint, authenticate_till)

PURPOSES = {
    TillKind.SPEND: TicketPurpose.SPEND,
    TillKind.GRANT: TicketPurpose.GRANT,
    TillKind.VOUCHER: TicketPurpose.VOUCHER,
}


def open_session() -> Response:
    """Open a till session; ticket and code are burnt by it, whatever comes of it."""
    till = signed_till()
    judge_till(till)
    body = read_json_body(SessionBody())
    opened = _by_ticket(till, body["ticket"]) if "ticket" in body else _by_pay_code(till, body["pay_code"])
    return answer(SessionAnswer(), opened, 201)


def balance() -> Response:
    """The purses as they are now."""
    return look(BalanceBody(), BalanceAnswer(), _purses, TillKind.SPEND, TillKind.VOUCHER)


def _by_ticket(till: AdmittedTill, text: str) -> OpenedVisit:
    opener = gate().opener
    ticket = settled(lambda work: open_once(work, opener, text), apart_first=True)
    check_for(
        ticket,
        PURPOSES[till.till_kind],
        municipality_code=till.municipality_code,
        till_thumbprint=till.thumbprint,
    )
    return settled(lambda work: open_till_visit(work, till, find_holder_by_ticket(work, ticket)))


def _by_pay_code(till: AdmittedTill, text: str) -> OpenedVisit:
    judge_till(till, TillKind.SPEND)
    here = gate()
    limit, key = here.settings.unknown_pay_codes_of_one_till, ("pay-code", till.till_id)
    here.limits.check(limit, *key)
    try:
        holder_id: UUID = settled(lambda work: use_pay_code(work, text), apart_first=True)
    except PayCodeUnknown:
        here.limits.hit(limit, *key)
        raise
    return settled(lambda work: open_till_visit(work, till, holder_id))


def _purses(work: PointsWork, till: AdmittedTill, body: Any) -> dict[str, Any]:
    holder_id = look_into_till_visit(work, till, body["session"])
    return {"purses": show_purses(work, holder_id, till.municipality_code)}


blueprint.add_url_rule("/sessions", "open", open_session, methods=["POST"])
blueprint.add_url_rule("/balance", "balance", balance, methods=["POST"])
