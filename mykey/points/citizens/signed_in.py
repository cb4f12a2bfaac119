"""Who is here: a holder and an epoch in the session on the server, looked at in each request."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from uuid import UUID

from babel.dates import format_date
from flask import Flask, g, session, url_for
from flask_babel import gettext as _

from mykey.kernel.errors import Refused
from mykey.points.citizens.kept_coupons import COUPON
from mykey.points.citizens.workplace import sealed_session, settled
from mykey.points.ground import PointsWork
from mykey.points.holders import open_holder_row
from mykey.points.refusals import PointsAccountNotFound
from mykey.web.languages import language
from mykey.web.sessions import SealedSession

__all__ = [
    "EntryNeeded",
    "attach_context",
    "begin_anew",
    "day_in_words",
    "holder_id",
    "holder_needed",
    "leave",
    "open_session",
    "seems_signed_in",
]


class EntryNeeded(Refused):
    """Nobody came in with a ticket, or the session is over."""

    code = "entry-needed"
    status = 401


def attach_context(app: Flask) -> None:
    """The words and addresses that every page shows, and how days and numbers are written."""
    app.context_processor(_context)
    app.jinja_env.filters["day"] = day_in_words
    app.jinja_env.filters["number"] = "{:,}".format


def day_in_words(day: date) -> str:
    """2026年4月6日, or April 6, 2026."""
    return _in_words(day, language())


@lru_cache(maxsize=4096)
def _in_words(day: date, in_language: str) -> str:
    # A history page has a hundred days, most of them the same few; Babel takes longest of all for them.
    return format_date(day, "long", locale=in_language)


def holder_needed() -> None:
    """The check of every page of a points account."""
    kept = session.get("holder")
    if kept is None:
        raise EntryNeeded
    holder = UUID(kept)
    if settled(lambda work: _epoch(work, holder)) != session["epoch"]:
        raise EntryNeeded
    g.holder_id = holder


def holder_id() -> UUID:
    """Whose page it is, behind `holder_needed`."""
    found: UUID = g.holder_id
    return found


def seems_signed_in() -> bool:
    """Whether the session names a holder; whether it still holds is asked where it matters."""
    return "holder" in session


def open_session(holder: UUID) -> None:
    """Begin a session under a new token, against fixation (`begin_anew`)."""
    epoch = settled(lambda work: open_holder_row(work, holder).sign_in_epoch)
    sealed = begin_anew()
    sealed["holder"], sealed["epoch"] = str(holder), epoch


def begin_anew() -> SealedSession:
    """A session for who comes in. Of one in which nobody was in, the coupon that was opened comes along."""
    coupon = None if seems_signed_in() else session.get(COUPON)
    sealed = leave()
    if coupon is not None:
        sealed[COUPON] = coupon
    return sealed


def leave() -> SealedSession:
    """End the session; what is written into it from now on stands under a new token."""
    sealed = sealed_session()
    sealed.clear()
    sealed.renew()
    return sealed


def _epoch(work: PointsWork, holder: UUID) -> int | None:
    try:
        return open_holder_row(work, holder).sign_in_epoch
    except PointsAccountNotFound:
        return None


def _context() -> dict[str, object]:
    return {
        "face_name": _("自治体ポイント"),
        "home_url": url_for("points_home.home"),
        "sign_out_url": url_for("points_entry.sign_out") if seems_signed_in() else None,
        "nav_items": [],
    }
