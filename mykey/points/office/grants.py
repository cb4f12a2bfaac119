"""Granting to one person by points number: typed, looked at, done once."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from mykey.crypto.tokens import new_token
from mykey.kernel.errors import Refused
from mykey.points.acts.grant_by_number import grant_by_number, grant_targets, propose_grant
from mykey.points.office.clerks import clerk, own_municipality
from mykey.points.office.forms.grant import GrantForm, offer_targets
from mykey.points.office.permissions import OfficePermission, requires
from mykey.points.office.words import refusal_sentence
from mykey.points.office.workplace import done, say, workplace
from mykey.points.points_numbers import read_points_number, shown_points_number
from mykey.points.refusals import IdempotencyKeyReused

__all__ = ["FIELD_OF", "make_blueprint", "step"]

#: refusal → the field that it is about
FIELD_OF = {
    "amount-refused": "points",
    "budget-exceeded": "points",
    "correction-too-large": "points",
    "event-not-open": "target",
    "grant-limit": "points",
    "payment-of-today": "receipt_number",
    "person-limit": "points",
    "points-account-not-found": "number",
    "points-number-unknown": "number",
    "receipt-not-found": "receipt_number",
}


def make_blueprint() -> Blueprint:
    """The page of one grant."""
    blueprint = Blueprint("office_grants", __name__)
    blueprint.add_url_rule("/grants", "grant", grant, methods=["GET", "POST"])
    return blueprint


@requires(OfficePermission.GRANT_WRITE)
def grant() -> ResponseReturnValue:
    """First the form, then the same to be confirmed, then done. A double press grants once."""
    code, who, form = own_municipality(), clerk(), GrantForm()
    targets = done(lambda work: grant_targets(work, code))
    offer_targets(form.target, targets)
    if not form.is_submitted():
        form.act_key.data = new_token(workplace().ground.random_bytes)
    if not form.validate_on_submit() or step() == "edit":
        return _form_page(form, is_open=bool(targets))
    wanted, key = form.wanted(), form.act_key.data
    try:
        if step() != "confirmed":
            target = done(lambda work: propose_grant(work, code, wanted))
            number = shown_points_number(read_points_number(wanted.number))
            return render_template(
                "points_office/grant_confirm.html", form=form, target=target, wanted=wanted, number=number
            )
        answer = done(lambda work: grant_by_number(work, who, key, code, wanted))
    except Refused as refusal:
        if not add_refusal(form, refusal):
            raise
        return _form_page(form, is_open=True)
    number = shown_points_number(read_points_number(wanted.number))
    say(_("%(number)sに、%(amount)sポイントを付与しました。", number=number, amount=f"{answer.amount:,}"))
    return redirect(url_for("office_grants.grant"), 303)


def step() -> str:
    """Where a form of two steps stands: "" typed, `confirmed`, or `edit` to type again."""
    return request.form.get("step", "")


def add_refusal(form: GrantForm, refusal: Refused) -> bool:
    """Say a refusal beside the field that it is about; False where it is about none of them."""
    sentence = refusal_sentence(refusal)
    if isinstance(refusal, IdempotencyKeyReused):
        form.act_key.data = new_token(workplace().ground.random_bytes)
        form.form_errors.append(sentence)
        return True
    name = FIELD_OF.get(refusal.code)
    if name is None or name not in form or sentence is None:
        return False
    form[name].errors = [*form[name].errors, sentence]
    return True


def _form_page(form: GrantForm, *, is_open: bool) -> ResponseReturnValue:
    page = render_template("points_office/grant.html", form=form, is_open=is_open)
    return page, 422 if form.errors else 200
