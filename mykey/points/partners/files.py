"""GET /v1/reconciliation, /v1/rates: what we have of this company; GET /v1/key: how it knows us."""

from __future__ import annotations

import re
from datetime import date

from flask import Response, request
from flask_smorest import Blueprint

from mykey.crypto.message_keys import PARTNER_KEY_ID, partner_signing_key
from mykey.kernel.clock import japan_day
from mykey.kernel.refusals_of_terminals import RequestInvalid
from mykey.points.acts.partners.list_partners import list_rates
from mykey.points.acts.partners.reconcile import reconcile
from mykey.points.csv_files import csv_bytes
from mykey.points.partners.front_door import authenticate_partner, gate, settled, signed_partner
from mykey.points.partners.schemas import KeyAnswer, RatesAnswer
from mykey.web.authentication import declare_authentication, no_auth_needed
from mykey.web.json_answers import answer

__all__ = ["FILE_MEDIA", "MONTH_FORM", "files", "keys"]

FILE_MEDIA = "text/csv"
MONTH_FORM = "20[0-9]{2}-(0[1-9]|1[0-2])"

files = Blueprint("files", __name__, url_prefix="/v1")
declare_authentication(files, authenticate_partner)
keys = Blueprint("keys", __name__, url_prefix="/v1")
declare_authentication(keys, no_auth_needed)


def reconciliation() -> Response:
    """The file of a month that has begun."""
    partner_id, month = signed_partner().partner_id, _month()
    file = settled(lambda work: csv_bytes(reconcile(work, partner_id, month)))
    response = Response(file, content_type=f"{FILE_MEDIA}; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="reconciliation-{month:%Y-%m}.csv"'
    return response


def rates() -> Response:
    """The company's own."""
    partner_id = signed_partner().partner_id
    return answer(RatesAnswer(), {"rates": settled(lambda work: list_rates(work, partner_id))})


def show() -> Response:
    """Our public key."""
    return answer(
        KeyAnswer(), {"kid": PARTNER_KEY_ID, **partner_signing_key(gate().ground.keys.ring).public_jwk()}
    )


def _month() -> date:
    """Raises `RequestInvalid`."""
    texts = request.args.getlist("month")
    unknown = set(request.args) - {"month"}
    if unknown:
        raise RequestInvalid(errors=[{"member": "?", "reason": "unknown"}])
    if len(texts) != 1:
        raise RequestInvalid(errors=[{"member": "month", "reason": "missing" if not texts else "format"}])
    if not re.fullmatch(MONTH_FORM, texts[0]):
        raise RequestInvalid(errors=[{"member": "month", "reason": "format"}])
    month = date.fromisoformat(f"{texts[0]}-01")
    if month > japan_day(gate().ground.clock()):
        raise RequestInvalid(errors=[{"member": "month", "reason": "too-large"}])
    return month


files.add_url_rule("/reconciliation", "reconciliation", reconciliation, methods=["GET"])
files.add_url_rule("/rates", "rates", rates, methods=["GET"])
keys.add_url_rule("/key", "show", show, methods=["GET"])
