"""Pay with points: the QR code that the citizen shows, good once; a scanner types what it says."""

from __future__ import annotations

import unicodedata

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from desk.browser.trouble import Trouble
from desk.platform.answers import PlatformRefused, PlatformSilent
from desk.terminal.counter import Counter
from desk.till.opened import SPEND, Opened
from desk.till.points_side import PointsSide
from desk.till.trouble import till_trouble

__all__ = ["add_pay_code"]

_LONGEST = 400  # a QR code of another program, scanned by mistake, may be long: nothing of it is sent


def add_pay_code(pages: Blueprint, counter: Counter, points: PointsSide) -> None:
    """`/till/code`. The code is sent once and never shown again, not even in the form."""
    visits = counter.visits

    @pages.get("/code")
    def pay_by_code() -> str:
        points.api(g.lang)
        visits.end(g.visitor)
        return _page()

    @pages.post("/code")
    def read_code() -> Response | tuple[str, int]:
        api = points.api(g.lang)
        # A scanner set to a Japanese keyboard may type full-width characters.
        code = unicodedata.normalize("NFKC", request.form.get("code", "")).strip()
        if not code or len(code) > _LONGEST:
            return _page(_unread()), 422
        try:
            session = api.open_by_pay_code(code)
        except PlatformRefused as refused:
            if refused.problem.code == "request-invalid":
                return _page(_unread()), 422
            return _page(till_trouble(refused)), 422
        except PlatformSilent as silent:
            return _page(till_trouble(silent)), 503
        visits.open(g.visitor, Opened(session, SPEND, None))
        return redirect(url_for("till.enter_amount"))


def _page(trouble: Trouble | None = None) -> str:
    return render_template("till/code.html", trouble=trouble)


def _unread() -> Trouble:
    return Trouble(
        _("ポイントのQRコードを読み取れませんでした。"),
        [_("入力欄をクリックしてから、利用者のスマートフォンに出ているQRコードを読み取ってください。")],
    )
