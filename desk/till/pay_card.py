"""Pay with points: the citizen's card and PIN."""

from __future__ import annotations

from flask import Blueprint, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from desk.browser.trouble import Trouble, card_trouble
from desk.cards.proof import pin_from_typing, prove
from desk.platform.answers import PlatformRefused, PlatformSilent
from desk.readers.interface import CardTrouble
from desk.terminal.counter import Counter
from desk.till.opened import SPEND, open_by_card
from desk.till.points_side import PointsSide
from desk.till.trouble import till_trouble

__all__ = ["add_pay_card"]


def add_pay_card(pages: Blueprint, counter: Counter, points: PointsSide) -> None:
    """`/till/card`."""

    @pages.get("/card")
    def pay_by_card() -> str:
        points.api(g.lang)  # a machine that is no till is told so before anybody types a PIN
        counter.visits.end(g.visitor)
        return _page()

    @pages.post("/card")
    def prove_card() -> Response | tuple[str, int]:
        points.api(g.lang)
        try:
            pin = pin_from_typing(request.form.get("pin", ""))
            insertion = counter.reader.presence().insertion
            platform = counter.platform()
            challenge = platform.challenge()
            card = platform.proved(prove(counter.reader, pin, challenge.value), challenge)
            open_by_card(counter, points, card, SPEND, insertion)
        except CardTrouble as trouble:
            return _page(card_trouble(trouble)), 422
        except (PlatformRefused, PlatformSilent) as answer:
            return _page(till_trouble(answer)), 503 if isinstance(answer, PlatformSilent) else 422
        return redirect(url_for("till.enter_amount"))


def _page(trouble: Trouble | None = None) -> str:
    return render_template("till/card.html", trouble=trouble)
