"""Screen 25: whose number is this card's? By a touch, without a PIN.

One touch gives its number once: a card left on the reader answers nobody else (privacy.md, P20).
"""

from __future__ import annotations

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from desk.browser.trouble import Trouble, card_trouble
from desk.cards.proof import touch
from desk.platform.answers import PlatformRefused, PlatformSilent
from desk.readers.interface import CardAbsent, CardTrouble
from desk.terminal.counter import Counter
from desk.terminal.found import Found, ProofAsked, keep_found
from desk.terminal.trouble import platform_trouble

__all__ = ["add_look_up"]


class TouchAlreadyServed(Exception):
    """This very touch has given its number already."""


def add_look_up(pages: Blueprint, counter: Counter) -> None:
    """`/lookup`."""
    visits = counter.visits

    @pages.get("/lookup")
    def look_up() -> str:
        over = request.args.get("done") == "over"
        if not over:
            # A page that left because its visit was over must not end what another window began since.
            visits.end(g.visitor)
        return _page(_over_words() if over else None)

    @pages.post("/lookup")
    def ask() -> Response | tuple[str, int]:
        platform = counter.platform()
        try:
            insertion, certificate = _touched(counter)
            answer = platform.look_up(platform.touched(certificate))
            keep_found(counter, answer, insertion, at_once=request.form.get("by") == "touch")
        except CardTrouble as trouble:
            return _page(card_trouble(trouble)), 422
        except TouchAlreadyServed:
            return _served(counter)
        except PlatformSilent as silent:
            return _page(platform_trouble(silent)), 503
        except PlatformRefused as refused:
            if refused.problem.code == "card-not-proved":
                visits.open(g.visitor, ProofAsked(), insertion)
                return redirect(url_for("terminal.ask_proof"))
            return _page(platform_trouble(refused)), 422
        return redirect(url_for("terminal.result"))


def _served(counter: Counter) -> Response | tuple[str, int]:
    """The script and the clerk's finger may send one touch twice: then its number is still there."""
    if counter.visits.recall(g.visitor, Found) is not None:
        return redirect(url_for("terminal.result"))
    return _page(_new_touch_words()), 422


def _touched(counter: Counter) -> tuple[int, bytes]:
    presence = counter.reader.presence()
    if not presence.present:
        raise CardAbsent
    if counter.visits.needs_new_touch(presence.insertion):
        raise TouchAlreadyServed
    counter.visits.touch_tried(presence.insertion)
    return presence.insertion, touch(counter.reader)


def _page(trouble: Trouble | None) -> str:
    return render_template("terminal/look_up.html", trouble=trouble)


def _over_words() -> Trouble:
    return Trouble(_("カードが離れたか、30秒間操作がなかったため、結果を消しました。"), kind="info")


def _new_touch_words() -> Trouble:
    return Trouble(
        _("このカードの照会は終わっています。"),
        [_("もう一度照会するときは、カードをいったん外して、置き直してください。")],
    )
