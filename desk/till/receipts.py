"""A receipt again, by the shop's own running number, for the screen and for paper. It names no person."""

from __future__ import annotations

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import InputRequired

from desk.platform.answers import PlatformRefused, PlatformSilent
from desk.terminal.counter import Counter
from desk.terminal.forms import CounterForm
from desk.till.amounts import receipt_number_from_typing
from desk.till.points_side import PointsSide
from desk.till.trouble import till_trouble

__all__ = ["ReceiptForm", "add_receipts"]


class ReceiptForm(CounterForm):
    """The running number on the paper."""

    number = StringField(
        lazy_gettext("レシートの番号"),
        [InputRequired(lazy_gettext("レシートの番号を、数字で入力してください。"))],
        description=lazy_gettext("レシートに「No.」と書かれた番号です。"),
    )

    def validate_number(self, typed: StringField) -> None:
        """A whole number above zero."""
        receipt_number_from_typing(typed.data)


def add_receipts(pages: Blueprint, counter: Counter, points: PointsSide) -> None:
    """`/till/receipts`, `/till/receipts/{number}`."""

    @pages.get("/receipts")
    def find_receipt() -> str:
        points.api(g.lang)
        counter.visits.end(g.visitor)
        return render_template("till/receipts.html", form=ReceiptForm())

    @pages.post("/receipts")
    def go_to_receipt() -> Response | tuple[str, int]:
        form = ReceiptForm(request.form)
        if not form.validate():
            return render_template("till/receipts.html", form=form), 422
        return redirect(url_for("till.receipt", number=receipt_number_from_typing(form.number.data)))

    @pages.get("/receipts/<int:number>")
    def receipt(number: int) -> str | tuple[str, int]:
        try:
            found = points.api(g.lang).receipt(number)
        except (PlatformRefused, PlatformSilent) as answer:
            page = render_template(
                "till/receipts.html", form=ReceiptForm(), trouble=till_trouble(answer, paying=False)
            )
            return page, 503 if isinstance(answer, PlatformSilent) else 422
        return render_template("till/receipt.html", receipt=found)
