"""Which company's points become points here: the companies with their rates, and one of them."""

from __future__ import annotations

from urllib.parse import urlsplit
from uuid import UUID

from flask import Blueprint, redirect, render_template, session
from flask.typing import ResponseReturnValue

from mykey.points.acts.partners.list_partners import PartnerShown, Rate, list_partners, see_partner
from mykey.points.citizens.forms import PlainForm
from mykey.points.citizens.partner_access import drop_access
from mykey.points.citizens.signed_in import holder_id, holder_needed
from mykey.points.citizens.workplace import settled, workplace
from mykey.points.ground import PointsWork
from mykey.points.partner_calls.sign_in import PartnerLink, read_link
from mykey.points.refusals_of_partners import PartnerClosed
from mykey.web.authentication import declare_authentication
from mykey.web.headers import allow_form_target

__all__ = ["BEGUN", "examples", "make_blueprint"]

#: Where the session has what was begun at a company's sign-in.
BEGUN = "at_partner"


def make_blueprint() -> Blueprint:
    """For the holder alone."""
    blueprint = Blueprint("points_partners", __name__)
    declare_authentication(blueprint, holder_needed)
    blueprint.add_url_rule("/exchanges/new", "choose", choose)
    blueprint.add_url_rule("/exchanges/new/<uuid:partner_id>", "one", one)
    blueprint.add_url_rule("/partners/<uuid:partner_id>/sign-in", "sign_in", sign_in, methods=["POST"])
    return blueprint


def choose() -> ResponseReturnValue:
    """All companies that one can sign in at, and those with coupons."""
    companies = settled(list_partners)
    return render_template(
        "points/partners.html",
        linked=[one for one in companies if one.has_link and one.rate],
        with_coupons=[one for one in companies if one.takes_coupons],
    )


def one(partner_id: UUID) -> ResponseReturnValue:
    """What the exchange with a company is like, and the button that leads to its sign-in."""
    partner, link = settled(lambda work: _linked(work, partner_id))
    parts = urlsplit(link.authorize_url)
    # The button's post is ours and is answered by a redirect: Chromium holds `form-action` against both.
    allow_form_target(f"{parts.scheme}://{parts.netloc}")
    return render_template(
        "points/partner.html",
        form=PlainForm(),
        partner=partner,
        host=parts.hostname,
        examples=examples(partner.rate) if partner.rate else [],
    )


def sign_in(partner_id: UUID) -> ResponseReturnValue:
    """Begin anew; what was begun before, in another window perhaps, is over."""
    place = workplace()
    place.limits.hit(place.settings.partner_sign_ins_of_one_holder, "partner-sign-in", str(holder_id()))
    link = settled(lambda work: _linked(work, partner_id))[1]
    address, state, verifier = place.partners.sign_in.begin(link)
    drop_access()  # a session has no room for both
    session[BEGUN] = {
        "partner": str(partner_id),
        "state": state,
        "verifier": verifier,
        "since": place.ground.clock().isoformat(),
    }
    return redirect(address, 303)


def examples(rate: Rate) -> list[tuple[int, int]]:
    """A few amounts of the company's own points and what they become, least and most among them."""
    units = {rate.least, rate.least + rate.step, rate.least * 5, rate.most}
    return [(one, rate.becomes(one)) for one in sorted(units) if one <= rate.most and one % rate.step == 0]


def _linked(work: PointsWork, partner_id: UUID) -> tuple[PartnerShown, PartnerLink]:
    partner = see_partner(work, partner_id)
    if partner.rate is None or not partner.has_link:
        raise PartnerClosed
    return partner, read_link(work, partner_id)
