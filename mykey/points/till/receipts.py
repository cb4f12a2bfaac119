"""POST /v1/spends, /v1/cancellations, /v1/grants: the acts of a till; GET /v1/receipts/…: what they left."""

from __future__ import annotations

from typing import Any

from flask import Response
from flask_smorest import Blueprint

from mykey.points.acts.admit_till_request import AdmittedTill
from mykey.points.acts.cancel_at_till import CancelReceipt, cancel_at_till
from mykey.points.acts.grant_at_till import GrantReceipt, grant_at_till
from mykey.points.acts.show_receipt import show_receipt
from mykey.points.acts.spend_at_till import SpendReceipt, spend_at_till
from mykey.points.ground import PointsWork
from mykey.points.models.shops import TillKind
from mykey.points.refusals import ActNotFound
from mykey.points.till.answering import act_once, look
from mykey.points.till.front_door import authenticate_till
from mykey.points.till.schemas import (
    MOST_RECEIPTS,
    CancelAnswer,
    CancelBody,
    GrantAnswer,
    GrantBody,
    ReceiptAnswer,
    SpendAnswer,
    SpendBody,
)
from mykey.web.authentication import declare_authentication

__all__ = ["blueprint"]

blueprint = Blueprint("receipts", __name__, url_prefix="/v1")
declare_authentication(blueprint, authenticate_till)


def spend() -> Response:
    """Take points."""
    return act_once(SpendBody(), SpendAnswer(), _spend, TillKind.SPEND)


def cancel() -> Response:
    """Take a payment of today back."""
    return act_once(CancelBody(), CancelAnswer(), _cancel, TillKind.SPEND)


def grant() -> Response:
    """Grant points."""
    return act_once(GrantBody(), GrantAnswer(), _grant, TillKind.GRANT)


def show(number: int) -> Response:
    """A receipt of this shop."""

    def find(work: PointsWork, till: AdmittedTill, _body: Any) -> dict[str, Any]:
        if not 1 <= number <= MOST_RECEIPTS:
            raise ActNotFound
        found = show_receipt(work, till.shop_id, number)
        return vars(found) | {"shop_name": till.shop_name}

    return look(None, ReceiptAnswer(), find)


def _spend(work: PointsWork, till: AdmittedTill, body: Any) -> SpendReceipt:
    return spend_at_till(work, till, body["session"], body["amount"], body["purse"])


def _cancel(work: PointsWork, till: AdmittedTill, body: Any) -> CancelReceipt:
    return cancel_at_till(work, till, body["receipt_number"])


def _grant(work: PointsWork, till: AdmittedTill, body: Any) -> GrantReceipt:
    return grant_at_till(work, till, body["session"], body["amount"])


blueprint.add_url_rule("/spends", "spend", spend, methods=["POST"])
blueprint.add_url_rule("/cancellations", "cancel", cancel, methods=["POST"])
blueprint.add_url_rule("/grants", "grant", grant, methods=["POST"])
blueprint.add_url_rule("/receipts/<int:number>", "show", show, methods=["GET"])
