"""Become a till of the points side, once, with the one-time code that the municipality handed over."""

from __future__ import annotations

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import InputRequired

from desk.browser.trouble import Trouble
from desk.platform.answers import PlatformRefused, PlatformSilent
from desk.terminal.counter import Counter
from desk.terminal.forms import CounterForm
from desk.till.points_side import PointsSide
from desk.till.trouble import till_trouble

__all__ = ["add_enrol"]


class EnrolForm(CounterForm):
    """The code; blanks, hyphens, small letters and full-width characters are for the points side to read."""

    code = StringField(
        lazy_gettext("登録コード"),
        [InputRequired(lazy_gettext("登録コードを入力してください。"))],
        description=lazy_gettext("自治体のポイントの担当者から受け取ったコードです。1回だけ使えます。"),
    )


def add_enrol(pages: Blueprint, counter: Counter, points: PointsSide) -> None:
    """`/till/enrol`."""

    @pages.get("/enrol")
    def enrol_till() -> str:
        counter.visits.end(g.visitor)
        return _page(EnrolForm(), points)

    @pages.post("/enrol")
    def enter_code() -> Response | tuple[str, int]:
        form = EnrolForm(request.form)
        if not form.validate():
            return _page(form, points), 422
        try:
            points.enrol(form.code.data, g.lang)
        except (PlatformRefused, PlatformSilent) as answer:
            page = _page(form, points, till_trouble(answer, paying=False))
            return page, 503 if isinstance(answer, PlatformSilent) else 422
        return redirect(url_for("terminal.menu", done="enrolled"))


def _page(form: EnrolForm, points: PointsSide, trouble: Trouble | None = None) -> str:
    return render_template("till/enrol.html", form=form, enrolled=points.enrolled(), trouble=trouble)
