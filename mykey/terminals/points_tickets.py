"""POST /v1/points-tickets: a one-time ticket for the points side. Counted nowhere, kept nowhere."""

from __future__ import annotations

from typing import cast

from flask import Response, current_app
from flask_smorest import Blueprint

from mykey.kernel.ports import TicketWriter
from mykey.services.points_handoff import ticket_for_card
from mykey.terminals.front_door import authenticate_terminal, cards, signed_terminal, work
from mykey.terminals.schemas import PointsTicketAnswer, PointsTicketBody
from mykey.terminals.settings import TerminalsSettings
from mykey.web.authentication import declare_authentication
from mykey.web.json_answers import answer
from mykey.web.json_bodies import read_json_body

__all__ = ["blueprint"]

blueprint = Blueprint("points_tickets", __name__, url_prefix="/v1")
declare_authentication(blueprint, authenticate_terminal)


def write() -> Response:
    """A ticket for the holder of the card."""
    body = read_json_body(PointsTicketBody())
    settings = cast("TerminalsSettings", current_app.extensions["mykey_settings"])
    writer = cast("TicketWriter", current_app.extensions["mykey_tickets"])
    ticket = ticket_for_card(
        work(),
        cards(),
        writer,
        signed_terminal(),
        body["card"],
        body["purpose"],
        body["till_key_thumbprint"],
    )
    given = {"ticket": ticket.text, "points_url": settings.points_till_url, "expires_at": ticket.expires_at}
    return answer(PointsTicketAnswer(), given, 201)


blueprint.add_url_rule("/points-tickets", "write", write, methods=["POST"])
