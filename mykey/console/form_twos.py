"""Form II: the page that says what the download does, the download, and ending passwords that were lost."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from mykey.console.form_ones import ENCODINGS, file_response
from mykey.console.forms.form_one import ConfirmForm, FormTwoForm
from mykey.console.officers import officer
from mykey.console.permissions import Permission, requires
from mykey.console.workplace import work
from mykey.kernel.refusals_of_officers import FormNotIssued
from mykey.models.form_ones import FormOneState
from mykey.services.download_form_two import download_form_two
from mykey.services.find_form_one import FormOneSeen, find_form_one
from mykey.services.form_two_table import form_two_csv, form_two_workbook
from mykey.services.renew_terminal_passwords import renew_terminal_passwords
from mykey.services.spreadsheet_output import DoesNotFit

__all__ = ["make_blueprint"]


def make_blueprint() -> Blueprint:
    """The pages around Form II."""
    blueprint = Blueprint("console_form_twos", __name__)
    blueprint.add_url_rule("/forms/<uuid:form_id>/form-two", "form_two", form_two, methods=["GET", "POST"])
    blueprint.add_url_rule("/forms/<uuid:form_id>/passwords", "passwords", passwords, methods=["GET", "POST"])
    return blueprint


@requires(Permission.FORM_TWO_DOWNLOAD)
def form_two(form_id: UUID) -> ResponseReturnValue:
    """Say that passwords are shown once; then make them and give the file."""
    form = FormTwoForm()
    seen = _issued(form_id)
    if not form.validate_on_submit():
        return _page(form, seen, 422 if form.errors else 200)
    made = download_form_two(work(), form_id, officer().municipality_code)
    wanted = form.file_format.data
    try:
        data = form_two_workbook(made) if wanted == "xlsx" else form_two_csv(made, ENCODINGS[wanted])
    except DoesNotFit as refusal:
        # The answer is an error, so the passwords that were made are rolled back with everything else.
        form.file_format.errors = [
            _(
                "%(row)s行目に、Shift_JISにない文字があります。ほかの形式を選んでください。パスワードは発行していません。",
                row=refusal.row,
            )
        ]
        return _page(form, seen, 422)
    return file_response(data, wanted, f"form-two-{made.municipality_code}")


@requires(Permission.FORM_TWO_DOWNLOAD)
def passwords(form_id: UUID) -> ResponseReturnValue:
    """End the passwords that no machine has used, after a page that says so."""
    form = ConfirmForm()
    seen = _issued(form_id)
    if not form.validate_on_submit():
        return render_template("console/form_two_renew.html", form=form, seen=seen)
    number = renew_terminal_passwords(work(), form_id, officer().municipality_code)
    flash(_("%(number)s台分のパスワードを無効にしました。", number=number), "success")
    return redirect(url_for("console_form_twos.form_two", form_id=form_id), 303)


def _issued(form_id: UUID) -> FormOneSeen:
    seen = find_form_one(work(), form_id, officer().municipality_code)
    if seen.summary.form.state != FormOneState.ISSUED:
        raise FormNotIssued
    return seen


def _page(form: FormTwoForm, seen: FormOneSeen, status: int) -> ResponseReturnValue:
    return render_template("console/form_two.html", form=form, seen=seen), status
