"""The staff's one page: how the company behaves, its exchanges, coupons, notices, and the monthly file.

There is no sign-in: whoever tries the demo plays the staff, too.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlencode

from flask import Flask, Response, abort, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from town.partner_company.behaviour import Behaviour, behave, behaviour_of
from town.partner_company.callbacks import WORDS, call_back
from town.partner_company.coupons import has_batch, list_batches, make_and_send
from town.partner_company.exchanges import list_exchanges
from town.partner_company.notices import list_notices
from town.partner_company.platform import PlatformSaidNo, PlatformSilent
from town.partner_company.words import behaviour_words, outcome_words, saying_words, state_words
from town.partner_company.workplace import Workplace

__all__ = ["add_staff_pages"]

_MONTH = re.compile(r"20[0-9]{2}-(?:0[1-9]|1[0-2])")
BAD_GATEWAY = 502


def add_staff_pages(app: Flask, at: Workplace) -> None:
    """`/staff` and its buttons."""

    @app.get("/staff")
    def staff() -> str:
        return render_template(
            "partner_company/staff.html",
            behaviour=behaviour_of(at.books),
            behaviours=behaviour_words(),
            exchanges=list_exchanges(at.books),
            states=state_words(),
            sayings=saying_words(),
            batches=list_batches(at.books),
            notices=list_notices(at.books),
            month=f"{at.today:%Y-%m}",
            outcome=outcome_words().get(request.args.get("done", "")),
        )

    @app.post("/staff/behaviour")
    def change() -> AnyResponse:
        try:
            behave(at.books, Behaviour(request.form.get("behaviour", "")))
        except ValueError:
            abort(400)
        return _back("behaves")

    @app.post("/staff/batches")
    def send() -> AnyResponse | tuple[str, int]:
        """`first`: only where there is no batch yet, as the filling asks at every start."""
        if request.form.get("first") and has_batch(at.books):
            return _back("sent")
        return _reaching(lambda: make_and_send(at.books, at.platform, at.today)) or _back("sent")

    @app.post("/staff/exchanges/<uuid:exchange_id>/<word>")
    def say(exchange_id: object, word: str) -> AnyResponse:
        if word not in WORDS:
            abort(404)
        call_back(at, str(exchange_id), word)
        return _back("said")

    _add_reconciliation(app, at)


def _add_reconciliation(app: Flask, at: Workplace) -> None:
    @app.get("/staff/reconciliation")
    def reconciliation() -> AnyResponse | tuple[str, int]:
        month = request.args.get("month", "")
        if _MONTH.fullmatch(month) is None:
            abort(400)
        found: list[str] = []
        path = f"/v1/reconciliation?{urlencode({'month': month})}"
        trouble = _reaching(lambda: found.append(at.platform.text(path)))
        if trouble is not None:
            return trouble
        answer = Response("\ufeff" + found[0], mimetype="text/csv")
        answer.headers["Content-Disposition"] = f'attachment; filename="mykey-points-{month}.csv"'
        return answer


def _reaching(act: Callable[[], None]) -> tuple[str, int] | None:
    """None where the platform did what was asked; otherwise a page that says why not."""
    try:
        act()
    except PlatformSaidNo as no:
        what = _("ポイントのサイトに断られました（%(code)s）。", code=str(no))
    except PlatformSilent:
        what = _("ポイントのサイトが応えません。")
    else:
        return None
    do = _("少し待ってから、もう一度押してください。")
    page = render_template("shared/error.html", status=BAD_GATEWAY, what_happened=what, what_to_do=[do])
    return page, BAD_GATEWAY


def _back(outcome: str) -> AnyResponse:
    return redirect(f"/staff?{urlencode({'done': outcome})}", 303)
