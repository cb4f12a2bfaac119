"""Shops and facilities of a programme: the list, a new one, changing one, its tills, closing it."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from mykey.points.acts.add_shop import ShopLine, add_shop, list_shops, see_shop
from mykey.points.acts.close_shop import close_shop
from mykey.points.acts.edit_programme import see_programme
from mykey.points.acts.edit_shop import edit_shop
from mykey.points.acts.invite_till import TillLine, list_tills
from mykey.points.acts.settlement.note_in_audit import note_in_audit
from mykey.points.ground import PointsWork
from mykey.points.office import words
from mykey.points.office.clerks import clerk, own_municipality
from mykey.points.office.forms.fields import add_faults
from mykey.points.office.forms.shop import ConfirmForm, ShopForm
from mykey.points.office.permissions import OfficePermission, requires
from mykey.points.office.workplace import done, say
from mykey.points.refusals_of_office import OfficeDetailsInvalid

__all__ = ["make_blueprint"]


def make_blueprint() -> Blueprint:
    """The pages around shops."""
    blueprint = Blueprint("office_shops", __name__)
    blueprint.add_url_rule("/shops", "list_of_shops", list_of_shops)
    blueprint.add_url_rule("/shops/new", "new_shop", new_shop, methods=["GET", "POST"])
    blueprint.add_url_rule("/shops/<uuid:shop_id>", "one_shop", one_shop)
    blueprint.add_url_rule("/shops/<uuid:shop_id>/edit", "edit", edit, methods=["GET", "POST"])
    blueprint.add_url_rule("/shops/<uuid:shop_id>/close", "close", close, methods=["GET", "POST"])
    return blueprint


@requires(OfficePermission.SHOP_READ)
def list_of_shops() -> ResponseReturnValue:
    """All of the municipality's."""
    code = own_municipality()
    shops = done(lambda work: list_shops(work, code))
    return render_template("points_office/shops.html", shops=shops, words=words)


@requires(OfficePermission.SHOP_WRITE)
def new_shop() -> ResponseReturnValue:
    """Add one; a library is refused."""
    code, form = own_municipality(), ShopForm()
    done(lambda work: see_programme(work, code))
    if form.validate_on_submit():
        typed, signed_in = form.typed(), clerk()

        def add(work: PointsWork) -> UUID:
            shop_id = add_shop(work, code, **vars(typed))
            note_in_audit(work, signed_in, "add-shop", typed.name)
            return shop_id

        try:
            shop_id = done(add)
        except OfficeDetailsInvalid as refusal:
            add_faults(form, refusal)
        else:
            say(_("店舗を登録しました。次に、レジを登録してください。"))
            return redirect(url_for("office_shops.one_shop", shop_id=shop_id), 303)
    page = render_template("points_office/shop_new.html", form=form, shop=None)
    return page, 422 if form.errors else 200


@requires(OfficePermission.SHOP_WRITE)
def edit(shop_id: UUID) -> ResponseReturnValue:
    """Write anew what is told of one."""
    code, form = own_municipality(), ShopForm()
    shop = done(lambda work: see_shop(work, code, shop_id))
    if form.validate_on_submit():
        typed, signed_in = form.typed(), clerk()

        def write(work: PointsWork) -> None:
            edit_shop(work, code, shop_id, typed)
            note_in_audit(work, signed_in, "edit-shop", typed.name)

        try:
            done(write)
        except OfficeDetailsInvalid as refusal:
            add_faults(form, refusal)
        else:
            say(_("店舗の内容を変えました。"))
            return redirect(url_for("office_shops.one_shop", shop_id=shop_id), 303)
    elif not form.is_submitted():
        form.show(shop)
    page = render_template("points_office/shop_new.html", form=form, shop=shop)
    return page, 422 if form.errors else 200


@requires(OfficePermission.SHOP_READ)
def one_shop(shop_id: UUID) -> ResponseReturnValue:
    """One shop and its tills."""
    code = own_municipality()

    def see(work: PointsWork) -> tuple[ShopLine, list[TillLine]]:
        return see_shop(work, code, shop_id), list_tills(work, shop_id)

    shop, tills = done(see)
    return render_template("points_office/shop.html", shop=shop, tills=tills, words=words)


@requires(OfficePermission.SHOP_WRITE)
def close(shop_id: UUID) -> ResponseReturnValue:
    """Close one for good, after a warning."""
    code, form = own_municipality(), ConfirmForm()
    shop = done(lambda work: see_shop(work, code, shop_id))
    if form.validate_on_submit():
        signed_in = clerk()

        def shut(work: PointsWork) -> None:
            note_in_audit(work, signed_in, "close-shop", close_shop(work, code, shop_id))

        done(shut)
        say(_("店舗を閉じました。"))
        return redirect(url_for("office_shops.list_of_shops"), 303)
    return render_template("points_office/shop_close.html", form=form, shop=shop), 422 if form.errors else 200
