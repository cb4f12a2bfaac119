"""Shops by file: chosen, looked at, confirmed. One row that cannot be done, and nothing is done."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence

from flask import Blueprint, Response, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import BadRequest

from mykey.crypto.tokens import from_base64url, to_base64url
from mykey.kernel.errors import Refused
from mykey.points.acts.add_shop import ShopLine, list_shops
from mykey.points.acts.add_shops_in_bulk import ShopsInBulk, add_shops_in_bulk, propose_shops
from mykey.points.acts.read_shop_file import CATEGORY_WORDS, COLUMNS, ShopFile, write_again
from mykey.points.acts.settlement.note_in_audit import note_in_audit
from mykey.points.csv_files import csv_bytes
from mykey.points.ground import PointsWork
from mykey.points.office.clerks import clerk, own_municipality
from mykey.points.office.forms.shop import ShopFileConfirmForm, ShopFileForm
from mykey.points.office.permissions import OfficePermission, requires
from mykey.points.office.words import place_of_row, row_sentence
from mykey.points.office.workplace import done, say
from mykey.points.refusals_of_office import ShopFileRefused

__all__ = ["make_blueprint"]

#: what the confirmation's rows may come to; 2,000 rows with every cell full have three quarters of it
MOST_BYTES = 4 * 1024 * 1024


def make_blueprint() -> Blueprint:
    """The pages of a file of shops."""
    blueprint = Blueprint("office_shop_files", __name__)
    blueprint.add_url_rule("/shops/file", "choose", choose, methods=["GET", "POST"])
    blueprint.add_url_rule("/shops/file/confirmed", "confirmed", confirmed, methods=["POST"])
    blueprint.add_url_rule("/shops/file/csv", "template", template)
    return blueprint


@requires(OfficePermission.SHOP_WRITE)
def choose() -> ResponseReturnValue:
    """Take a file, and show what it would do or everything that is wrong with it."""
    code, form = own_municipality(), ShopFileForm()
    if not form.validate_on_submit():
        return _form_page(form, [])
    try:
        file = ShopFile.read(form.file.data.read(), code)
        found = done(lambda work: propose_shops(work, code, file))
    except ShopFileRefused as refusal:
        return _form_page(form, _told(refusal))
    # Packed: a form's fields may have half a megabyte in all.
    rows = to_base64url(zlib.compress(write_again(file.rows, code)))
    confirm = ShopFileConfirmForm(formdata=None, data={"rows": rows})
    return render_template("points_office/shop_file_confirm.html", form=confirm, found=found)


@requires(OfficePermission.SHOP_WRITE)
def confirmed() -> ResponseReturnValue:
    """Do it. All is judged anew: what the page sends back is believed no more than the file was."""
    code, form, signed_in = own_municipality(), ShopFileConfirmForm(), clerk()
    if not form.validate_on_submit():
        raise BadRequest

    def add(work: PointsWork, file: ShopFile) -> ShopsInBulk:
        found = add_shops_in_bulk(work, code, file)
        if found.new or found.changed:
            note_in_audit(work, signed_in, "add-shops", f"+{len(found.new)} ±{len(found.changed)}")
        return found

    try:
        file = ShopFile.read(_unpack(form.rows.data), code)
        found = done(lambda work: add(work, file))
    except ShopFileRefused as refusal:
        return _form_page(ShopFileForm(formdata=None), _told(refusal))
    new, changed = f"{len(found.new):,}", f"{len(found.changed):,}"
    say(_("店舗を%(new)s件登録し、%(changed)s件の内容を変えました。", new=new, changed=changed))
    return redirect(url_for("office_shops.list_of_shops"), 303)


@requires(OfficePermission.SHOP_READ)
def template() -> Response:
    """The open shops as a file of the same columns; without any, the heading alone to fill in."""
    code = own_municipality()
    shops = done(lambda work: list_shops(work, code))
    response = make_response(csv_bytes(_rows(code, shops)))
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="shops-{code}.csv"'
    return response


def _rows(code: str, shops: list[ShopLine]) -> Iterator[Sequence[str]]:
    yield COLUMNS
    for one in shops:
        if one.is_open:
            place = ("", "") if one.position is None else (one.position.latitude, one.position.longitude)
            yield (code, one.name, CATEGORY_WORDS[one.category], one.address, one.goods, one.hours, *place)


def _unpack(rows: str) -> bytes:
    opener = zlib.decompressobj()
    try:
        data = opener.decompress(from_base64url(rows), MOST_BYTES)
    except (ValueError, zlib.error):
        raise BadRequest from None
    if not opener.eof:
        raise BadRequest
    return data


def _told(refusal: Refused) -> list[tuple[str, str]]:
    """(place, what is wrong) of each fault."""
    told = refusal.facts["errors"]
    return [
        (place_of_row(error["row"]), row_sentence(error["reason"], error["detail"]))
        for error in (told if isinstance(told, list) else [])
    ]


def _form_page(form: ShopFileForm, faults: list[tuple[str, str]]) -> ResponseReturnValue:
    page = render_template("points_office/shop_file.html", form=form, faults=faults, columns=COLUMNS)
    return page, 422 if form.errors or faults else 200
