"""What the municipality's points came to."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from mykey.points.acts.count_totals import Totals, count_totals
from mykey.points.acts.settlement.see_budget import BudgetLine, see_budget
from mykey.points.ground import PointsWork
from mykey.points.office.clerks import own_municipality
from mykey.points.office.permissions import OfficePermission, requires
from mykey.points.office.workplace import done

__all__ = ["make_blueprint"]


def make_blueprint() -> Blueprint:
    """The page of sums."""
    blueprint = Blueprint("office_totals", __name__)
    blueprint.add_url_rule("/totals", "totals", totals)
    return blueprint


@requires(OfficePermission.TOTALS_READ)
def totals() -> ResponseReturnValue:
    """Sums of the system's accounts, and the budget; nobody's balance can be read from them."""
    code = own_municipality()

    def see(work: PointsWork) -> tuple[Totals, BudgetLine | None]:
        return count_totals(work, code), see_budget(work, code)

    found, budget = done(see)
    return render_template("points_office/totals.html", totals=found, budget=budget)
