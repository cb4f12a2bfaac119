"""The operator's list of programmes, and opening one for a municipality."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from mykey.kernel.municipalities import UnknownMunicipality, municipality
from mykey.points.acts.create_programme import create_programme, list_programmes
from mykey.points.office.forms.fields import add_faults
from mykey.points.office.forms.programme import NewProgrammeForm
from mykey.points.office.noting import noted
from mykey.points.office.permissions import OfficePermission, requires
from mykey.points.office.words import refusal_sentence
from mykey.points.office.workplace import done, say
from mykey.points.refusals_of_office import OfficeDetailsInvalid, ProgrammeExists

__all__ = ["make_blueprint"]


def make_blueprint() -> Blueprint:
    """The operator's pages around programmes."""
    blueprint = Blueprint("office_programmes", __name__)
    blueprint.add_url_rule("/programmes", "list_of_programmes", list_of_programmes)
    blueprint.add_url_rule("/programmes/new", "new_programme", new_programme, methods=["GET", "POST"])
    return blueprint


@requires(OfficePermission.PROGRAMME_READ)
def list_of_programmes() -> ResponseReturnValue:
    """Which municipalities run points."""
    return render_template("points_office/programmes.html", programmes=done(list_programmes))


@requires(OfficePermission.PROGRAMME_OPEN)
def new_programme() -> ResponseReturnValue:
    """Open one. What is typed here, the municipality can change later."""
    form = NewProgrammeForm()
    if form.validate_on_submit():
        typed, details = form.municipality_code.data, form.details()
        try:
            code = noted(
                lambda work: create_programme(work, typed, details),
                "open-programme",
                lambda code: municipality(code).full_name,
            )
        except OfficeDetailsInvalid as refusal:
            add_faults(form, refusal)
        except (UnknownMunicipality, ProgrammeExists) as refusal:
            form.municipality_code.errors = [refusal_sentence(refusal)]
        else:
            say(_("%(name)sの事業を開きました。", name=municipality(code).full_name))
            return redirect(url_for("office_programmes.list_of_programmes"), 303)
    page = render_template("points_office/programme.html", form=form, place=None)
    return page, 422 if form.errors else 200
