"""/v1/coupon-batches: a company announces a batch, sends its codes, looks at its batches, closes one."""

from __future__ import annotations

from uuid import UUID

from flask import Response, request
from flask_smorest import Blueprint

from mykey.points.acts.partners.coupon_batches import announce_batch, close_batch, list_batches
from mykey.points.acts.partners.keep_codes import keep_codes
from mykey.points.acts.partners.read_codes import read_codes
from mykey.points.partners.front_door import (
    authenticate_partner,
    authenticate_streaming_partner,
    gate,
    settled,
    signed_partner,
    streamed_body,
)
from mykey.points.partners.schemas import BatchAnswer, BatchBody, BatchesAnswer, CodesAnswer
from mykey.web.authentication import declare_authentication
from mykey.web.json_answers import answer
from mykey.web.json_bodies import read_json_body
from mykey.web.problems import MediaTypeRefused

__all__ = ["CODES_MEDIA", "MOST_BYTES", "batches", "codes"]

CODES_MEDIA = "text/plain"
#: Of a list of codes.
MOST_BYTES = 40_000_000
CREATED = 201

batches = Blueprint("coupon_batches", __name__, url_prefix="/v1/coupon-batches")
declare_authentication(batches, authenticate_partner)
codes = Blueprint("coupon_codes", __name__, url_prefix="/v1/coupon-batches")
declare_authentication(codes, authenticate_streaming_partner)


def announce() -> Response:
    """A new batch, or the same again."""
    partner, body = signed_partner(), read_json_body(BatchBody())
    told = settled(lambda work: announce_batch(work, partner, body["batch"], body["points"], body["ends_on"]))
    return answer(BatchAnswer(), told, CREATED)


def show() -> Response:
    """All of the company's."""
    partner_id = signed_partner().partner_id
    return answer(BatchesAnswer(), {"batches": settled(lambda work: list_batches(work, partner_id))})


def close(batch_id: UUID) -> Response:
    """Withdraw what was not redeemed."""
    partner = signed_partner()
    return answer(BatchAnswer(), settled(lambda work: close_batch(work, partner, batch_id)))


def put(batch_id: UUID) -> Response:
    """All codes of a batch. They are read and hashed before the transaction begins."""
    partner = signed_partner()
    if request.mimetype != CODES_MEDIA or request.mimetype_params.get("charset", "utf-8").lower() not in (
        "utf-8",
        "us-ascii",
    ):
        raise MediaTypeRefused
    found = read_codes(streamed_body(MOST_BYTES), gate().ground.keys)
    return answer(CodesAnswer(), {"codes": settled(lambda work: keep_codes(work, partner, batch_id, found))})


batches.add_url_rule("", "announce", announce, methods=["POST"])
batches.add_url_rule("", "show", show, methods=["GET"])
batches.add_url_rule("/<uuid:batch_id>/closing", "close", close, methods=["POST"])
codes.add_url_rule("/<uuid:batch_id>/codes", "put", put, methods=["PUT"])
