"""A company's coupon: its code is looked up, what it brings is shown, and confirmed, and done once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TypeVar
from uuid import UUID

from flask import Blueprint, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from mykey.points.acts.partners.find_coupon import find_coupon
from mykey.points.acts.partners.redeem_coupon import redeem_coupon
from mykey.points.citizens.act_keys import act_key_of, new_act_key
from mykey.points.citizens.forms_of_partners import CouponConfirmForm, CouponForm
from mykey.points.citizens.kept_coupons import drop_code
from mykey.points.citizens.partner_words import coupon_sentence
from mykey.points.citizens.signed_in import day_in_words, holder_id, holder_needed
from mykey.points.citizens.workplace import say, settled, workplace
from mykey.points.coupon_codes import read_coupon_code, shown_coupon_code
from mykey.points.ground import PointsWork
from mykey.points.ledger.once import make_call, once
from mykey.points.refusals_of_partners import CouponEnded, CouponUnknown, CouponUsed
from mykey.web.authentication import declare_authentication

__all__ = ["make_blueprint"]

T = TypeVar("T")


def make_blueprint() -> Blueprint:
    """For the holder alone."""
    blueprint = Blueprint("points_coupons", __name__)
    declare_authentication(blueprint, holder_needed)
    blueprint.add_url_rule("/coupons", "check", check, methods=["POST"])
    blueprint.add_url_rule("/coupons/confirm", "confirm", confirm, methods=["POST"])
    return blueprint


def check() -> ResponseReturnValue:
    """Show what a code would bring. Nothing is done yet."""
    holder, form = holder_id(), CouponForm()
    if not form.validate_on_submit():
        return _ask(form, 422)
    typed = form.code.data
    try:
        code = read_coupon_code(typed)
    except CouponUnknown:
        # No guess at all: it does not count against the limits.
        form.code.errors = [_("クーポンの番号は、英字と数字の16文字です。もう一度確かめてください。")]
        return _ask(form, 422)
    try:
        found = _within_limits(holder, lambda work: find_coupon(work, code))
    except (CouponUnknown, CouponUsed, CouponEnded) as refusal:
        form.code.errors = [coupon_sentence(refusal)]
        return _ask(form, refusal.status)
    return render_template(
        "points/coupon_confirm.html",
        form=CouponConfirmForm(formdata=None, code=code, act_key=new_act_key()),
        coupon=found,
        shown_code=shown_coupon_code(code),
        term_ends_on=_term_ends_on(),
    )


def confirm() -> ResponseReturnValue:
    """Take the points; the same page sent again does nothing more and says the same."""
    g.retry_url = url_for("points_coupon_links.coupon")
    holder, form = holder_id(), CouponConfirmForm()
    code, act_key = read_coupon_code(form.code.data or ""), act_key_of(form)
    term_days = workplace().settings.term_days

    def act(work: PointsWork) -> dict[str, object]:
        def redeem() -> dict[str, object]:
            got = redeem_coupon(work, holder, code, term_days)
            return {"points": got.points, "ends_on": got.ends_on.isoformat(), "name": got.partner_name}

        return once(work, make_call(work.keys, f"holder:{holder}", "coupon", act_key, code.encode()), redeem)

    done = _within_limits(holder, act)
    drop_code()
    say(
        _(
            "「%(name)s」のクーポンで、%(count)sポイントが留保に入りました。%(day)sまでに移してください。",
            name=done["name"],
            count=f"{done['points']:,}",
            day=day_in_words(date.fromisoformat(str(done["ends_on"]))),
        )
    )
    return redirect(url_for("points_home.home"), 303)


def _within_limits(holder: UUID, act: Callable[[PointsWork], T]) -> T:
    """Each look counts by person; codes that nobody has by person and altogether. Who has none left waits.

    Raises:
        TooManyRequests; what `act` raises.
    """
    place = workplace()
    counted = (
        (place.settings.wrong_coupons_of_one_holder, ("coupon", str(holder))),
        (place.settings.wrong_coupons, ("coupon",)),
    )
    for limit, key in counted:
        place.limits.check(limit, *key)
    place.limits.hit(place.settings.coupons_of_one_holder, "coupon-look", str(holder))
    try:
        return settled(act)
    except CouponUnknown:
        for limit, key in counted:
            place.limits.hit(limit, *key)
        raise


def _term_ends_on() -> date:
    return settled(lambda work: work.today) + timedelta(days=workplace().settings.term_days)


def _ask(form: CouponForm, status: int) -> ResponseReturnValue:
    return render_template("points/coupon.html", form=form), status
