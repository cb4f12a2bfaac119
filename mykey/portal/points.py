"""To the points site: a page whose form carries a ticket there. Nothing of it is kept or logged here.

The ticket is posted by the citizen's own browser, never in a URL. The points site takes it only from a page
of ours, which it sees by the Origin header; so this one page tells its origin, and the form may go there.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, g, render_template, url_for
from flask.typing import ResponseReturnValue

from mykey.portal.citizens import citizen, citizen_needed
from mykey.portal.workplace import sealed_session, work, workplace
from mykey.services.points_handoff import ticket_for_citizen
from mykey.web.authentication import declare_authentication
from mykey.web.headers import allow_form_post_with_origin
from mykey.web.html_face import leave_out_of_logs

__all__ = ["make_blueprint"]


def make_blueprint() -> Blueprint:
    """For the signed-in citizen alone."""
    blueprint = Blueprint("portal_points", __name__)
    declare_authentication(blueprint, citizen_needed)
    blueprint.add_url_rule("/my-page/points", "hand_over", hand_over, methods=["POST"])
    return blueprint


def hand_over() -> ResponseReturnValue:
    """The page with the ticket. A ticket lives 60 seconds, so a silent writer is told at once."""
    leave_out_of_logs()
    sealed_session().leave_untouched()
    g.retry_url = url_for("portal_my_page.my_page")
    place = workplace()
    ticket = ticket_for_citizen(work(), place.tickets, citizen())
    points_url = place.settings.points_url.rstrip("/")
    parts = urlsplit(points_url)
    allow_form_post_with_origin(f"{parts.scheme}://{parts.netloc}")
    return render_template("portal/points.html", ticket=ticket.text, enter_url=f"{points_url}/enter")
