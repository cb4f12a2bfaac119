"""Closing the points account: what is lost is said first, and the closing word is typed by hand.

A second press finds no account and says the same, so that it needs no key to be done once.
"""

from __future__ import annotations

import unicodedata

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from mykey.points.acts.close_holder import close_holder
from mykey.points.acts.show_balances import show_balances
from mykey.points.citizens.forms import CloseForm
from mykey.points.citizens.signed_in import holder_id, holder_needed, leave
from mykey.points.citizens.workplace import settled
from mykey.points.refusals import PointsAccountNotFound
from mykey.web.authentication import declare_authentication

__all__ = ["make_blueprint"]

CLOSING_WORDS = {"閉じる", "close"}


def make_blueprint() -> Blueprint:
    """For the holder alone."""
    blueprint = Blueprint("points_closing", __name__)
    declare_authentication(blueprint, holder_needed)
    blueprint.add_url_rule("/close", "close", close, methods=["GET", "POST"])
    return blueprint


def close() -> ResponseReturnValue:
    """Warn, ask for the word, close."""
    holder, form = holder_id(), CloseForm()
    if not form.validate_on_submit():
        return _page(form, 422 if form.errors else 200)
    typed = unicodedata.normalize("NFKC", form.typed.data or "").strip().lower()
    if typed not in CLOSING_WORDS:
        form.typed.errors = [_("閉じるときは「閉じる」と入力してください。")]
        return _page(form, 422)
    try:
        given_back = settled(lambda work: close_holder(work, holder))
    except PointsAccountNotFound:
        given_back = 0
    leave()
    flash(_("ポイント口座を閉じました。"), "success")
    if given_back:
        flash(_("残っていた%(count)sポイントを返しました。", count=f"{given_back:,}"), "info")
    return redirect(url_for("points_home.home"), 303)


def _page(form: CloseForm, status: int) -> ResponseReturnValue:
    holder = holder_id()
    balances = settled(lambda work: show_balances(work, holder))
    lost = [one for one in balances if one.points]
    return render_template("points/close.html", form=form, lost=lost), status
