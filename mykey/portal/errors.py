"""Refusals as pages: what happened and what to do. Who is not signed in is led to the sign-in."""

from __future__ import annotations

from flask import Flask, flash, g, make_response, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import HTTPException

from mykey.kernel.errors import CannotTell, MyKeyError
from mykey.kernel.refusals_of_citizens import CardAlreadyBound
from mykey.portal.citizens import SignInNeeded, seems_signed_in
from mykey.portal.creation import CreationStep
from mykey.portal.words import words_of

__all__ = ["show_errors"]

_STEPS = {
    "consent": "portal_consent.consent",
    "card": "portal_card.card",
    "mykey-id": "portal_choose.choose",
}


def show_errors(app: Flask) -> None:
    """Register the pages. A view may name the page to try again from in `g.retry_url`."""

    @app.errorhandler(SignInNeeded)
    def lead_to_sign_in(_error: SignInNeeded) -> ResponseReturnValue:
        if seems_signed_in():
            session.clear()
            flash(_("ログインの有効時間が過ぎたか、すべての端末からログアウトされました。"), "warning")
        return redirect(url_for("portal_sign_in.sign_in"), 303)

    @app.errorhandler(CreationStep)
    def lead_to_step(error: CreationStep) -> ResponseReturnValue:
        return redirect(url_for(_STEPS[str(error.facts["missing"])]), 303)

    @app.errorhandler(MyKeyError)
    def refusal(error: MyKeyError) -> ResponseReturnValue:
        words = words_of(error)
        page = render_template(
            "shared/error.html",
            status=error.status,
            heading=words and words.heading,
            what_happened=words and words.happened,
            what_to_do=words and list(words.todo),
            retry_url=g.get("retry_url"),
            retry_label=_("マイページへログイン") if isinstance(error, CardAlreadyBound) else None,
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
