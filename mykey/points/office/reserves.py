"""The operator puts points into a person's reserve by points number, until partners are connected."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from mykey.crypto.tokens import new_token
from mykey.kernel.errors import Refused
from mykey.points.acts.put_into_reserve_by_number import propose_reserve, put_into_reserve_by_number
from mykey.points.office.clerks import clerk
from mykey.points.office.forms.grant import ReserveForm
from mykey.points.office.grants import add_refusal, step
from mykey.points.office.permissions import OfficePermission, requires
from mykey.points.office.workplace import done, say, workplace
from mykey.points.points_numbers import read_points_number, shown_points_number

__all__ = ["make_blueprint"]


def make_blueprint() -> Blueprint:
    """The page of the reserve."""
    blueprint = Blueprint("office_reserves", __name__)
    blueprint.add_url_rule("/reserve", "reserve", reserve, methods=["GET", "POST"])
    return blueprint


@requires(OfficePermission.RESERVE_WRITE)
def reserve() -> ResponseReturnValue:
    """First the form, then the same to be confirmed, then done. A double press puts in once."""
    who, days, form = clerk(), workplace().settings.term_days, ReserveForm()
    if not form.is_submitted():
        form.act_key.data = new_token(workplace().ground.random_bytes)
    if not form.validate_on_submit() or step() == "edit":
        return _form_page(form)
    typed, amount, key = form.number.data, form.points.points, form.act_key.data
    try:
        if step() != "confirmed":
            done(lambda work: propose_reserve(work, typed, amount))
            number = shown_points_number(read_points_number(typed))
            return render_template(
                "points_office/reserve_confirm.html", form=form, number=number, amount=amount, days=days
            )
        put = done(lambda work: put_into_reserve_by_number(work, who, key, typed, amount, days))
    except Refused as refusal:
        if not add_refusal(form, refusal):
            raise
        return _form_page(form)
    number = shown_points_number(read_points_number(typed))
    say(_("%(number)sの留保に、%(amount)sポイントを入れました。", number=number, amount=f"{put:,}"))
    return redirect(url_for("office_reserves.reserve"), 303)


def _form_page(form: ReserveForm) -> ResponseReturnValue:
    return render_template("points_office/reserve.html", form=form), 422 if form.errors else 200
