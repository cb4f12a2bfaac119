"""GET /v1/terminal and PUT /v1/terminal/contact: what a terminal is, and whom to call about it."""

from __future__ import annotations

from flask import Response
from flask_smorest import Blueprint

from mykey.services.register_contact import register_contact
from mykey.services.show_terminal import show_terminal
from mykey.terminals.front_door import authenticate_terminal, keep_for_retries, signed_terminal, work
from mykey.terminals.schemas import ContactBody, TerminalAnswer
from mykey.web.authentication import declare_authentication
from mykey.web.json_answers import answer
from mykey.web.json_bodies import read_json_body

__all__ = ["blueprint"]

blueprint = Blueprint("terminal", __name__, url_prefix="/v1")
declare_authentication(blueprint, authenticate_terminal)
blueprint.after_request(keep_for_retries)


def show() -> Response:
    """The terminal's own state."""
    return answer(TerminalAnswer(), show_terminal(work(), signed_terminal().terminal_id))


def put_contact() -> Response:
    """Register or change the contact."""
    body = read_json_body(ContactBody())
    provider_id = body.pop("provider_id")
    return answer(
        TerminalAnswer(), register_contact(work(), signed_terminal().terminal_id, body, provider_id)
    )


blueprint.add_url_rule("/terminal", "show", show, methods=["GET"])
blueprint.add_url_rule("/terminal/contact", "put_contact", put_contact, methods=["PUT"])
