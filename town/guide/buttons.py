"""The buttons of the page: lay a card somewhere, an act at the municipal counter, the authority's outage."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Flask, abort, redirect, request
from werkzeug.wrappers import Response

from town.embedded.layout import Layout
from town.errors import TownError
from town.guide.card_table import READERS, CardsSilent, CardTable
from town.guide.counter_acts import ACTS, OUTAGES, act_on_card, set_outage
from town.guide.operators_act import ReserveRefused, put_into_reserve

__all__ = ["add_buttons"]

#: Places of the page to which a button leads back.
PLACES = frozenset(
    {
        "step-1", "step-3", "step-4", "step-8", "step-10", "step-14", "try-pin", "try-revoked", "try-renewed",
        "try-moved", "try-outage", "try-child", "try-shop", "try-grant", "cards",
    }
)  # fmt: skip


def add_buttons(app: Flask, layout: Layout, table: CardTable) -> None:
    """Each answers 303 to the place of the page where it stood; that place says what was done."""

    @app.post("/readers/<reader>")
    def lay(reader: str) -> Response:
        if reader not in READERS:
            abort(404)
        card = request.form.get("card", "")
        try:
            if card:
                table.put(card, reader)
            else:
                table.take_away(reader)
        except CardsSilent:
            return _back("cards-silent")
        return _back("put" if card else "taken")

    @app.post("/cards/<card>/<act>")
    def act(card: str, act: str) -> Response:
        if act not in ACTS:
            abort(404)
        try:
            act_on_card(layout.town, act, card)
        except TownError:
            return _back("refused")
        return _back(act)

    @app.post("/authority/<change>")
    def outage(change: str) -> Response:
        if change not in OUTAGES:
            abort(404)
        set_outage(layout.town, change)
        return _back(f"outage-{change}")

    _add_operators_act(app, layout)


def _add_operators_act(app: Flask, layout: Layout) -> None:
    @app.post("/points/reserve")
    def reserve() -> Response:
        try:
            put_into_reserve(layout, request.form.get("points_number", ""))
        except ReserveRefused:
            return _back("reserve-refused")
        return _back("reserve-put")


def _back(outcome: str) -> Response:
    place = request.form.get("at", "")
    if place not in PLACES:
        place = "cards"
    return redirect(f"/?{urlencode({'done': outcome, 'at': place})}#{place}", 303)
