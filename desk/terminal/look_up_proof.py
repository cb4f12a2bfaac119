"""A look-up for a provider that wants the PIN: the same card, now proved."""

from __future__ import annotations

from flask import Blueprint, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from desk.browser.trouble import card_trouble
from desk.cards.proof import pin_from_typing, prove
from desk.platform.answers import PlatformRefused, PlatformSilent
from desk.readers.interface import CardTrouble
from desk.terminal.counter import Counter
from desk.terminal.found import ProofAsked, keep_found
from desk.terminal.trouble import platform_trouble

__all__ = ["add_look_up_proof"]


def add_look_up_proof(pages: Blueprint, counter: Counter) -> None:
    """`/lookup/pin`."""
    visits = counter.visits

    @pages.get("/lookup/pin")
    def ask_proof() -> Response | str:
        if visits.recall(g.visitor, ProofAsked) is None:
            return redirect(url_for("terminal.look_up", done="over"))
        return render_template("terminal/look_up_pin.html", mark=visits.mark(g.visitor))

    @pages.post("/lookup/pin")
    def prove_and_ask() -> Response | tuple[str, int]:
        insertion = visits.insertion_of(g.visitor)
        if visits.recall(g.visitor, ProofAsked) is None or insertion is None:
            return redirect(url_for("terminal.look_up", done="over"))
        visits.somebody_acts(g.visitor)
        platform = counter.platform()
        try:
            pin = pin_from_typing(request.form.get("pin", ""))
            challenge = platform.challenge()
            proof = prove(counter.reader, pin, challenge.value)
            keep_found(counter, platform.look_up(platform.proved(proof, challenge)), insertion, at_once=False)
        except CardTrouble as trouble:
            page = render_template(
                "terminal/look_up_pin.html", trouble=card_trouble(trouble), mark=visits.mark(g.visitor)
            )
            return page, 422
        except (PlatformRefused, PlatformSilent) as answer:
            visits.end(g.visitor)
            page = render_template("terminal/look_up.html", trouble=platform_trouble(answer))
            return page, 503 if isinstance(answer, PlatformSilent) else 422
        return redirect(url_for("terminal.result"))
