"""The sign-in of clerks: login, password and one-time code on one page."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from mykey.points.acts.create_clerk import normalise_clerk_login
from mykey.points.acts.sign_in_clerk import sign_in_clerk
from mykey.points.office.clerks import open_session
from mykey.points.office.forms.sign_in import SignInForm
from mykey.points.office.workplace import done, workplace
from mykey.points.refusals_of_office import ClerkSignInRefused
from mykey.web.authentication import declare_authentication, no_auth_needed
from mykey.web.rate_limits import TooManyRequests

__all__ = ["make_blueprint"]


def make_blueprint() -> Blueprint:
    """The one page that everybody may see."""
    blueprint = Blueprint("office_sign_in", __name__)
    declare_authentication(blueprint, no_auth_needed)
    blueprint.add_url_rule("/sign-in", "sign_in", sign_in, methods=["GET", "POST"])
    return blueprint


def sign_in() -> ResponseReturnValue:
    """Ask for all three at once; a refusal does not say which of them was wrong."""
    form = SignInForm()
    if not form.validate_on_submit():
        return _page(form, 422 if form.errors else 200)
    place = workplace()
    login, password, code = form.login.data, form.password.data, form.code.data
    try:
        # Counted before the database is touched: a refused try must count, too.
        place.limits.hit(place.settings.sign_ins, "office-sign-in", normalise_clerk_login(login))
        found = done(
            lambda work: sign_in_clerk(work, place.ground.passwords, login, password, code), apart_first=True
        )
    except TooManyRequests as refusal:
        minutes = -(-int(str(refusal.facts["retry_after"])) // 60)
        form.form_errors.append(
            _("受け付けを一時止めています。約%(minutes)s分後にやり直してください。", minutes=minutes)
        )
        return _page(form, refusal.status)
    except ClerkSignInRefused as refusal:
        form.form_errors.append(
            _(
                "ログインできません。ログイン名、パスワード、確認コードのどれかが違います。"
                "確認コードは、次の数字に変わるのを待って入力してください。"
            )
        )
        return _page(form, refusal.status)
    open_session(found)
    return redirect(_next(), 303)


def _page(form: SignInForm, status: int) -> ResponseReturnValue:
    return render_template("points_office/sign_in.html", form=form), status


def _next() -> str:
    """Where the clerk wanted to go: a path of this face, or the menu."""
    menu = url_for("office_menu.menu")
    wanted = request.args.get("next", "")
    # A tab is left out on the way to the Location header: "/<tab>/host" would be another site's address.
    ours = wanted.startswith(menu.rstrip("/") + "/") and wanted.isascii() and wanted.isprintable()
    return wanted if ours and "//" not in wanted and "\\" not in wanted else menu
