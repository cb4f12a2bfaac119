"""Vouchers: a machine of kind voucher issues and cancels them, a till of kind spend takes them."""

from __future__ import annotations

from typing import Any, Self

from flask import Response
from flask_smorest import Blueprint

from mykey.points.acts.admit_till_request import AdmittedTill
from mykey.points.acts.vouchers.cancel_voucher import CancelledVoucher, cancel_voucher_at_till
from mykey.points.acts.vouchers.check_voucher import GoodVoucher, check_voucher
from mykey.points.acts.vouchers.issue_vouchers import MOST_AT_ONCE, VouchersIssued, issue_at_till
from mykey.points.acts.vouchers.list_vouchers import list_at_till
from mykey.points.acts.vouchers.set_voucher_rules import see_voucher_rules
from mykey.points.acts.vouchers.take_voucher import VoucherReceipt, take_at_till
from mykey.points.ground import PointsWork
from mykey.points.models.shops import TillKind
from mykey.points.refusals_of_vouchers import VoucherUnknown
from mykey.points.till import voucher_schemas as schemas
from mykey.points.till.answering import Act, act_once, look
from mykey.points.till.front_door import authenticate_till, gate, signed_till
from mykey.web.authentication import declare_authentication

__all__ = ["blueprint"]

blueprint = Blueprint("vouchers", __name__, url_prefix="/v1")
declare_authentication(blueprint, authenticate_till)


def faces() -> Response:
    """What vouchers the municipality issues."""
    return look(None, schemas.FacesAnswer(), _faces, TillKind.VOUCHER)


def issue() -> Response:
    """Issue vouchers."""
    return act_once(schemas.VouchersBody(), schemas.VouchersAnswer(), _issue, TillKind.VOUCHER)


def unused() -> Response:
    """The person's vouchers that nobody has used."""
    return look(schemas.UnusedBody(), schemas.UnusedAnswer(), _unused, TillKind.VOUCHER)


def cancel() -> Response:
    """Cancel an unused one."""
    return act_once(schemas.VoucherCancelBody(), schemas.VoucherCancelAnswer(), _cancel, TillKind.VOUCHER)


def check() -> Response:
    """Look at one."""
    with _UnknownCodes() as codes:
        return look(
            schemas.VoucherBody(), schemas.VoucherCheckAnswer(), codes.counted(_check), TillKind.SPEND
        )


def take() -> Response:
    """Take one."""
    with _UnknownCodes() as codes:
        return act_once(
            schemas.VoucherBody(), schemas.VoucherTakeAnswer(), codes.counted(_take), TillKind.SPEND
        )


class _UnknownCodes:
    """A till's unknown codes are counted, once the act's transaction is over: SQLite has one writer."""

    def __init__(self) -> None:
        self._unknown = False
        self._key = ("voucher", signed_till().till_id)

    def __enter__(self) -> Self:
        gate().limits.check(gate().settings.unknown_vouchers_of_one_till, *self._key)
        return self

    def __exit__(self, *_: object) -> None:
        if self._unknown:
            gate().limits.hit(gate().settings.unknown_vouchers_of_one_till, *self._key)

    def counted(self, act: Act) -> Act:
        """The act, whose unknown code is noted."""

        def acting(work: PointsWork, till: AdmittedTill, body: Any) -> Any:
            try:
                return act(work, till, body)
            except VoucherUnknown:
                self._unknown = True
                raise

        return acting


def _faces(work: PointsWork, till: AdmittedTill, _body: Any) -> dict[str, Any]:
    rules = see_voucher_rules(work, till.municipality_code)
    shown = () if rules.days is None else rules.faces
    return {"faces": list(shown), "days": rules.days, "most_at_once": MOST_AT_ONCE}


def _issue(work: PointsWork, till: AdmittedTill, body: Any) -> VouchersIssued:
    return issue_at_till(work, till, body["session"], body["purse"], body["faces"])


def _unused(work: PointsWork, till: AdmittedTill, body: Any) -> dict[str, Any]:
    return {"vouchers": list_at_till(work, till, body["session"])}


def _cancel(work: PointsWork, till: AdmittedTill, body: Any) -> CancelledVoucher:
    return cancel_voucher_at_till(work, till, body["session"], body["receipt_number"])


def _check(work: PointsWork, till: AdmittedTill, body: Any) -> GoodVoucher:
    return check_voucher(work, till.municipality_code, body["code"])


def _take(work: PointsWork, till: AdmittedTill, body: Any) -> VoucherReceipt:
    return take_at_till(work, till, body["code"])


for path, view in (
    ("voucher-faces", faces),
    ("vouchers", issue),
    ("voucher-list", unused),
    ("voucher-cancellations", cancel),
    ("voucher-checks", check),
    ("voucher-takes", take),
):
    methods = ["GET"] if view is faces else ["POST"]
    blueprint.add_url_rule(f"/{path}", view.__name__, view, methods=methods)
