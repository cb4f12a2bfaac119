"""Granting by file: chosen, looked at, confirmed. One row that cannot be done, and nothing is done."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import BadRequest

from mykey.crypto.tokens import from_base64url, to_base64url
from mykey.kernel.errors import Refused
from mykey.points.acts.grant_by_number import grant_targets
from mykey.points.acts.grant_in_bulk import BulkGrant, grant_in_bulk, propose_bulk_grant
from mykey.points.acts.read_grant_file import GrantFile, write_again
from mykey.points.acts.settlement.note_in_audit import note_in_audit
from mykey.points.acts.sign_in_clerk import SignedInClerk
from mykey.points.ground import PointsWork
from mykey.points.office.clerks import clerk, own_municipality
from mykey.points.office.forms.grant import BulkConfirmForm, BulkForm, event_of, offer_targets
from mykey.points.office.permissions import OfficePermission, requires
from mykey.points.office.words import place_of_row, refusal_sentence, row_sentence
from mykey.points.office.workplace import done, say
from mykey.points.refusals import EventNotOpen
from mykey.points.refusals_of_office import GrantFileRefused

__all__ = ["make_blueprint"]


def make_blueprint() -> Blueprint:
    """The pages of a file of grants."""
    blueprint = Blueprint("office_bulk_grants", __name__)
    blueprint.add_url_rule("/grants/file", "choose", choose, methods=["GET", "POST"])
    blueprint.add_url_rule("/grants/file/confirmed", "confirmed", confirmed, methods=["POST"])
    return blueprint


@requires(OfficePermission.GRANT_WRITE)
def choose() -> ResponseReturnValue:
    """Take a file, and show what it would do or everything that is wrong with it."""
    code, form = own_municipality(), BulkForm()
    targets = done(lambda work: grant_targets(work, code))
    offer_targets(form.target, targets)
    if not form.validate_on_submit():
        return _form_page(form, [], is_open=bool(targets))
    event_id = event_of(form.target)
    try:
        file = GrantFile.read(form.file.data.read())
        found = done(lambda work: propose_bulk_grant(work, code, file, event_id))
    except GrantFileRefused as refusal:
        return _form_page(form, _told(refusal), is_open=True)
    except EventNotOpen as refusal:
        form.target.errors = [refusal_sentence(refusal)]
        return _form_page(form, [], is_open=True)
    rows = to_base64url(write_again(file.rows))
    confirm = BulkConfirmForm(formdata=None, data={"target": form.target.data, "rows": rows})
    return render_template("points_office/bulk_confirm.html", form=confirm, found=found)


@requires(OfficePermission.GRANT_WRITE)
def confirmed() -> ResponseReturnValue:
    """Do it. All is judged anew: what the page sends back is believed no more than the file was."""
    code, who = own_municipality(), clerk()
    form, choice = BulkConfirmForm(), BulkForm(formdata=None)
    targets = done(lambda work: grant_targets(work, code))
    choice.target.data = request.form.get("target", "")
    offer_targets(choice.target, targets)
    if not form.validate_on_submit() or choice.target.data not in [
        one.value for one in choice.target.choices
    ]:
        raise BadRequest
    event_id = event_of(choice.target)
    try:
        file = GrantFile.read(from_base64url(form.rows.data))
        answer = done(lambda work: _granted(work, code, file, event_id, who))
    except ValueError:
        raise BadRequest from None
    except GrantFileRefused as refusal:
        return _form_page(choice, _told(refusal), is_open=True)
    numbers = {"people": f"{answer.people:,}", "points": f"{answer.points:,}"}
    said = _("%(people)s人に、合計%(points)sポイントを付与しました。", **numbers)
    twice = _(
        "%(people)s人に、合計%(points)sポイントを付与しました。"
        "同じファイルが二度送られましたが、付与は一度だけです。",
        **numbers,
    )
    say(twice if answer.before else said)
    return redirect(url_for("office_bulk_grants.choose"), 303)


def _granted(
    work: PointsWork, code: str, file: GrantFile, event_id: UUID | None, who: SignedInClerk
) -> BulkGrant:
    answer = grant_in_bulk(work, code, file, event_id)
    if not answer.before:
        about = f"{answer.place} {answer.points:,} / {answer.people:,}"
        note_in_audit(work, who, "grant-in-bulk", about)
    return answer


def _told(refusal: Refused) -> list[tuple[str, str]]:
    """(place, what is wrong) of each fault."""
    told = refusal.facts["errors"]
    return [
        (place_of_row(error["row"]), row_sentence(error["reason"], error["detail"]))
        for error in (told if isinstance(told, list) else [])
    ]


def _form_page(form: BulkForm, faults: list[tuple[str, str]], *, is_open: bool) -> ResponseReturnValue:
    page = render_template("points_office/bulk.html", form=form, faults=faults, is_open=is_open)
    return page, 422 if form.errors or faults else 200
