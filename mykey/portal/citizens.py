"""Who is signed in: a citizen and an epoch in our session on the server, looked at in each request."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from flask import Flask, Request, session, url_for
from flask_babel import gettext as _
from flask_login import LoginManager, UserMixin, current_user

from mykey.kernel.errors import Refused
from mykey.models.citizens import Citizen
from mykey.portal.workplace import sealed_session, work
from mykey.services.signed_in import SignedIn, still_signed_in

__all__ = ["SignInNeeded", "attach_citizens", "citizen", "citizen_needed", "open_session", "seems_signed_in"]


class SignInNeeded(Refused):
    """Nobody is signed in, or the session is over, here or everywhere."""

    code = "sign-in-needed"
    status = 401


class _Person(UserMixin):  # type: ignore[misc] # flask-login has no types
    """The citizen as Flask-Login wants to see one."""

    def __init__(self, found: Citizen) -> None:
        self.citizen = found


def attach_citizens(app: Flask) -> None:
    """Load the citizen from our session; Flask-Login keeps nothing of its own."""
    # Its context processor would ask the database for every page, error pages and public ones included.
    manager = LoginManager(app, add_context_processor=False)
    manager.session_protection = None  # it would keep a hash of address and user agent
    manager.request_loader(_load)
    app.context_processor(_context)


def citizen_needed() -> None:
    """The check of My Page."""
    citizen()


def citizen() -> Citizen:
    """Who is signed in. Raises `SignInNeeded`."""
    if not current_user.is_authenticated:
        raise SignInNeeded
    return cast("_Person", current_user).citizen


def seems_signed_in() -> bool:
    """Whether the session names a citizen; whether it still holds is asked where it matters."""
    return "citizen" in session


def open_session(signed_in: SignedIn) -> None:
    """Begin a session under a new token, against fixation; nothing of the old one is taken along."""
    sealed = sealed_session()
    sealed.clear()
    sealed.renew()
    sealed["citizen"] = str(signed_in.citizen_id)
    sealed["epoch"] = signed_in.epoch


def _load(_request: Request) -> _Person | None:
    kept = session.get("citizen")
    if kept is None:
        return None
    found = still_signed_in(work(), SignedIn(UUID(kept), session["epoch"]))
    return None if found is None else _Person(found)


def _context() -> dict[str, object]:
    inside = seems_signed_in()
    return {
        "face_name": _("マイキープラットフォーム"),
        "home_url": url_for("portal_home.home"),
        "sign_out_url": url_for("portal_my_page.sign_out") if inside else None,
        "nav_items": [],
        "footer_items": [(url_for("portal_home.card_help"), _("カードが使えないとき"))],
    }
