"""What a municipality may grant in a fiscal year, and what is left of it."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from mykey.kernel.clock import japan_day
from mykey.points.acts.granted_this_year import fiscal_year_of
from mykey.points.acts.settlement.see_budget import list_budgets
from mykey.points.acts.settlement.set_budget import set_budget
from mykey.points.office.clerks import own_municipality
from mykey.points.office.forms.budget import BudgetForm
from mykey.points.office.noting import noted
from mykey.points.office.permissions import OfficePermission, requires
from mykey.points.office.words import refusal_sentence
from mykey.points.office.workplace import done, say, workplace
from mykey.points.refusals_of_office import BudgetBelowUsed, BudgetYearRefused

__all__ = ["make_blueprint"]


def make_blueprint() -> Blueprint:
    """The page of budgets."""
    blueprint = Blueprint("office_budgets", __name__)
    blueprint.add_url_rule("/budgets", "budgets", budgets, methods=["GET", "POST"])
    return blueprint


@requires(OfficePermission.BUDGET_WRITE)
def budgets() -> ResponseReturnValue:
    """See them all, and set this year's or the next one's."""
    code, form = own_municipality(), BudgetForm()
    form.offer(fiscal_year_of(japan_day(workplace().ground.clock())))
    if form.validate_on_submit():
        year, points = int(form.fiscal_year.data), form.points.points
        try:
            noted(lambda work: set_budget(work, code, year, points), "set-budget", f"{year} {points:,}")
        except BudgetBelowUsed as refusal:
            form.points.errors = [*form.points.errors, refusal_sentence(refusal)]
        except BudgetYearRefused as refusal:
            form.fiscal_year.errors = [*form.fiscal_year.errors, refusal_sentence(refusal)]
        else:
            said = _("%(year)s年度の予算を、%(points)sポイントにしました。", year=year, points=f"{points:,}")
            say(said)
            return redirect(url_for("office_budgets.budgets"), 303)
    lines = done(lambda work: list_budgets(work, code))
    page = render_template("points_office/budgets.html", form=form, budgets=lines)
    return page, 422 if form.errors else 200
