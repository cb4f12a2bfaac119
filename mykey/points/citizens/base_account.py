"""Where reserve points go when their term is over: one municipality that runs points, or none."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from mykey.points.acts.choose_base_account import choose_base_account
from mykey.points.acts.list_accounts import list_accounts
from mykey.points.acts.list_targets import MOST_SHOWN, list_targets, narrow_targets
from mykey.points.citizens.forms import BaseAccountForm, choice, place_name
from mykey.points.citizens.place_search import PlaceSearch, place_typed
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
    accounts, every = settled(
        lambda work: (list_accounts(work, holder, AccountKind.MUNICIPAL), list_targets(work, events=False))
    )
    typed = place_typed()
    found = narrow_targets(every, typed, {one.municipality_code for one in accounts})
    targets = found[:MOST_SHOWN]
    search = PlaceSearch(typed, len(found), len(targets)) if len(every) > MOST_SHOWN else None
    base = next((one for one in accounts if one.is_base), None)
    now = None if base is None else base.name
    form = BaseAccountForm(municipality=NONE if base is None else base.municipality_code)
    choices = [choice(target.municipality_code, place_name(target)) for target in targets]
    form.municipality.choices = [*choices, choice(NONE, _("決めない（期限が過ぎても、留保に置く）"))]
    if not form.validate_on_submit():
        return _page(form, now, search, 422 if form.errors else 200)
    chosen = form.municipality.data
    if chosen not in {NONE, *(target.municipality_code for target in targets)}:
        form.municipality.errors = [_("一覧から選んでください。")]
        return _page(form, now, search, 422)
    programme = settled(lambda work: choose_base_account(work, holder, None if chosen == NONE else chosen))
    if programme is None:
        say(_("ベース口座を決めないことにしました。"))
    else:
        say(_("ベース口座を「%(name)s」にしました。", name=programme.programme_name))
    return redirect(url_for("points_home.home"), 303)


def _page(
    form: BaseAccountForm, now: str | None, search: PlaceSearch | None, status: int
) -> ResponseReturnValue:
    return render_template("points/base_account.html", form=form, now=now, search=search), status
