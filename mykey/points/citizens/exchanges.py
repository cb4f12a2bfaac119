"""A citizen's exchanges with companies: the one just asked, and all of them, with what became of each."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, g, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from mykey.points.acts.partners.cancel_exchange import cancel_exchange
from mykey.points.acts.partners.list_exchanges import list_exchanges, see_exchange
from mykey.points.citizens.forms_of_partners import CancelForm
from mykey.points.citizens.partner_words import EXCHANGE_STATES
from mykey.points.citizens.signed_in import holder_id, holder_needed
from mykey.points.citizens.workplace import say, settled, workplace
from mykey.points.models.partners import ExchangeState
from mykey.points.refusals_of_partners import ExchangeNotFound, ExchangeOver
from mykey.web.authentication import declare_authentication

__all__ = ["SHOWN", "make_blueprint"]

#: Where the session has the exchange that was asked last. Its id stands in no address: the company knows it.
SHOWN = "exchange"


def make_blueprint() -> Blueprint:
    """For the holder alone."""
    blueprint = Blueprint("points_exchanges", __name__)
    declare_authentication(blueprint, holder_needed)
    blueprint.add_url_rule("/exchanges", "list_of_exchanges", list_of_exchanges)
    blueprint.add_url_rule("/exchanges/asked", "shown", shown)
    blueprint.add_url_rule("/exchanges/cancel", "cancel", cancel, methods=["POST"])
    return blueprint


def list_of_exchanges() -> ResponseReturnValue:
    """All of them."""
    holder = holder_id()
    found = settled(lambda work: list_exchanges(work, holder))
    return render_template("points/exchanges.html", exchanges=found, states=EXCHANGE_STATES)


def shown() -> ResponseReturnValue:
    """The one that was asked last."""
    holder, kept = holder_id(), session.get(SHOWN)
    if kept is None:
        return redirect(url_for("points_exchanges.list_of_exchanges"), 303)
    try:
        found = settled(lambda work: see_exchange(work, holder, UUID(kept)))
    except ExchangeNotFound:
        return redirect(url_for("points_exchanges.list_of_exchanges"), 303)
    return render_template("points/exchange_asked.html", exchange=found)


def cancel() -> ResponseReturnValue:
    """Give one up that waits. A second press finds it given up and says the same."""
    g.retry_url = url_for("points_exchanges.list_of_exchanges")
    holder, form = holder_id(), CancelForm()
    try:
        exchange_id = UUID(form.exchange.data or "")
    except ValueError:
        abort(400)
    try:
        settled(lambda work: cancel_exchange(work, holder, exchange_id))
    except ExchangeOver as refusal:
        if refusal.facts["state"] != ExchangeState.CANCELLED:
            raise
    else:
        workplace().partners.give_up(exchange_id)
    say(_("取りやめました。会社がポイントを引いていたときは、戻すように会社へ知らせます。"))
    return redirect(url_for("points_exchanges.list_of_exchanges"), 303)
