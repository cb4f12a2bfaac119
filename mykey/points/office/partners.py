"""The operator's partner companies: the list, a new one, changing one, its rates, closing it."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from mykey.points.acts.partners.add_partner import add_partner
from mykey.points.acts.partners.close_partner import close_partner
from mykey.points.acts.partners.edit_partner import edit_partner, read_partner
from mykey.points.acts.partners.list_partners import list_partners, list_rates, see_partner
from mykey.points.acts.partners.set_rate import set_rate
from mykey.points.office.forms.partner import PartnerForm, RateForm
from mykey.points.office.forms.shop import ConfirmForm
from mykey.points.office.noting import noted
from mykey.points.office.partner_words import add_partner_faults
from mykey.points.office.permissions import OfficePermission, requires
from mykey.points.office.workplace import done, say
from mykey.points.refusals_of_partners import PartnerClosed, PartnerDetailsInvalid

__all__ = ["make_blueprint"]


def make_blueprint() -> Blueprint:
    """The operator's pages around companies."""
    blueprint = Blueprint("office_partners", __name__)
    blueprint.add_url_rule("/partners", "list_of_partners", list_of_partners)
    blueprint.add_url_rule("/partners/new", "new_partner", new_partner, methods=["GET", "POST"])
    one = "/partners/<uuid:partner_id>"
    blueprint.add_url_rule(one, "one_partner", one_partner)
    blueprint.add_url_rule(f"{one}/edit", "edit", edit, methods=["GET", "POST"])
    blueprint.add_url_rule(f"{one}/rates/new", "new_rate", new_rate, methods=["GET", "POST"])
    blueprint.add_url_rule(f"{one}/close", "close", close, methods=["GET", "POST"])
    return blueprint


@requires(OfficePermission.PARTNER_READ)
def list_of_partners() -> ResponseReturnValue:
    """All of them, closed ones too."""
    partners = done(lambda work: list_partners(work, closed_too=True))
    return render_template("points_office/partners.html", partners=partners)


@requires(OfficePermission.PARTNER_READ)
def one_partner(partner_id: UUID) -> ResponseReturnValue:
    """One, with all its rates."""
    shown, whole, rates, today = done(
        lambda work: (
            see_partner(work, partner_id, closed_too=True),
            read_partner(work, partner_id),
            list_rates(work, partner_id),
            work.today,
        )
    )
    return render_template(
        "points_office/partner.html", shown=shown, kept=whole.typed, rates=rates, today=today
    )


@requires(OfficePermission.PARTNER_WRITE)
def new_partner() -> ResponseReturnValue:
    """Take one in."""
    form = PartnerForm()
    if form.validate_on_submit():
        typed = form.typed()
        try:
            partner_id = noted(lambda work: add_partner(work, typed), "add-partner", typed.name)
        except PartnerDetailsInvalid as refusal:
            add_partner_faults(form, refusal)
        else:
            say(_("会社を登録しました。ID連携をする会社には、次に交換レートを決めてください。"))
            return redirect(url_for("office_partners.one_partner", partner_id=partner_id), 303)
    page = render_template("points_office/partner_edit.html", form=form, partner=None)
    return page, 422 if form.errors else 200


@requires(OfficePermission.PARTNER_WRITE)
def edit(partner_id: UUID) -> ResponseReturnValue:
    """Write anew what is known of one."""
    form = PartnerForm()
    whole = done(lambda work: read_partner(work, partner_id))
    if not whole.is_open:
        raise PartnerClosed
    if form.validate_on_submit():
        typed = form.typed()
        try:
            noted(lambda work: edit_partner(work, partner_id, typed), "edit-partner", typed.name)
        except PartnerDetailsInvalid as refusal:
            add_partner_faults(form, refusal)
        else:
            say(_("会社の内容を変えました。"))
            return redirect(url_for("office_partners.one_partner", partner_id=partner_id), 303)
    elif not form.is_submitted():
        form.show(whole.typed)
    page = render_template("points_office/partner_edit.html", form=form, partner=whole)
    return page, 422 if form.errors else 200


@requires(OfficePermission.PARTNER_WRITE)
def new_rate(partner_id: UUID) -> ResponseReturnValue:
    """A rate from a day on. Rates that have begun stay as they were."""
    form = RateForm()
    shown = done(lambda work: see_partner(work, partner_id))
    if form.validate_on_submit():
        typed = form.typed()
        about = f"{shown.name} {typed.rate_from.isoformat()}"
        try:
            noted(lambda work: set_rate(work, partner_id, typed), "set-rate", about)
        except PartnerDetailsInvalid as refusal:
            add_partner_faults(form, refusal)
        else:
            say(_("交換レートを決めました。"))
            return redirect(url_for("office_partners.one_partner", partner_id=partner_id), 303)
    page = render_template("points_office/partner_rate.html", form=form, partner=shown)
    return page, 422 if form.errors else 200


@requires(OfficePermission.PARTNER_WRITE)
def close(partner_id: UUID) -> ResponseReturnValue:
    """End one's part for good, after a warning."""
    form = ConfirmForm()
    shown = done(lambda work: see_partner(work, partner_id))
    if form.validate_on_submit():
        noted(lambda work: close_partner(work, partner_id), "close-partner", shown.name)
        say(_("会社を閉じました。"))
        return redirect(url_for("office_partners.list_of_partners"), 303)
    page = render_template("points_office/partner_close.html", form=form, partner=shown)
    return page, 422 if form.errors else 200
