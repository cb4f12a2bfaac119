"""The operator decides on a Form I: set its providers up, issue, or reject with a reason."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from mykey.console.forms.facilities import add_facility_errors, facilities_form
from mykey.console.forms.form_one import RejectForm
from mykey.console.forms.provider import ProviderForm, add_errors
from mykey.console.officers import officer
from mykey.console.permissions import Permission, requires
from mykey.console.words import KINDS
from mykey.console.workplace import work
from mykey.kernel.refusals_of_officers import (
    FacilitiesNotConfirmed,
    FormNotFound,
    ProviderNameTaken,
    ProviderRuleInvalid,
)
from mykey.models.form_ones import FormOneState
from mykey.services.confirm_facilities import facilities_of_form
from mykey.services.create_provider import create_provider
from mykey.services.find_form_one import find_form_one
from mykey.services.issue_terminals import issue_terminals
from mykey.services.reject_form_one import reject_form_one

__all__ = ["make_blueprint"]


def make_blueprint() -> Blueprint:
    """The operator's acts on Form I."""
    blueprint = Blueprint("console_decisions", __name__)
    blueprint.add_url_rule("/forms/<uuid:form_id>/issue", "issue", issue, methods=["GET", "POST"])
    blueprint.add_url_rule("/forms/<uuid:form_id>/reject", "reject", reject, methods=["GET", "POST"])
    blueprint.add_url_rule(
        "/forms/<uuid:form_id>/providers/<int:place>", "set_up", set_up, methods=["GET", "POST"]
    )
    return blueprint


@requires(Permission.FORM_DECIDE)
def issue(form_id: UUID) -> ResponseReturnValue:
    """Approve and issue in one act, saying of each place with points terminals what it is."""
    seen = find_form_one(work(), form_id, officer().municipality_code)
    back = url_for("console_form_ones.one_form", form_id=form_id)
    form = facilities_form(facilities_of_form(work(), seen.summary.form, seen.rows))
    if form.validate_on_submit():
        try:
            number = issue_terminals(work(), form_id, form.confirmed())
        except FacilitiesNotConfirmed as refusal:
            add_facility_errors(form, refusal)
        else:
            flash(_("%(number)s台の端末IDを発行しました。", number=number), "success")
            return redirect(back, 303)
    elif not form.is_submitted() and (seen.summary.form.state != FormOneState.SUBMITTED or seen.missing):
        return redirect(back, 303)
    page = render_template("console/form_issue.html", form=form, seen=seen, kinds=KINDS)
    return page, 422 if form.errors else 200


@requires(Permission.FORM_DECIDE)
def reject(form_id: UUID) -> ResponseReturnValue:
    """Send the form back."""
    form = RejectForm()
    seen = find_form_one(work(), form_id, officer().municipality_code)
    if form.validate_on_submit():
        reject_form_one(work(), form_id, form.reason.data.strip())
        flash(_("様式Ⅰを差し戻しました。"), "success")
        return redirect(url_for("console_form_ones.one_form", form_id=form_id), 303)
    page = render_template("console/form_reject.html", form=form, seen=seen)
    return page, 422 if form.errors else 200


@requires(Permission.PROVIDER_WRITE)
def set_up(form_id: UUID, place: int) -> ResponseReturnValue:
    """Set up the provider that stands at `place`, from 0, among the form's missing ones."""
    seen = find_form_one(work(), form_id, officer().municipality_code)
    back = url_for("console_form_ones.one_form", form_id=form_id)
    names = list(seen.providers)
    if place >= len(names):
        raise FormNotFound
    if seen.providers[names[place]] is not None:
        return redirect(back, 303)
    form = ProviderForm(name=names[place], municipality_code=seen.summary.form.municipality_code)
    if form.validate_on_submit():
        try:
            create_provider(work(), seen.summary.form.municipality_code, form.details(names[place]))
        except (ProviderRuleInvalid, ProviderNameTaken) as refusal:
            add_errors(form, refusal)
        else:
            flash(_("ID付与事業者「%(name)s」を設定しました。", name=names[place]), "success")
            return redirect(back, 303)
    page = render_template(
        "console/provider_edit.html", form=form, provider=None, fixed_name=names[place], back=back
    )
    return page, 422 if form.errors else 200
