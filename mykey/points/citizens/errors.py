"""Refusals as pages: what happened and what to do. Who is not in is told the way in."""

from __future__ import annotations

from flask import Flask, flash, g, make_response, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import HTTPException

from mykey.kernel.errors import CannotTell, MyKeyError
from mykey.points.citizens.consent import PENDING
from mykey.points.citizens.partner_words import partner_words_of
from mykey.points.citizens.signed_in import EntryNeeded, begin_anew, seems_signed_in
from mykey.points.citizens.words import words_of

__all__ = ["show_errors"]


def show_errors(app: Flask) -> None:
    """Register the pages. A view may name the page to try again from in `g.retry_url`."""

    @app.errorhandler(EntryNeeded)
    def lead_to_front(_error: EntryNeeded) -> ResponseReturnValue:
        if seems_signed_in() or PENDING in session:
            begin_anew()
            flash(_("時間が過ぎたか、ポイント口座が閉じられました。"), "warning")
        return redirect(url_for("points_home.home"), 303)

    @app.errorhandler(MyKeyError)
    def refusal(error: MyKeyError) -> ResponseReturnValue:
        words = words_of(error) or partner_words_of(error)
        page = render_template(
            "shared/error.html",
            status=error.status,
            heading=words and words.heading,
            what_happened=words and words.happened,
            what_to_do=words and list(words.todo),
            retry_url=g.get("retry_url"),
        )
        response = make_response(page, error.status)
        seconds = error.facts.get("retry_after") or (isinstance(error, CannotTell) and error.retry_after)
        if seconds:
            response.headers["Retry-After"] = str(seconds)
        return response

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> ResponseReturnValue:
        status = error.code or 500
        return render_template("shared/error.html", status=status), status
