"""Grant points (terminal kind エ): the card is laid down, no PIN; a touched card never shows a balance."""

from __future__ import annotations

from flask import Blueprint, g, redirect, render_template, url_for
from werkzeug.wrappers import Response

from desk.browser.trouble import Trouble, card_trouble
from desk.cards.proof import touch
from desk.platform.answers import PlatformRefused, PlatformSilent
from desk.readers.interface import CardAbsent, CardTrouble
from desk.terminal.counter import Counter
from desk.till.opened import GRANT, open_by_card
from desk.till.points_side import PointsSide
from desk.till.trouble import till_trouble

__all__ = ["add_grant"]


def add_grant(pages: Blueprint, counter: Counter, points: PointsSide) -> None:
    """`/till/grant`."""

    @pages.get("/grant")
    def grant() -> str:
        points.api(g.lang)
        counter.visits.end(g.visitor)
        return _page()

    @pages.post("/grant")
    def touch_card() -> Response | tuple[str, int]:
        points.api(g.lang)
        try:
            presence = counter.reader.presence()
            if not presence.present:
                raise CardAbsent
            certificate = touch(counter.reader)
            open_by_card(counter, points, counter.platform().touched(certificate), GRANT, presence.insertion)
        except CardTrouble as trouble:
            return _page(card_trouble(trouble)), 422
        except (PlatformRefused, PlatformSilent) as answer:
            page = _page(till_trouble(answer, paying=False))
            return page, 503 if isinstance(answer, PlatformSilent) else 422
        return redirect(url_for("till.enter_amount"))


def _page(trouble: Trouble | None = None) -> str:
    return render_template("till/grant.html", trouble=trouble)
