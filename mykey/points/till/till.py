"""GET /v1/till: what a till is."""

from __future__ import annotations

from flask import Response
from flask_smorest import Blueprint

from mykey.points.acts.admit_till_request import judge_till
from mykey.points.till.front_door import authenticate_till, signed_till
from mykey.points.till.schemas import TillAnswer
from mykey.web.authentication import declare_authentication
from mykey.web.json_answers import answer

__all__ = ["blueprint"]

blueprint = Blueprint("till", __name__, url_prefix="/v1")
declare_authentication(blueprint, authenticate_till)


def show() -> Response:
    """The till's own state."""
    till = signed_till()
    judge_till(till)
    return answer(TillAnswer(), till)


blueprint.add_url_rule("/till", "show", show, methods=["GET"])
