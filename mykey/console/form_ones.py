"""Form I: the list, one form, handing one in, and the blank."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from mykey.console.forms.form_one import ConfirmForm, UploadForm
from mykey.console.officers import officer
from mykey.console.permissions import Permission, requires
from mykey.console.words import FORM_STATES, KINDS
from mykey.console.workplace import work
from mykey.kernel.municipalities import municipality
from mykey.kernel.refusals_of_officers import FormNotFound
from mykey.services.blank_form_one import blank_form_one_csv, blank_form_one_workbook
from mykey.services.find_form_one import find_form_one, list_form_ones
from mykey.services.form_one import FormOneRefused
from mykey.services.form_one_words import describe_problem, place_of_problem
from mykey.services.read_form_one import read_form_one
from mykey.services.spreadsheet_output import CsvEncoding
from mykey.services.submit_form_one import submit_form_one
from mykey.web.languages import language

__all__ = ["file_response", "make_blueprint"]

WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ENCODINGS = {"csv-utf-8": CsvEncoding.UTF_8, "csv-shift-jis": CsvEncoding.CP932}


def make_blueprint() -> Blueprint:
    """The pages around Form I."""
    blueprint = Blueprint("console_form_ones", __name__)
    blueprint.add_url_rule("/forms", "list_of_forms", list_of_forms)
    blueprint.add_url_rule("/forms/<uuid:form_id>", "one_form", one_form)
    blueprint.add_url_rule("/forms/new", "hand_in", hand_in, methods=["GET", "POST"])
    blueprint.add_url_rule(
        "/forms/blank/<any('xlsx','csv-utf-8','csv-shift-jis'):file_format>", "blank", blank
    )
    return blueprint


@requires(Permission.FORM_READ)
def list_of_forms() -> ResponseReturnValue:
    """The municipality's own forms; for the operator everybody's, undecided ones first."""
    forms = list_form_ones(work(), officer().municipality_code)
    return render_template("console/forms.html", forms=forms, states=FORM_STATES, kinds=KINDS)


@requires(Permission.FORM_READ)
def one_form(form_id: UUID) -> ResponseReturnValue:
    """One form with its rows, and what may be done with it now."""
    seen = find_form_one(work(), form_id, officer().municipality_code)
    return render_template(
        "console/form.html", seen=seen, states=FORM_STATES, kinds=KINDS, confirm=ConfirmForm()
    )


@requires(Permission.FORM_SUBMIT)
def hand_in() -> ResponseReturnValue:
    """Take a filled-in Form I, or tell everything that is wrong with it."""
    form = UploadForm()
    code = _own_municipality()
    if not form.validate_on_submit():
        return _upload_page(form, [], 0, 422 if form.errors else 200)
    try:
        content = read_form_one(form.file.data.read())
        form_id = submit_form_one(work(), code, content)
    except FormOneRefused as refusal:
        told = [
            (place_of_problem(problem, language()), describe_problem(problem, language()))
            for problem in refusal.problems
        ]
        return _upload_page(form, told, int(str(refusal.facts["count"])), refusal.status)
    flash(_("様式Ⅰを提出しました。発行されると、この画面から様式Ⅱをダウンロードできます。"), "success")
    return redirect(url_for("console_form_ones.one_form", form_id=form_id), 303)


@requires(Permission.FORM_SUBMIT)
def blank(file_format: str) -> ResponseReturnValue:
    """A blank Form I with the municipality written in."""
    place = municipality(_own_municipality())
    if file_format == "xlsx":
        data = blank_form_one_workbook(place.code, place.name)
    else:
        data = blank_form_one_csv(place.code, place.name, ENCODINGS[file_format])
    return file_response(data, file_format, f"form-one-{place.code}")


def file_response(data: bytes, file_format: str, name: str) -> Response:
    """A file to keep, never to be shown inside the browser."""
    workbook = file_format == "xlsx"
    charset = "shift_jis" if file_format == "csv-shift-jis" else "utf-8"
    kind = WORKBOOK_TYPE if workbook else f"text/csv; charset={charset}"
    suffix = "xlsx" if workbook else "csv"
    return Response(
        data,
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}.{suffix}"'},
    )


def _own_municipality() -> str:
    code = officer().municipality_code
    if code is None:
        raise FormNotFound
    return code


def _upload_page(
    form: UploadForm, problems: list[tuple[str, str]], count: int, status: int
) -> ResponseReturnValue:
    page = render_template("console/form_new.html", form=form, problems=problems, count=count)
    return page, status
