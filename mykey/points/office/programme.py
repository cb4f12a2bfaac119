"""What a municipality has decided about its points, and changing it."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from mykey.kernel.municipalities import municipality
from mykey.points.acts.edit_programme import edit_programme, see_programme
from mykey.points.office.clerks import own_municipality
from mykey.points.office.forms.fields import add_faults
from mykey.points.office.forms.programme import ProgrammeForm
from mykey.points.office.noting import noted
from mykey.points.office.permissions import OfficePermission, requires
from mykey.points.office.workplace import done, say
from mykey.points.refusals_of_office import OfficeDetailsInvalid

__all__ = ["make_blueprint"]


def make_blueprint() -> Blueprint:
    """The municipality's own programme."""
    blueprint = Blueprint("office_programme", __name__)
    blueprint.add_url_rule("/programme", "own_programme", own_programme, methods=["GET", "POST"])
    return blueprint


@requires(OfficePermission.PROGRAMME_WRITE)
def own_programme() -> ResponseReturnValue:
    """See and change it."""
    code = own_municipality()
    form = ProgrammeForm.of(done(lambda work: see_programme(work, code)))
    if form.validate_on_submit():
        details = form.details()
        try:
            noted(lambda work: edit_programme(work, code, details), "edit-programme", details.programme_name)
        except OfficeDetailsInvalid as refusal:
            add_faults(form, refusal)
        else:
            say(_("事業の決まりを変えました。付与済みのポイントの期限は変わりません。"))
            return redirect(url_for("office_programme.own_programme"), 303)
    page = render_template("points_office/programme.html", form=form, place=municipality(code))
    return page, 422 if form.errors else 200
