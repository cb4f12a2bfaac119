"""Who is signed in, and whether this officer may do what the view declares. Nothing declared: nobody may."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from flask import Blueprint, Flask, Request, current_app, request, session, url_for
from flask_babel import gettext as _
from flask_login import LoginManager, UserMixin, current_user

from mykey.console.permissions import PERMISSIONS_OF_ROLE, Permission, permission_of
from mykey.console.workplace import work
from mykey.kernel.errors import Broken, Refused
from mykey.kernel.refusals_of_officers import PermissionMissing
from mykey.models.officers import OfficerRole
from mykey.services.sign_in_officer import SignedInOfficer, signed_in_officer
from mykey.web.authentication import declare_authentication
from mykey.web.sessions import SealedSession

__all__ = ["SignInNeeded", "attach_officers", "for_officers", "may", "officer", "open_session"]


#: pages that stand under another blueprint's entry of the navigation
_BELONGS = {"console_decisions": "console_form_ones", "console_form_twos": "console_form_ones"}


class SignInNeeded(Refused):
    """Nobody is signed in, or the session is over."""

    code = "sign-in-needed"
    status = 401


class _Person(UserMixin):  # type: ignore[misc] # flask-login has no types
    """The officer as Flask-Login wants to see one."""

    def __init__(self, officer: SignedInOfficer) -> None:
        self.officer = officer


def attach_officers(app: Flask) -> None:
    """Load the officer from our session on the server; Flask-Login keeps nothing of its own."""
    manager = LoginManager(app)
    manager.session_protection = None  # it would keep a hash of address and user agent
    manager.request_loader(_load)
    app.context_processor(_context)


def for_officers(blueprint: Blueprint) -> None:
    """Let nobody but officers with the view's permission in."""
    declare_authentication(blueprint, officer_with_permission)


def officer_with_permission() -> None:
    """The check of every page but the sign-in."""
    if not current_user.is_authenticated:
        raise SignInNeeded
    permission = permission_of(current_app.view_functions[request.endpoint or ""])
    if permission is None:
        raise Broken
    if not may(permission):
        raise PermissionMissing


def officer() -> SignedInOfficer:
    """Who is signed in. Raises `SignInNeeded`."""
    if not current_user.is_authenticated:
        raise SignInNeeded
    return cast("_Person", current_user).officer


def may(permission: Permission) -> bool:
    """Whether the signed-in officer's role holds a permission."""
    return permission in PERMISSIONS_OF_ROLE.get(officer().role, frozenset())


def open_session(found: SignedInOfficer) -> None:
    """Begin a session under a new token, against fixation; nothing of the old one is taken along."""
    sealed = cast("SealedSession", session)
    sealed.clear()
    sealed.renew()
    sealed["officer"] = str(found.id)
    sealed["epoch"] = found.session_epoch


def _load(_request: Request) -> _Person | None:
    kept = session.get("officer")
    if kept is None:
        return None
    found = signed_in_officer(work(), UUID(kept), session["epoch"])
    return None if found is None else _Person(found)


def _context() -> dict[str, object]:
    common = {"face_name": _("マイキープラットフォーム 担当者用"), "home_url": url_for("console_menu.menu")}
    if not current_user.is_authenticated:
        return common | {"sign_out_url": None, "nav_items": [], "person_name": None}
    return common | {
        "sign_out_url": url_for("console_menu.sign_out"),
        "person_name": officer().login,
        "nav_items": _navigation(),
        "may": may,
        "Permission": Permission,
        "is_operator": officer().role == OfficerRole.OPERATOR,
    }


def _navigation() -> list[tuple[str, str, bool]]:
    items = (
        (Permission.MENU_READ, "console_menu", "menu", _("メニュー")),
        (Permission.FORM_READ, "console_form_ones", "list_of_forms", _("様式Ⅰ・様式Ⅱ")),
        (Permission.PROVIDER_READ, "console_providers", "list_of_providers", _("ID付与事業者")),
        (Permission.CONTACT_READ, "console_contacts", "list_of_contacts", _("連絡先情報確認")),
        (Permission.TERMINAL_READ, "console_terminals", "list_of_terminals", _("端末")),
    )
    here = request.blueprint or ""
    return [
        (url_for(f"{blueprint}.{view}"), label, _BELONGS.get(here, here) == blueprint)
        for permission, blueprint, view, label in items
        if may(permission)
    ]
