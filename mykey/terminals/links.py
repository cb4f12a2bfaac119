"""/v1/links: link, replace, remove, renumber. For terminals of kind `service-id`, for their own provider."""

from __future__ import annotations

from flask import Response
from flask_smorest import Blueprint

from mykey.kernel.refusals_of_terminals import WrongTerminalKind
from mykey.services.link_service_id import LinkGiven, link_service_id
from mykey.services.remove_link import remove_link
from mykey.services.renumber_link import renumber_link
from mykey.services.replace_service_id import replace_service_id
from mykey.terminals.front_door import authenticate_terminal, cards, keep_for_retries, signed_terminal, work
from mykey.terminals.schemas import LinkAnswer, LinkBody, RemovalBody, RenumberAnswer, RenumberBody
from mykey.web.authentication import declare_authentication
from mykey.web.json_answers import answer
from mykey.web.json_bodies import read_json_body

__all__ = ["blueprint"]

blueprint = Blueprint("links", __name__, url_prefix="/v1")
declare_authentication(blueprint, authenticate_terminal)
blueprint.after_request(keep_for_retries)


def _own_provider() -> str:
    """The provider whose numbers this terminal links; the front door let no other kind in."""
    provider_id = signed_terminal().provider_id
    if provider_id is None:
        raise WrongTerminalKind
    return provider_id


def _given() -> LinkGiven:
    body = read_json_body(LinkBody())
    return LinkGiven(body["card"], body["service_id"], body["change_notice"])


def link() -> Response:
    """Link a number to the person with the card."""
    made = link_service_id(work(), cards(), signed_terminal().terminal_id, _own_provider(), _given())
    return answer(LinkAnswer(), made, 201)


def replace() -> Response:
    """Put another number in place of this person's."""
    replaced = replace_service_id(work(), cards(), signed_terminal().terminal_id, _own_provider(), _given())
    return answer(LinkAnswer(), replaced)


def remove() -> Response:
    """Drop a patron."""
    body = read_json_body(RemovalBody())
    remove_link(work(), _own_provider(), body["service_id"])
    return Response(status=204)


def renumber() -> Response:
    """Follow a changed card number."""
    body = read_json_body(RenumberBody())
    number = renumber_link(work(), _own_provider(), body["old"], body["new"])
    return answer(RenumberAnswer(), {"service_id": number})


blueprint.add_url_rule("/links", "link", link, methods=["POST"])
blueprint.add_url_rule("/links", "replace", replace, methods=["PUT"])
blueprint.add_url_rule("/links/removal", "remove", remove, methods=["POST"])
blueprint.add_url_rule("/links/renumber", "renumber", renumber, methods=["POST"])
