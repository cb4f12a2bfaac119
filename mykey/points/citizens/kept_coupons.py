"""A coupon's code on its way to the page where it is confirmed: in the sealed session, never in an address.

Who opens a coupon's link is often not in yet. The code then waits in a session that names nobody, and comes
along when its owner enters (`signed_in.begin_anew`).
"""

from __future__ import annotations

from flask import session, url_for

__all__ = ["COUPON", "drop_code", "first_page", "keep_code", "kept_code"]

COUPON = "coupon"
_LONGEST = 40


def keep_code(text: str) -> None:
    """Keep what a link or another page's form brought, as it came."""
    kept = text.strip()[:_LONGEST]
    if kept:
        session[COUPON] = kept


def kept_code() -> str | None:
    """What is kept."""
    found: str | None = session.get(COUPON)
    return found


def drop_code() -> None:
    """It has done its work."""
    session.pop(COUPON, None)


def first_page() -> str:
    """Where who has come in goes: to the coupon that was opened before, or home."""
    return url_for("points_home.home" if kept_code() is None else "points_coupon_links.coupon")
