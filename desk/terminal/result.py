"""Screen 26: the number, handed over by the provider's method. Gone when the card leaves or nobody acts."""

from __future__ import annotations

from flask import Blueprint, g, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from desk.browser.trouble import Trouble
from desk.handover.barcode import BarcodeNotPossible, bars
from desk.handover.number import HandOver, Method
from desk.terminal.counter import Counter
from desk.terminal.found import COUNTDOWN_SECONDS, Found, type_number

__all__ = ["add_result"]


def add_result(pages: Blueprint, counter: Counter) -> None:
    """`/lookup/result`, `/lookup/type`."""
    visits = counter.visits

    @pages.get("/lookup/result")
    def result() -> Response | str:
        found = visits.recall(g.visitor, Found)
        if found is None:
            return redirect(url_for("terminal.look_up", done="over"))
        return render_template(
            "terminal/result.html",
            found=found,
            method=found.hand_over.method.value,
            trouble=_drawing_trouble(found.hand_over),
            countdown=COUNTDOWN_SECONDS,
            mark=visits.mark(g.visitor),
        )

    @pages.post("/lookup/type")
    def type_again() -> Response:
        found = visits.recall(g.visitor, Found)
        if found is not None and found.hand_over.method is Method.KEYBOARD and found.typed != "waiting":
            visits.somebody_acts(g.visitor)
            type_number(counter, g.visitor, found, at_once=False)
        return redirect(url_for("terminal.result"))


def _drawing_trouble(hand_over: HandOver) -> Trouble | None:
    if hand_over.method not in (Method.BARCODE, Method.LABEL):
        return None
    try:
        bars(hand_over.symbology, hand_over.data)
    except BarcodeNotPossible:
        return Trouble(
            _("この番号はバーコードにできません。"),
            [_("下の番号を手で入力してください。続くときは、自治体の担当者に連絡してください。")],
        )
    return None
