"""FACE: the points office, HTML: for municipalities' clerks and for the operator of the points side.

Its own sign-in, cookie, settings and short idle limit; it borrows nothing from the citizens' pages, and knows
a person by nothing but a points number that a clerk types.
"""

from __future__ import annotations

from flask import Flask

from mykey.kernel.settings import SettingMalformed
from mykey.points.acts.put_into_reserve import MOST_TERM_DAYS
from mykey.points.ground import PointsGround
from mykey.points.models.base import PointsBase
from mykey.points.office import (
    audit,
    budgets,
    bulk_grants,
    clerks,
    corrections,
    errors,
    events,
    grants,
    menu,
    partners,
    programme,
    programmes,
    reconciliation,
    reserves,
    settlements,
    shop_files,
    shops,
    sign_in,
    statistics,
    tills,
    totals,
    vouchers,
)
from mykey.points.office.settings import OfficeSettings
from mykey.points.office.workplace import attach_workplace
from mykey.web.database import attach_database
from mykey.web.html_face import create_html_face

__all__ = ["OfficeSettings", "create_points_office"]

#: 2,000 shops with a full address, goods and hours have half of it, 5,000 grants a twentieth.
MAX_UPLOAD_BYTES = 2 * 1024 * 1024
PAGES = (
    menu,
    programmes,
    partners,
    reconciliation,
    reserves,
    programme,
    vouchers,
    events,
    shops,
    shop_files,
    tills,
    grants,
    bulk_grants,
    corrections,
    budgets,
    totals,
    statistics,
    audit,
    settlements,
)


def create_points_office(settings: OfficeSettings, ground: PointsGround) -> Flask:
    """The office as a Flask app of its own.

    Raises:
        SettingMalformed: the form token key is too short to be a key, or the term is no number of days.
    """
    if not 1 <= settings.term_days <= MOST_TERM_DAYS:
        raise SettingMalformed(
            variable=f"{settings.PREFIX}TERM_DAYS", wanted=f"a whole number from 1 to {MOST_TERM_DAYS}"
        )
    path = settings.path.rstrip("/")
    app = create_html_face("points_office", settings.origin, path, settings.form_token_key, MAX_UPLOAD_BYTES)
    attach_database(app, settings.database_url, PointsBase)
    attach_workplace(app, settings, ground)
    clerks.attach_clerks(app)
    errors.show_errors(app)
    app.register_blueprint(sign_in.make_blueprint(), url_prefix=path or None)
    for page in PAGES:
        blueprint = page.make_blueprint()
        clerks.for_clerks(blueprint)
        app.register_blueprint(blueprint, url_prefix=path or None)
    return app
