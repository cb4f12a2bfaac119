"""FACE: citizens' points pages, HTML. Points, moves, histories, notices, codes to pay with, closing.

Who comes here comes with a ticket from the portal. Own cookie, keys, settings and process; nothing of the
core is known here.
"""

from __future__ import annotations

from flask import Flask

from mykey.crypto.ticket_seals import TicketOpener
from mykey.kernel.settings import SettingMalformed
from mykey.points.acts.put_into_reserve import MOST_TERM_DAYS
from mykey.points.citizens import (
    base_account,
    closing,
    consent,
    coupon_links,
    coupons,
    entry,
    errors,
    exchange_amounts,
    exchanges,
    histories,
    home,
    moves,
    notices,
    partner_choices,
    partner_return,
    pay_codes,
    signed_in,
)
from mykey.points.citizens.settings import PointsSettings
from mykey.points.citizens.workplace import attach_workplace
from mykey.points.ground import PointsGround
from mykey.points.models.base import PointsBase
from mykey.web.database import attach_database
from mykey.web.html_face import create_html_face

__all__ = ["PointsSettings", "create_points"]

PAGES = (
    home, entry, consent, histories, moves, base_account, notices, pay_codes, closing,
    coupon_links, coupons, partner_choices, partner_return, exchange_amounts, exchanges,
)  # fmt: skip


def create_points(settings: PointsSettings, ground: PointsGround, opener: TicketOpener) -> Flask:
    """The face as a Flask app of its own.

    Raises:
        SettingMalformed: the form token key is too short to be a key, or the term is no number of days.
    """
    if not 1 <= settings.term_days <= MOST_TERM_DAYS:
        raise SettingMalformed(
            variable=f"{settings.PREFIX}TERM_DAYS", wanted=f"a whole number from 1 to {MOST_TERM_DAYS}"
        )
    path = settings.path.rstrip("/")
    app = create_html_face("points", settings.origin, path, settings.form_token_key)
    attach_database(app, settings.database_url, PointsBase)
    attach_workplace(app, settings, ground, opener)
    signed_in.attach_context(app)
    errors.show_errors(app)
    for page in PAGES:
        app.register_blueprint(page.make_blueprint(), url_prefix=path or None)
    entry.take_posts_without_token(app)
    coupon_links.take_posts_without_token(app)
    return app
