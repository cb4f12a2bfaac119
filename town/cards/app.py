"""Readers over HTTP: what a PC/SC service is to real cards. Bodies and answers are JSON; APDUs are hex.

Nothing is logged: an APDU may hold a PIN or a certificate.
"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from flask import Flask, Response, jsonify
from werkzeug.exceptions import BadRequest

from town.cards.readers import NoCard, Readers
from town.clock import Clock, system_clock
from town.errors import TownError
from town.ledger import Ledger
from town.loopback import json_members, loopback_app

__all__ = ["create_app"]


def create_app(home: Path, clock: Clock = system_clock) -> Flask:  # noqa: ARG001 - every service of the town is made alike; a card has no clock
    """The service on the state in `home`; cards issued at the command line are there at once."""
    app = loopback_app("town.cards")
    readers = Readers(Ledger(home))
    app.extensions["readers"] = readers

    @app.errorhandler(TownError)
    def unknown(_error: TownError) -> tuple[Response, int]:
        return jsonify(error="not-found"), 404

    @app.errorhandler(NoCard)
    def empty(_error: NoCard) -> tuple[Response, int]:
        return jsonify(error="no-card"), 409

    @app.get("/cards")
    def cards() -> Response:
        return jsonify([asdict(card) for card in readers.cards()])

    @app.get("/readers/<reader>")
    def state(reader: str) -> Response:
        return jsonify(asdict(readers.state(reader)))

    @app.put("/readers/<reader>")
    def put(reader: str) -> Response:
        (card,) = json_members("card")
        return jsonify(asdict(readers.put(reader, card)))

    @app.delete("/readers/<reader>")
    def remove(reader: str) -> Response:
        return jsonify(asdict(readers.remove(reader)))

    @app.post("/readers/<reader>/transmit")
    def transmit(reader: str) -> Response:
        (written,) = json_members("apdu")
        try:
            apdu = bytes.fromhex(written)
        except ValueError as error:
            raise BadRequest from error
        return jsonify(response=readers.transmit(reader, apdu).hex().upper())

    return app
