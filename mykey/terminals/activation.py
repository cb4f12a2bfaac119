"""POST /v1/activation: a machine becomes a terminal, with the ID and password of Form II. Not signed."""

from __future__ import annotations

from flask import Response, current_app
from flask_smorest import Blueprint

from mykey.services.activate_terminal import DeviceGiven, activate_terminal
from mykey.terminals.front_door import gate, work
from mykey.terminals.schemas import ActivationAnswer, ActivationBody
from mykey.terminals.settings import TerminalsSettings
from mykey.web.authentication import declare_authentication, no_auth_needed
from mykey.web.json_answers import answer
from mykey.web.json_bodies import read_json_body

__all__ = ["blueprint"]

blueprint = Blueprint("activation", __name__, url_prefix="/v1")
declare_authentication(blueprint, no_auth_needed)


class _Attempts:
    """Implements `ActivationAttempts`: some attempts in a row for each terminal ID, then a pause."""

    def __init__(self) -> None:
        settings: TerminalsSettings = current_app.extensions["mykey_settings"]
        seconds = int(settings.activation_pause.total_seconds())
        self._limit = f"{settings.activation_attempts} per {seconds} second"

    def hit(self, terminal_id: str) -> None:
        gate().limits.hit(self._limit, "activation", terminal_id)

    def forget(self, terminal_id: str) -> None:
        gate().limits.forget(self._limit, "activation", terminal_id)


def activate() -> Response:
    """Bind the device, once."""
    body = read_json_body(ActivationBody())
    device = DeviceGiven(bytes.fromhex(body["device_fingerprint"]), body["public_key"])
    activated = activate_terminal(work(), _Attempts(), body["terminal_id"], body["password"], device)
    return answer(ActivationAnswer(), activated, 201)


blueprint.add_url_rule("/activation", "activate", activate, methods=["POST"])
