"""A code to pay with at a till, without the card: as a QR code and as text; kept in the sealed session."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

from flask import Blueprint, Response, abort, make_response, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from qrcode.constants import ERROR_CORRECT_M
from qrcode.image.svg import SvgPathFillImage
from qrcode.main import QRCode

from mykey.kernel.clock import JAPAN
from mykey.points.acts.make_pay_code import make_pay_code
from mykey.points.citizens.signed_in import holder_id, holder_needed
from mykey.points.citizens.workplace import settled, workplace
from mykey.points.pay_codes import shown_pay_code
from mykey.web.authentication import declare_authentication

__all__ = ["make_blueprint"]

_KEPT = "pay_code"


def make_blueprint() -> Blueprint:
    """For the holder alone."""
    blueprint = Blueprint("points_pay_codes", __name__)
    declare_authentication(blueprint, holder_needed)
    blueprint.add_url_rule("/pay", "pay", pay)
    blueprint.add_url_rule("/pay", "make", make, methods=["POST"])
    blueprint.add_url_rule("/pay/qr", "qr", qr)
    return blueprint


def pay() -> ResponseReturnValue:
    """The code that is good now, and until when; without one, how to make it."""
    kept = _live()
    if kept is None:
        return render_template("points/pay.html", code=None, until=None, over=_KEPT in session)
    until = datetime.fromisoformat(kept["until"]).astimezone(JAPAN).strftime("%H:%M:%S")
    return render_template("points/pay.html", code=shown_pay_code(kept["code"]), until=until, over=False)


def make() -> ResponseReturnValue:
    """A new code, which ends the one before it."""
    holder, place = holder_id(), workplace()
    place.limits.hit(place.settings.pay_codes_of_one_holder, "pay-code", str(holder))
    before = session.get(_KEPT, {}).get("code")
    made = settled(lambda work: make_pay_code(work, holder, before))
    session[_KEPT] = {"code": made.code, "until": made.until.isoformat()}
    return redirect(url_for("points_pay_codes.pay"), 303)


def qr() -> Response:
    """The picture. Its address says nothing; the code comes from the session (static/README.md)."""
    kept = _live()
    if kept is None:
        abort(410)
    code = QRCode(error_correction=ERROR_CORRECT_M, border=4, box_size=20, image_factory=SvgPathFillImage)
    code.add_data(kept["code"])
    picture = BytesIO()
    code.make_image().save(picture)
    response = make_response(picture.getvalue())
    response.headers["Content-Type"] = "image/svg+xml"
    return response


def _live() -> dict[str, str] | None:
    """The session's code, while its minute lasts."""
    kept: dict[str, str] | None = session.get(_KEPT)
    if kept is None or datetime.fromisoformat(kept["until"]) <= workplace().ground.clock():
        return None
    return kept
