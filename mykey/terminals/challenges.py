"""POST /v1/challenges: 32 random bytes for a card to sign, for this terminal alone."""

from __future__ import annotations

from flask import Response
from flask_smorest import Blueprint

from mykey.services.make_challenge import make_challenge
from mykey.terminals.front_door import authenticate_terminal, signed_terminal, work
from mykey.terminals.schemas import ChallengeAnswer, NoMembersBody
from mykey.web.authentication import declare_authentication
from mykey.web.json_answers import answer
from mykey.web.json_bodies import read_json_body

__all__ = ["blueprint"]

blueprint = Blueprint("challenges", __name__, url_prefix="/v1")
declare_authentication(blueprint, authenticate_terminal)


def make() -> Response:
    """A new challenge."""
    read_json_body(NoMembersBody())
    return answer(ChallengeAnswer(), make_challenge(work(), signed_terminal().terminal_id), 201)


blueprint.add_url_rule("/challenges", "make", make, methods=["POST"])
