"""Where reserve points go when their term is over: one municipality that runs points, or none."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from mykey.points.acts.choose_base_account import choose_base_account
from mykey.points.acts.list_accounts import list_accounts
from mykey.points.acts.list_targets import list_targets
from mykey.points.citizens.forms import BaseAccountForm, choice, place_name
from mykey.points.citizens.signed_in import holder_id, holder_needed
from mykey.points.citizens.workplace import say, settled
from mykey.points.models.ledger import AccountKind
from mykey.web.authentication import declare_authentication

__all__ = ["make_blueprint"]

NONE = "none"


def make_blueprint() -> Blueprint:
    """For the holder alone."""
    blueprint = Blueprint("points_base_account", __name__)
    declare_authentication(blueprint, holder_needed)
    blueprint.add_url_rule("/base-account", "choose", choose, methods=["GET", "POST"])
    return blueprint


def choose() -> ResponseReturnValue:
    """Show what is chosen now; change it."""
    holder = holder_id()
    accounts, targets = settled(
        lambda work: (list_accounts(work, holder, AccountKind.MUNICIPAL), list_targets(work, events=False))
    )
    base = next((one for one in accounts if one.is_base), None)
    now = None if base is None else base.name
    form = BaseAccountForm(municipality=NONE if base is None else base.municipality_code)
    choices = [choice(target.municipality_code, place_name(target)) for target in targets]
    form.municipality.choices = [*choices, choice(NONE, _("決めない（期限が過ぎても、留保に置く）"))]
    if not form.validate_on_submit():
        return _page(form, now, 422 if form.errors else 200)
    chosen = form.municipality.data
    if chosen not in {NONE, *(target.municipality_code for target in targets)}:
        form.municipality.errors = [_("一覧から選んでください。")]
        return _page(form, now, 422)
    programme = settled(lambda work: choose_base_account(work, holder, None if chosen == NONE else chosen))
    if programme is None:
        say(_("ベース口座を決めないことにしました。"))
    else:
        say(_("ベース口座を「%(name)s」にしました。", name=programme.programme_name))
    return redirect(url_for("points_home.home"), 303)


def _page(form: BaseAccountForm, now: str | None, status: int) -> ResponseReturnValue:
    return render_template("points/base_account.html", form=form, now=now), status
