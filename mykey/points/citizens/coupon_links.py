"""The first page of a coupon, for everybody: by itself, by a link with its code, by another site's form.

A link's code is taken out of the address at once. A form that another site posts comes without our cookie
(SameSite), so it is answered by a page with one button, whose post is ours: nothing is lost of a session that
is open in the same browser. To bring a code here does nothing by itself; it counts when its owner confirms.
"""

from __future__ import annotations

from flask import Blueprint, Flask, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from mykey.points.citizens.forms_of_partners import CouponForm
from mykey.points.citizens.kept_coupons import keep_code, kept_code
from mykey.points.citizens.signed_in import holder_needed, seems_signed_in
from mykey.points.citizens.workplace import workplace
from mykey.web.authentication import declare_authentication, no_auth_needed

__all__ = ["make_blueprint", "take_posts_without_token"]

_FOREIGN = {"cross-site", "same-site"}


def make_blueprint() -> Blueprint:
    """Everybody may bring a code."""
    blueprint = Blueprint("points_coupon_links", __name__)
    declare_authentication(blueprint, no_auth_needed)
    blueprint.add_url_rule("/coupons", "coupon", coupon)
    blueprint.add_url_rule("/coupons/prefill", "prefill", prefill, methods=["GET", "POST"])
    return blueprint


def take_posts_without_token(app: Flask) -> None:
    """A company's page has no token of ours, and what it posts does nothing yet."""
    app.extensions["csrf"].exempt(prefill)


def coupon() -> ResponseReturnValue:
    """The form, filled with what was kept; for who is not in, how to come in with it."""
    if "code" in request.args:
        keep_code(request.args["code"])
        return redirect(url_for("points_coupon_links.coupon"), 303)
    code = kept_code()
    if not seems_signed_in():
        portal = workplace().settings.portal_url
        return render_template("points/coupon_front.html", has_code=code is not None, portal_url=portal)
    holder_needed()
    return render_template("points/coupon.html", form=CouponForm(formdata=None, code=code))


def prefill() -> ResponseReturnValue:
    """Take a code from a form; from another site's by way of a page of ours."""
    code = request.form.get("code", "")
    from_here = "here" in request.form and request.headers.get("Sec-Fetch-Site") not in _FOREIGN
    if request.method == "POST" and not session and not from_here:
        return render_template("points/coupon_arrived.html", code=code)
    keep_code(code)
    return redirect(url_for("points_coupon_links.coupon"), 303)
