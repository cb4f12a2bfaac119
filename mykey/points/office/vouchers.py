"""What a municipality has decided about vouchers, and changing it."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from mykey.kernel.municipalities import municipality
from mykey.points.acts.settlement.note_in_audit import note_in_audit
from mykey.points.acts.vouchers.set_voucher_rules import VoucherRules, see_voucher_rules, set_voucher_rules
from mykey.points.ground import PointsWork
from mykey.points.office.clerks import clerk, own_municipality
from mykey.points.office.forms.fields import add_faults
from mykey.points.office.forms.vouchers import VoucherRulesForm
from mykey.points.office.permissions import OfficePermission, requires
from mykey.points.office.workplace import done, say
from mykey.points.refusals_of_office import OfficeDetailsInvalid

__all__ = ["make_blueprint"]


def make_blueprint() -> Blueprint:
    """The municipality's own vouchers."""
    blueprint = Blueprint("office_vouchers", __name__)
    blueprint.add_url_rule("/programme/vouchers", "own_vouchers", own_vouchers, methods=["GET", "POST"])
    return blueprint


@requires(OfficePermission.PROGRAMME_WRITE)
def own_vouchers() -> ResponseReturnValue:
    """See and change it."""
    code, signed_in = own_municipality(), clerk()
    form = VoucherRulesForm.of(done(lambda work: see_voucher_rules(work, code)))
    if form.validate_on_submit():
        days, faces = form.voucher_days.data, form.voucher_faces.faces

        def decide(work: PointsWork) -> None:
            rules = set_voucher_rules(work, code, days, faces)
            note_in_audit(work, signed_in, "set-voucher-rules", _in_short(rules))

        try:
            done(decide)
        except OfficeDetailsInvalid as refusal:
            add_faults(form, refusal)
        else:
            say(_("ポイント券の決まりを変えました。発行済みの券の額面と期限は変わりません。"))
            return redirect(url_for("office_vouchers.own_vouchers"), 303)
    page = render_template("points_office/vouchers.html", form=form, place=municipality(code))
    return page, 422 if form.errors else 200


def _in_short(rules: VoucherRules) -> str:
    """For the audit list: numbers, which are read in any language."""
    return "0" if rules.days is None else f"{rules.days}: {' '.join(map(str, rules.faces))}"
