"""The sheet of the vouchers that were just issued: shown once, printed, and forgotten with the screen."""

from __future__ import annotations

from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, abort, g, redirect, render_template, url_for
from flask_babel import format_date, format_decimal
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from desk.browser.trouble import Trouble
from desk.handover.label import LabelFontMissing, find_font
from desk.handover.sheet import VoucherText, sheet_pdf
from desk.platform.voucher_answers import IssuedVoucher
from desk.terminal.counter import Counter

__all__ = ["Sheet", "add_voucher_sheet"]

_JAPAN = ZoneInfo("Asia/Tokyo")
_GROUP = 4


@dataclass(frozen=True)
class Sheet:
    """What is printed. It lives in memory alone, as long as its screen does."""

    vouchers: tuple[IssuedVoucher, ...] = field(repr=False)
    municipality_name: str
    shop_name: str

    @property
    def total(self) -> int:
        """Points on all of them."""
        return sum(each.points for each in self.vouchers)


def add_voucher_sheet(pages: Blueprint, counter: Counter) -> None:
    """`/till/vouchers/done`, `/till/vouchers/sheet.pdf`."""
    visits = counter.visits

    @pages.get("/vouchers/done")
    def vouchers_done() -> AnyResponse | str:
        sheet = visits.recall(g.visitor, Sheet)
        return redirect(url_for("terminal.menu", done="over")) if sheet is None else _page(sheet)

    @pages.get("/vouchers/sheet.pdf")
    def voucher_sheet() -> Response | tuple[str, int]:
        sheet = visits.recall(g.visitor, Sheet)
        if sheet is None:
            abort(404)
        visits.somebody_acts(g.visitor)
        try:
            pdf = _pdf(counter, sheet)
        except LabelFontMissing:
            return _page(sheet, _font_missing()), 422
        answer = Response(pdf, mimetype="application/pdf")
        answer.headers["Content-Disposition"] = 'inline; filename="vouchers.pdf"'
        return answer


def _page(sheet: Sheet, trouble: Trouble | None = None) -> str:
    return render_template("till/vouchers_done.html", sheet=sheet, trouble=trouble)


def _pdf(counter: Counter, sheet: Sheet) -> bytes:
    texts = [
        VoucherText(
            code=each.code,
            title=_("%(place)sのポイント券", place=sheet.municipality_name),
            face=_("%(points)sポイント", points=format_decimal(each.points)),
            last_day=_("%(day)sまで使えます", day=format_date(each.ends_on, "long")),
            spelt=" ".join(each.code[at : at + _GROUP] for at in range(0, len(each.code), _GROUP)),
            issued=_("発行：%(shop)s　No. %(number)s", shop=sheet.shop_name, number=each.number),
            rules=[
                _("お店で1回だけ使えます。お釣りは出ません。"),
                _("現金と同じです。写真やコピーを撮られると、先に使われることがあります。"),
                _("なくしたときは、カードを持って発行した窓口で取り消せます。"),
            ],
        )
        for each in sheet.vouchers
    ]
    today = counter.clock().astimezone(_JAPAN).date()
    return sheet_pdf(texts, today, font=find_font(counter.label_font))


def _font_missing() -> Trouble:
    return Trouble(
        _("ポイント券を印刷するための文字（Noto Sans CJK）が、このパソコンに入っていません。"),
        [
            _("「発行したポイント券」の一覧から取り消すと、ポイントは戻ります。"),
            _("管理者に、fonts-noto-cjkを入れるか、--label-fontで場所を指定するよう伝えてください。"),
        ],
    )
