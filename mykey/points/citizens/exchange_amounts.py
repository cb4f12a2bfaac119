"""How many of a company's points: typed, shown with what they become, confirmed; it is asked once."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, flash, g, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from mykey.points.acts.partners.begin_exchange import begin_exchange
from mykey.points.acts.partners.list_partners import PartnerShown, Rate, see_partner
from mykey.points.amounts import read_amount
from mykey.points.citizens.act_keys import act_key_of, new_act_key
from mykey.points.citizens.exchanges import SHOWN
from mykey.points.citizens.forms_of_partners import ExchangeConfirmForm, UnitsForm
from mykey.points.citizens.partner_access import Access, drop_access, kept_access
from mykey.points.citizens.partner_choices import examples
from mykey.points.citizens.partner_words import units_sentence
from mykey.points.citizens.signed_in import holder_id, holder_needed
from mykey.points.citizens.workplace import settled, workplace
from mykey.points.ground import PointsWork
from mykey.points.ledger.once import make_call, once
from mykey.points.refusals import AmountRefused
from mykey.points.refusals_of_partners import PartnerClosed, UnitsRefused
from mykey.web.authentication import declare_authentication

__all__ = ["make_blueprint"]


class AccessGone(Exception):
    """Nothing was confirmed before, and there is nothing to confirm with."""


def make_blueprint() -> Blueprint:
    """For the holder alone."""
    blueprint = Blueprint("points_exchange_amounts", __name__)
    declare_authentication(blueprint, holder_needed)
    blueprint.add_url_rule("/exchanges/amount", "amount", amount, methods=["GET", "POST"])
    blueprint.add_url_rule("/exchanges/amount/confirm", "confirm", confirm, methods=["POST"])
    return blueprint


def amount() -> ResponseReturnValue:
    """Ask how many; show what they become. Nothing is done yet."""
    access = kept_access()
    if access is None:
        return _begin_anew()
    partner, rate = settled(lambda work: _with_rate(work, access.partner_id))
    form = UnitsForm()
    if not form.validate_on_submit():
        return _ask(form, partner, rate, 422 if form.errors else 200)
    try:
        units = read_amount(form.units.data or "", rate.most)
        points = rate.becomes(units)
    except (AmountRefused, UnitsRefused) as refusal:
        form.units.errors = [units_sentence(refusal)]
        return _ask(form, partner, rate, 422)
    confirm_form = ExchangeConfirmForm(
        formdata=None, units=str(units), points=str(points), act_key=new_act_key()
    )
    return render_template(
        "points/exchange_confirm.html",
        form=confirm_form,
        partner=partner,
        units=units,
        points=points,
        term_days=workplace().settings.term_days,
    )


def confirm() -> ResponseReturnValue:
    """Keep it as asked, then ask the company; the same page sent again asks nothing anew."""
    g.retry_url = url_for("points_partners.choose")
    holder, form = holder_id(), ExchangeConfirmForm()
    units, points = _whole(form.units.data), _whole(form.points.data)
    access, act_key = kept_access(), act_key_of(form)
    begun: list[UUID] = []

    def act(work: PointsWork) -> dict[str, object]:
        begun.clear()

        def begin() -> dict[str, object]:
            exchange_id = _begin(work, holder, access, units, points)
            begun.append(exchange_id)
            return {"exchange": str(exchange_id)}

        body = f"{units}|{points}".encode()
        return once(work, make_call(work.keys, f"holder:{holder}", "exchange", act_key, body), begin)

    try:
        done = settled(act)
    except AccessGone:
        return _begin_anew()
    drop_access()
    session[SHOWN] = str(done["exchange"])
    if begun:
        workplace().partners.ask(begun[0])
    return redirect(url_for("points_exchanges.shown"), 303)


def _begin(work: PointsWork, holder: UUID, access: Access | None, units: int, points: int) -> UUID:
    if access is None:
        raise AccessGone
    return begin_exchange(work, holder, access.partner_id, units, access.token, shown=points)


def _with_rate(work: PointsWork, partner_id: UUID) -> tuple[PartnerShown, Rate]:
    partner = see_partner(work, partner_id)
    if partner.rate is None or not partner.has_link:
        raise PartnerClosed
    return partner, partner.rate


def _ask(form: UnitsForm, partner: PartnerShown, rate: Rate, status: int) -> ResponseReturnValue:
    shown = examples(rate)
    page = render_template("points/exchange.html", form=form, partner=partner, rate=rate, examples=shown)
    return page, status


def _begin_anew() -> ResponseReturnValue:
    flash(_("時間が過ぎました。ポイントは動いていません。もう一度、会社を選んでください。"), "warning")
    return redirect(url_for("points_partners.choose"), 303)


def _whole(text: str | None) -> int:
    """A number that our own page carried."""
    if text is None or not (text.isascii() and text.isdigit() and len(text) <= 12):  # noqa: PLR2004 - digits
        abort(400)
    return int(text)
