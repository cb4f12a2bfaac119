"""A shop takes a voucher: scanned or typed, looked at, then taken. No card; the code is never shown again."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from desk.browser.trouble import Trouble
from desk.platform.answers import PlatformRefused, PlatformSilent
from desk.platform.voucher_answers import SeenVoucher
from desk.terminal.counter import Counter
from desk.till.opened import Done
from desk.till.points_side import PointsSide
from desk.till.trouble import in_doubt, till_trouble

__all__ = ["add_take_voucher"]

TAKE_VOUCHER = "take-voucher"
_LONGEST = 100  # a QR code of another program, scanned by mistake, may be long: nothing of it is sent


@dataclass(frozen=True)
class TakeDraft:
    """A voucher shown and not yet taken, with the key under which that is sent however often."""

    code: str = field(repr=False)
    seen: SeenVoucher
    key: str = field(repr=False)


def add_take_voucher(pages: Blueprint, counter: Counter, points: PointsSide) -> None:
    """`/till/voucher`, `/till/voucher/confirm`."""
    _add_question(pages, counter, points)
    visits = counter.visits

    @pages.get("/voucher")
    def pay_by_voucher() -> str:
        points.api(g.lang)
        visits.end(g.visitor)
        return _page()

    @pages.post("/voucher")
    def read_voucher() -> Response | tuple[str, int]:
        api = points.api(g.lang)
        # A scanner set to a Japanese keyboard may type full-width characters.
        code = unicodedata.normalize("NFKC", request.form.get("code", "")).strip()
        if not code or len(code) > _LONGEST:
            return _page(_unread()), 422
        try:
            seen = api.check(code)
        except PlatformRefused as refused:
            unread = refused.problem.code == "request-invalid"
            return _page(_unread() if unread else till_trouble(refused)), 422
        except PlatformSilent as silent:
            return _page(till_trouble(silent)), 503
        visits.open(g.visitor, TakeDraft(code, seen, counter.new_key()))
        return redirect(url_for("till.confirm_voucher"))


def _add_question(pages: Blueprint, counter: Counter, points: PointsSide) -> None:
    visits = counter.visits

    @pages.get("/voucher/confirm")
    def confirm_voucher() -> Response | str:
        draft = visits.recall(g.visitor, TakeDraft)
        return _over() if draft is None else _question(draft)

    @pages.post("/voucher/confirm")
    def take_voucher() -> Response | tuple[str, int]:
        draft = visits.recall(g.visitor, TakeDraft)
        if draft is None:
            return _over()
        visits.somebody_acts(g.visitor)
        try:
            receipt = points.api(g.lang).take(draft.code, draft.key)
        except PlatformSilent:
            return _question(draft, in_doubt()), 503
        except PlatformRefused as refused:
            visits.end(g.visitor)
            return _page(till_trouble(refused)), 422
        visits.open(g.visitor, Done(TAKE_VOUCHER, receipt))
        return redirect(url_for("till.done"))


def _page(trouble: Trouble | None = None) -> str:
    return render_template("till/voucher.html", trouble=trouble)


def _question(draft: TakeDraft, trouble: Trouble | None = None) -> str:
    return render_template("till/voucher_take.html", seen=draft.seen, trouble=trouble)


def _unread() -> Trouble:
    return Trouble(
        _("ポイント券を読み取れませんでした。"),
        [_("入力欄をクリックしてから、券のQRコードを読み取るか、印刷された16文字を入力してください。")],
    )


def _over() -> Response:
    return redirect(url_for("terminal.menu", done="over"))
