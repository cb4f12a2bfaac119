"""Tills of a shop: inviting one, inviting it again, closing it. An enrolment code is shown once."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from mykey.crypto.tokens import new_token
from mykey.points.acts.add_shop import ShopLine, see_shop
from mykey.points.acts.close_till import close_till
from mykey.points.acts.invite_till import (
    Invitation,
    TillLine,
    invite_till,
    invite_till_again,
    see_till,
)
from mykey.points.acts.settlement.note_in_audit import note_in_audit
from mykey.points.enrolment_codes import shown_enrolment_code
from mykey.points.ground import PointsWork
from mykey.points.ledger.once import make_call, once
from mykey.points.office import words
from mykey.points.office.clerks import clerk, own_municipality
from mykey.points.office.forms.fields import ActForm, add_faults
from mykey.points.office.forms.shop import ConfirmForm, TillForm
from mykey.points.office.noting import noted
from mykey.points.office.permissions import OfficePermission, requires
from mykey.points.office.workplace import done, say, workplace
from mykey.points.refusals import IdempotencyKeyReused
from mykey.points.refusals_of_office import OfficeDetailsInvalid

__all__ = ["make_blueprint"]

#: the session's member with the code that the next page shows: {"till", "code", "until"}
SHOWN_NEXT = "enrolment"
TILL = "/tills/<string(length=8):till_id>"


def make_blueprint() -> Blueprint:
    """The pages around tills."""
    blueprint = Blueprint("office_tills", __name__)
    blueprint.add_url_rule("/shops/<uuid:shop_id>/tills/new", "invite", invite, methods=["GET", "POST"])
    blueprint.add_url_rule(f"{TILL}/code", "code", code)
    blueprint.add_url_rule(f"{TILL}/invite", "invite_again", invite_again, methods=["GET", "POST"])
    blueprint.add_url_rule(f"{TILL}/close", "close", close, methods=["GET", "POST"])
    return blueprint


@requires(OfficePermission.TILL_WRITE)
def invite(shop_id: UUID) -> ResponseReturnValue:
    """A new till, once a page: pressed twice, it is one till."""
    code_of_place, form = own_municipality(), TillForm()
    shop = done(lambda work: see_shop(work, code_of_place, shop_id))
    _give_key(form)
    if form.validate_on_submit():
        name, kind = form.till_name.data, form.till_kind.data
        try:
            till_id = _once(
                form,
                f"{shop_id}\n{name}\n{kind}",
                lambda work: invite_till(work, code_of_place, shop_id, name, kind),
                f"{shop.name} {name}",
            )
        except OfficeDetailsInvalid as refusal:
            add_faults(form, refusal)
        except IdempotencyKeyReused:
            return redirect(url_for("office_shops.one_shop", shop_id=shop_id), 303)
        else:
            return redirect(url_for("office_tills.code", till_id=till_id), 303)
    page = render_template("points_office/till_new.html", form=form, shop=shop)
    return page, 422 if form.errors else 200


@requires(OfficePermission.TILL_WRITE)
def code(till_id: str) -> ResponseReturnValue:
    """The code, once: opened again, the page has forgotten it."""
    till, shop = _till(till_id)
    kept = session.pop(SHOWN_NEXT, None)
    shown = kept if kept is not None and kept["till"] == till_id else None
    return render_template("points_office/till_code.html", till=till, shop=shop, shown=shown, words=words)


@requires(OfficePermission.TILL_WRITE)
def invite_again(till_id: str) -> ResponseReturnValue:
    """A new code for a till whose code was lost or lapsed, or whose machine was replaced."""
    code_of_place, form = own_municipality(), ActForm()
    till, shop = _till(till_id)
    _give_key(form)
    if form.validate_on_submit():
        _once(
            form,
            f"again:{till_id}",
            lambda work: invite_till_again(work, code_of_place, till_id),
            f"{shop.name} {till.name}",
        )
        return redirect(url_for("office_tills.code", till_id=till_id), 303)
    page = render_template("points_office/till_again.html", form=form, till=till, shop=shop, words=words)
    return page, 422 if form.errors else 200


@requires(OfficePermission.TILL_WRITE)
def close(till_id: str) -> ResponseReturnValue:
    """Close one for good, after a warning."""
    code_of_place, form = own_municipality(), ConfirmForm()
    till, shop = _till(till_id)
    if form.validate_on_submit():
        about = f"{shop.name} {till.name}"
        noted(lambda work: close_till(work, code_of_place, till_id), "close-till", about)
        say(_("レジを閉じました。"))
        return redirect(url_for("office_shops.one_shop", shop_id=till.shop_id), 303)
    page = render_template("points_office/till_close.html", form=form, till=till, shop=shop, words=words)
    return page, 422 if form.errors else 200


def _till(till_id: str) -> tuple[TillLine, ShopLine]:
    code_of_place = own_municipality()

    def see(work: PointsWork) -> tuple[TillLine, ShopLine]:
        till = see_till(work, code_of_place, till_id)
        return till, see_shop(work, code_of_place, till.shop_id)

    return done(see)


def _give_key(form: ActForm) -> None:
    if not form.is_submitted():
        form.act_key.data = new_token(workplace().ground.random_bytes)


def _once(form: ActForm, body: str, act: Callable[[PointsWork], Invitation], about: str) -> str:
    """Invite once a key, and keep the fresh code for the next page. The kept answer has no code in it."""
    fresh: list[Invitation] = []
    who, key = clerk(), form.act_key.data
    caller = f"clerk:{who.clerk_id}"

    def settled(work: PointsWork) -> str:
        def invited() -> dict[str, str]:
            fresh[:] = [act(work)]
            note_in_audit(work, who, "invite-till", about)
            return {"till": fresh[0].till_id}

        kept = once(work, make_call(work.keys, caller, "invite-till", key, body.encode()), invited)
        return str(kept["till"])

    till_id = done(settled)
    for one in fresh:
        shown = shown_enrolment_code(one.code)
        session[SHOWN_NEXT] = {"till": till_id, "code": shown, "until": one.until.isoformat()}
    return till_id
