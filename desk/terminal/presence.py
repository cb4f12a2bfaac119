"""What the small script on the pages asks: is a card there, is my page still true, and: somebody is here."""

from __future__ import annotations

from flask import Blueprint, Response, g, jsonify

from desk.readers.interface import CardTrouble
from desk.terminal.counter import Counter

__all__ = ["add_presence"]


def add_presence(pages: Blueprint, counter: Counter) -> None:
    """`GET /reader`, `GET /state`, `POST /state/activity`."""

    @pages.get("/reader")
    def reader() -> Response:
        try:
            presence = counter.reader.presence()
        except CardTrouble:
            return jsonify(present=False, fresh=False, reader=False)
        return jsonify(present=presence.present, fresh=counter.visits.is_fresh(presence), reader=True)

    @pages.get("/state")
    def state() -> Response:
        mark = counter.visits.mark(g.visitor)
        return jsonify(alive=mark is not None, mark=mark)

    @pages.post("/state/activity")
    def activity() -> tuple[str, int]:
        counter.visits.somebody_acts(g.visitor)
        return "", 204
