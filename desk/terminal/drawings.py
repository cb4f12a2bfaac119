"""The bars of screen 26: as a picture for the screen, and on a label that is valid today only."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from flask import Blueprint, Response, abort, g, render_template
from flask_babel import format_date
from flask_babel import gettext as _

from desk.browser.trouble import Trouble
from desk.handover.barcode import BarcodeNotPossible, bars, svg
from desk.handover.label import LabelFontMissing, LabelText, find_font, label_pdf
from desk.handover.number import Method
from desk.terminal.counter import Counter
from desk.terminal.found import Found

__all__ = ["add_drawings"]

_JAPAN = ZoneInfo("Asia/Tokyo")
_UNIT_PIXELS = 3
_HALF_UNIT_PIXELS = 2  # NW-7 counts in half modules
_BAR_PIXELS = 140


def add_drawings(pages: Blueprint, counter: Counter) -> None:
    """`/lookup/barcode.svg`, `/lookup/label.pdf`: 404 unless this result is handed over that way."""
    visits = counter.visits

    @pages.errorhandler(BarcodeNotPossible)
    def no_bars(_error: BarcodeNotPossible) -> tuple[str, int]:
        return render_template("shared/error.html", status=404), 404

    @pages.get("/lookup/barcode.svg")
    def barcode() -> Response:
        found = visits.recall(g.visitor, Found)
        if found is None or found.hand_over.method is not Method.BARCODE:
            abort(404)
        row = bars(found.hand_over.symbology, found.hand_over.data)
        unit = _HALF_UNIT_PIXELS if found.hand_over.symbology == "nw7" else _UNIT_PIXELS
        return Response(svg(row, unit=unit, height=_BAR_PIXELS), mimetype="image/svg+xml")

    @pages.get("/lookup/label.pdf")
    def label() -> Response | tuple[str, int]:
        found = visits.recall(g.visitor, Found)
        if found is None or found.hand_over.method is not Method.LABEL:
            abort(404)
        visits.somebody_acts(g.visitor)
        try:
            pdf = _label(counter, found)
        except LabelFontMissing:
            page = render_template(
                "terminal/result.html",
                found=found,
                method="number",
                trouble=_font_missing(),
                mark=visits.mark(g.visitor),
            )
            return page, 422
        answer = Response(pdf, mimetype="application/pdf")
        answer.headers["Content-Disposition"] = 'inline; filename="label.pdf"'
        return answer


def _label(counter: Counter, found: Found) -> bytes:
    today = counter.clock().astimezone(_JAPAN).date()
    valid = _("%(date)s 本日限り有効", date=format_date(today, "yyyy/MM/dd"))
    return label_pdf(
        bars(found.hand_over.symbology, found.hand_over.data),
        LabelText(found.provider_name, found.number, valid),
        today,
        font=find_font(counter.label_font),
        half_modules=found.hand_over.symbology == "nw7",
    )


def _font_missing() -> Trouble:
    return Trouble(
        _("ラベルを印刷するための文字（Noto Sans CJK）が、このパソコンに入っていません。"),
        [
            _("いまは、下の番号を手で入力してください。"),
            _("管理者に、fonts-noto-cjkを入れるか、--label-fontで場所を指定するよう伝えてください。"),
        ],
    )
