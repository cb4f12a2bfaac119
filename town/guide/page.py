"""What stands on the page: the steps with what they need, and everything to look up."""

from __future__ import annotations

from flask import Flask, Response, jsonify, render_template, request

from town.authority.outage import is_out_of_order
from town.clock import Clock
from town.embedded.layout import Layout
from town.guide.card_table import CardLying, CardsSilent, CardTable
from town.guide.codes import code_of, seconds_left
from town.guide.demo_set import read_demo_set
from town.guide.words import card_notes, kind_words, outcome_words, reader_words

__all__ = ["add_page"]

VISITORS_DESK = 29  # behind the demo's own desks


def add_page(app: Flask, layout: Layout, table: CardTable, clock: Clock) -> None:
    """`/` and `/codes.json`."""

    @app.get("/")
    def home() -> str:
        demo = read_demo_set(layout.home)
        cards = _cards(table)
        now = clock()
        return render_template(
            "guide/home.html",
            demo=demo,
            cards=cards,
            lying={card.reader: card for card in (cards or {}).values() if card.reader},
            pins={card["name"]: card["pin"] for card in demo.cards},
            readers=reader_words(),
            notes=card_notes(),
            kinds=kind_words(),
            codes={login.login: code_of(login, now) for login in demo.logins},
            address=layout.address,
            origin=layout.origin,
            desk_command=_desk_command(layout),
            out_of_order=is_out_of_order(layout.town),
            opened=request.args.get("at", ""),
            outcome=outcome_words().get(request.args.get("done", "")),
        )

    @app.get("/codes.json")
    def codes() -> Response:
        now = clock()
        made = [(login.login, code_of(login, now)) for login in read_demo_set(layout.home).logins]
        return jsonify(
            codes={login: code.digits for login, code in made if code}, seconds_left=seconds_left(now)
        )


def _cards(table: CardTable) -> dict[str, CardLying] | None:
    """Those of the filling first, in its order. None: the cards' service is silent, and the page says so."""
    try:
        found = table.cards()
    except CardsSilent:
        return None
    known = [name for name in card_notes() if name in found]
    return {name: found[name] for name in (*known, *sorted(set(found) - set(known)))}


def _desk_command(layout: Layout) -> str:
    """How a visitor starts a terminal of their own, from the repository's directory."""
    try:
        home = layout.home.relative_to(layout.repository)
    except ValueError:
        home = layout.home
    port = layout.base_port + VISITORS_DESK
    return " \\\n    ".join(
        [
            ".venv/bin/python -m desk --faces terminal",
            f"--state-dir {home}/desk-mine --port {port}",
            f"--terminals-origin {layout.origin('terminals')}",
            f"--reader virtual:{layout.origin('cards')}/readers/library",
        ]
    )
