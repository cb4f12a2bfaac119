"""Take a payment of today back, by its receipt number; no card needed, the points return by themselves."""

from __future__ import annotations

from dataclasses import dataclass, field

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from desk.browser.trouble import Trouble
from desk.platform.answers import PlatformRefused, PlatformSilent
from desk.platform.till import Receipt
from desk.terminal.counter import Counter
from desk.till.amounts import receipt_number_from_typing
from desk.till.opened import Done
from desk.till.points_side import PointsSide
from desk.till.receipts import ReceiptForm
from desk.till.trouble import in_doubt, till_trouble

__all__ = ["add_cancel"]

CANCEL, CANCEL_VOUCHER = "cancel", "cancel-voucher"
SPEND, TAKE_VOUCHER = "spend", "take-voucher"


@dataclass(frozen=True)
class CancelDraft:
    """A payment shown and not yet taken back, with the key under which that is sent however often."""

    receipt: Receipt
    key: str = field(repr=False)


def add_cancel(pages: Blueprint, counter: Counter, points: PointsSide) -> None:
    """`/till/cancel`, `/till/cancel/confirm`."""
    _add_question(pages, counter, points)
    visits = counter.visits

    @pages.get("/cancel")
    def cancel() -> str:
        points.api(g.lang)
        visits.end(g.visitor)
        return _form(ReceiptForm())

    @pages.post("/cancel")
    def enter_cancel() -> Response | tuple[str, int]:
        form = ReceiptForm(request.form)
        if not form.validate():
            return _form(form), 422
        try:
            found = points.api(g.lang).receipt(receipt_number_from_typing(form.number.data))
        except (PlatformRefused, PlatformSilent) as answer:
            status = 503 if isinstance(answer, PlatformSilent) else 422
            return _form(form, till_trouble(answer, paying=False)), status
        if found.kind not in (SPEND, TAKE_VOUCHER) or found.cancelled_by is not None:
            return _form(form, _not_this_one(found)), 422
        visits.open(g.visitor, CancelDraft(found, counter.new_key()))
        return redirect(url_for("till.confirm_cancel"))


def _add_question(pages: Blueprint, counter: Counter, points: PointsSide) -> None:
    visits = counter.visits

    @pages.get("/cancel/confirm")
    def confirm_cancel() -> Response | str:
        draft = visits.recall(g.visitor, CancelDraft)
        return _over() if draft is None else _confirm(draft)

    @pages.post("/cancel/confirm")
    def take_back() -> Response | tuple[str, int]:
        draft = visits.recall(g.visitor, CancelDraft)
        if draft is None:
            return _over()
        visits.somebody_acts(g.visitor)
        try:
            receipt = points.api(g.lang).cancel(draft.receipt.number, draft.key)
        except PlatformSilent:
            return _confirm(draft, in_doubt()), 503
        except PlatformRefused as refused:
            visits.end(g.visitor)
            return _form(ReceiptForm(), till_trouble(refused, paying=False)), 422
        purpose = CANCEL_VOUCHER if draft.receipt.kind == TAKE_VOUCHER else CANCEL
        visits.open(g.visitor, Done(purpose, receipt))
        return redirect(url_for("till.done"))


def _form(form: ReceiptForm, trouble: Trouble | None = None) -> str:
    return render_template("till/cancel.html", form=form, trouble=trouble)


def _confirm(draft: CancelDraft, trouble: Trouble | None = None) -> str:
    return render_template("till/cancel_confirm.html", draft=draft, receipt=draft.receipt, trouble=trouble)


def _not_this_one(found: Receipt) -> Trouble:
    if found.cancelled_by is not None:
        return Trouble(
            _("この支払いは、取り消し済みです。"),
            [_("取り消しのレシートは、No. %(number)sです。", number=found.cancelled_by)],
        )
    return Trouble(
        _("このレシートは、ポイントでの支払いではありません。"),
        [_("支払いのレシートの番号を入力してください。")],
    )


def _over() -> Response:
    return redirect(url_for("terminal.menu", done="over"))
