"""GET /v1/providers: the providers of the terminal's municipality."""

from __future__ import annotations

from flask import Response
from flask_smorest import Blueprint

from mykey.services.list_terminal_providers import list_terminal_providers
from mykey.terminals.front_door import authenticate_terminal, signed_terminal, work
from mykey.terminals.schemas import ProvidersAnswer
from mykey.web.authentication import declare_authentication
from mykey.web.json_answers import answer

__all__ = ["blueprint"]

blueprint = Blueprint("providers", __name__, url_prefix="/v1")
declare_authentication(blueprint, authenticate_terminal)


def list_providers() -> Response:
    """For the pull-down."""
    found = list_terminal_providers(work(), signed_terminal().municipality_code)
    return answer(ProvidersAnswer(), {"providers": found})


blueprint.add_url_rule("/providers", "list", list_providers, methods=["GET"])
