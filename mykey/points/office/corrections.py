"""Corrections: what waits, a new request, a decision. Whoever wants one does not decide about it."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from mykey.crypto.tokens import new_token
from mykey.kernel.errors import Refused
from mykey.points.acts.add_event import EventLine, list_events
from mykey.points.acts.add_shop import list_shops
from mykey.points.acts.edit_programme import see_programme
from mykey.points.acts.settlement.judge_correction import approve_correction, refuse_correction
from mykey.points.acts.settlement.list_corrections import list_corrections, see_correction
from mykey.points.acts.settlement.request_correction import request_correction
from mykey.points.acts.settlement.withdraw_correction import withdraw_correction
from mykey.points.acts.sign_in_clerk import SignedInClerk
from mykey.points.ground import PointsWork
from mykey.points.office import correction_words
from mykey.points.office.clerks import clerk, own_municipality
from mykey.points.office.forms.correction import ByNumberForm, ByReceiptForm
from mykey.points.office.grants import add_refusal
from mykey.points.office.permissions import OfficePermission, requires
from mykey.points.office.workplace import done, say, workplace
from mykey.points.refusals import (
    BudgetExceeded,
    EventNotOpen,
    PointsAccountNotFound,
    PointsInsufficient,
    ProgrammeNotOpen,
)
from mykey.points.refusals_of_office import CorrectionTooLarge, PaymentOfToday

__all__ = ["make_blueprint"]

ONE = "/corrections/<uuid:correction_id>"


def make_blueprint() -> Blueprint:
    """The pages of corrections."""
    blueprint = Blueprint("office_corrections", __name__)
    blueprint.add_url_rule("/corrections", "list_of_corrections", list_of_corrections)
    blueprint.add_url_rule("/corrections/by-number", "by_number", by_number, methods=["GET", "POST"])
    blueprint.add_url_rule("/corrections/by-receipt", "by_receipt", by_receipt, methods=["GET", "POST"])
    blueprint.add_url_rule(ONE, "one_correction", one_correction)
    blueprint.add_url_rule(f"{ONE}/approved", "approve", approve, methods=["POST"])
    blueprint.add_url_rule(f"{ONE}/refused", "refuse", refuse, methods=["POST"])
    blueprint.add_url_rule(f"{ONE}/withdrawn", "withdraw", withdraw, methods=["POST"])
    return blueprint


@requires(OfficePermission.CORRECTION_WRITE)
def list_of_corrections() -> ResponseReturnValue:
    """What waits for a second clerk, and what was decided last."""
    who = clerk()
    waiting, judged = done(lambda work: list_corrections(work, who))
    return render_template(
        "points_office/corrections.html", waiting=waiting, judged=judged, words=correction_words
    )


@requires(OfficePermission.CORRECTION_WRITE)
def by_number() -> ResponseReturnValue:
    """Want points given, or taken back."""
    code, form = own_municipality(), ByNumberForm()

    def see(work: PointsWork) -> tuple[str, list[EventLine]]:
        events = [one for one in list_events(work, code) if one.state == "open"]
        return see_programme(work, code).programme_name, events

    form.offer(*done(see))
    return _request(form, "points_office/correction_by_number.html")


@requires(OfficePermission.CORRECTION_WRITE)
def by_receipt() -> ResponseReturnValue:
    """Want points back from a shop, for whoever paid."""
    code, form = own_municipality(), ByReceiptForm()
    form.offer(done(lambda work: list_shops(work, code)))
    return _request(form, "points_office/correction_by_receipt.html")


@requires(OfficePermission.CORRECTION_WRITE)
def one_correction(correction_id: UUID) -> ResponseReturnValue:
    """What is wanted, how much, why and by whom; with buttons for whoever may decide."""
    return _page(correction_id)


@requires(OfficePermission.CORRECTION_WRITE)
def approve(correction_id: UUID) -> ResponseReturnValue:
    """Post it. What stands in its way is said on its page, and the request stays."""
    try:
        return _decide(approve_correction, correction_id, _("承認しました。ポイントを訂正しました。"))
    except (
        BudgetExceeded, CorrectionTooLarge, EventNotOpen, PaymentOfToday, PointsAccountNotFound,
        PointsInsufficient, ProgrammeNotOpen,
    ) as refusal:  # fmt: skip
        return _page(correction_id, correction_words.told_at_approval(refusal)), refusal.status


@requires(OfficePermission.CORRECTION_WRITE)
def refuse(correction_id: UUID) -> ResponseReturnValue:
    """Decide against it."""
    return _decide(refuse_correction, correction_id, _("却下しました。ポイントは動いていません。"))


@requires(OfficePermission.CORRECTION_WRITE)
def withdraw(correction_id: UUID) -> ResponseReturnValue:
    """Take one's own request back."""
    return _decide(withdraw_correction, correction_id, _("依頼を取り下げました。"))


def _decide(
    act: Callable[[PointsWork, SignedInClerk, UUID], None], correction_id: UUID, said: str
) -> ResponseReturnValue:
    who = clerk()
    done(lambda work: act(work, who, correction_id))
    say(said)
    return redirect(url_for("office_corrections.list_of_corrections"), 303)


def _page(correction_id: UUID, trouble: str | None = None) -> str:
    who = clerk()
    shown = done(lambda work: see_correction(work, who, correction_id))
    return render_template(
        "points_office/correction.html",
        shown=shown,
        trouble=trouble,
        words=correction_words,
    )


def _request(form: ByNumberForm | ByReceiptForm, template: str) -> ResponseReturnValue:
    """Keep the request. A double press asks once."""
    who = clerk()
    if not form.is_submitted():
        form.act_key.data = new_token(workplace().ground.random_bytes)
    if form.validate_on_submit():
        wanted, key = form.wanted(), form.act_key.data
        try:
            done(lambda work: request_correction(work, who, key, wanted))
        except Refused as refusal:
            if not _told(form, refusal):
                raise
        else:
            say(_("訂正を依頼しました。ほかの担当者が承認すると、ポイントが動きます。"))
            return redirect(url_for("office_corrections.list_of_corrections"), 303)
    return render_template(template, form=form), 422 if form.errors else 200


def _told(form: ByNumberForm | ByReceiptForm, refusal: Refused) -> bool:
    """Whether the refusal is said on the form."""
    if isinstance(refusal, PointsAccountNotFound) and isinstance(form, ByReceiptForm):
        sentence = _("この支払いをした人は口座を閉じたため、返す先がありません。")
        form.receipt_number.errors = [*form.receipt_number.errors, sentence]
        return True
    if isinstance(refusal, ProgrammeNotOpen):
        form.what.errors = [*form.what.errors, _("事業の期間の外なので、いまは付与できません。")]
        return True
    return add_refusal(form, refusal)
