"""Who is signed in, and whether this clerk may do what the view declares. Nothing declared: nobody may."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from flask import Blueprint, Flask, Request, current_app, request, session, url_for
from flask_babel import gettext as _
from flask_login import LoginManager, UserMixin, current_user

from mykey.kernel.errors import Broken, Refused
from mykey.points.acts.sign_in_clerk import SignedInClerk, signed_in_clerk
from mykey.points.office.permissions import PERMISSIONS_OF_ROLE, OfficePermission, permission_of
from mykey.points.refusals_of_office import OfficePermissionMissing
from mykey.web.authentication import declare_authentication
from mykey.web.database import apart
from mykey.web.sessions import SealedSession

__all__ = ["SignInNeeded", "attach_clerks", "clerk", "for_clerks", "may", "open_session", "own_municipality"]

#: pages that stand under another blueprint's entry of the navigation
_BELONGS = {
    "office_vouchers": "office_programme",
    "office_tills": "office_shops",
    "office_shop_files": "office_shops",
    "office_bulk_grants": "office_grants",
    "office_budgets": "office_totals",
    "office_statistics": "office_totals",
    "office_reconciliation": "office_partners",
}


class SignInNeeded(Refused):
    """Nobody is signed in, or the session is over."""

    code = "sign-in-needed"
    status = 401


class _Person(UserMixin):  # type: ignore[misc] # flask-login has no types
    """The clerk as Flask-Login wants to see one."""

    def __init__(self, clerk: SignedInClerk) -> None:
        self.clerk = clerk


def attach_clerks(app: Flask) -> None:
    """Load the clerk from our session on the server; Flask-Login keeps nothing of its own."""
    manager = LoginManager(app)
    manager.session_protection = None  # it would keep a hash of address and user agent
    manager.request_loader(_load)
    app.context_processor(_context)


def for_clerks(blueprint: Blueprint) -> None:
    """Let nobody but clerks with the view's permission in."""
    declare_authentication(blueprint, clerk_with_permission)


def clerk_with_permission() -> None:
    """The check of every page but the sign-in."""
    if not current_user.is_authenticated:
        raise SignInNeeded
    permission = permission_of(current_app.view_functions[request.endpoint or ""])
    if permission is None:
        raise Broken
    if not may(permission):
        raise OfficePermissionMissing


def clerk() -> SignedInClerk:
    """Who is signed in. Raises `SignInNeeded`."""
    if not current_user.is_authenticated:
        raise SignInNeeded
    return cast("_Person", current_user).clerk


def own_municipality() -> str:
    """The clerk's municipality. Raises `OfficePermissionMissing` for the operator, who has none."""
    code = clerk().municipality_code
    if code is None:
        raise OfficePermissionMissing
    return code


def may(permission: OfficePermission) -> bool:
    """Whether the signed-in clerk's role holds a permission."""
    return permission in PERMISSIONS_OF_ROLE.get(clerk().role, frozenset())


def open_session(found: SignedInClerk) -> None:
    """Begin a session under a new token, against fixation; nothing of the old one is taken along."""
    sealed = cast("SealedSession", session)
    sealed.clear()
    sealed.renew()
    sealed["clerk"] = str(found.clerk_id)
    sealed["epoch"] = found.epoch


def _load(_request: Request) -> _Person | None:
    kept = session.get("clerk")
    if kept is None:
        return None
    epoch = session["epoch"]
    found = apart(lambda own: signed_in_clerk(own, UUID(kept), epoch))
    return None if found is None else _Person(found)


def _context() -> dict[str, object]:
    common = {"face_name": _("自治体ポイント 担当者用"), "home_url": url_for("office_menu.menu")}
    if not current_user.is_authenticated:
        return common | {"sign_out_url": None, "nav_items": [], "person_name": None}
    return common | {
        "sign_out_url": url_for("office_menu.sign_out"),
        "person_name": clerk().login,
        "nav_items": _navigation(),
        "may": may,
        "Permission": OfficePermission,
    }


def _navigation() -> list[tuple[str, str, bool]]:
    items = (
        (OfficePermission.MENU_READ, "office_menu", "menu", _("メニュー")),
        (OfficePermission.PROGRAMME_READ, "office_programmes", "list_of_programmes", _("事業の一覧")),
        (OfficePermission.PARTNER_READ, "office_partners", "list_of_partners", _("提携会社")),
        (OfficePermission.RESERVE_WRITE, "office_reserves", "reserve", _("留保に入れる")),
        (OfficePermission.GRANT_WRITE, "office_grants", "grant", _("付与")),
        (OfficePermission.SHOP_READ, "office_shops", "list_of_shops", _("店舗とレジ")),
        (OfficePermission.EVENT_READ, "office_events", "list_of_events", _("イベント")),
        (OfficePermission.SETTLEMENT_READ, "office_settlements", "list_of_months", _("精算")),
        (OfficePermission.PROGRAMME_WRITE, "office_programme", "own_programme", _("事業の決まり")),
        (OfficePermission.CORRECTION_WRITE, "office_corrections", "list_of_corrections", _("訂正")),
        (OfficePermission.TOTALS_READ, "office_totals", "totals", _("合計")),
        (OfficePermission.AUDIT_READ, "office_audit", "audit", _("操作の記録")),
    )
    here = request.blueprint or ""
    return [
        (url_for(f"{blueprint}.{view}"), label, _BELONGS.get(here, here) == blueprint)
        for permission, blueprint, view, label in items
        if may(permission)
    ]
