"""Who may do what in the console: the whole policy as one table. What is not in it is refused.

An officer of a municipality sees that municipality alone; the services take its code, and what lies outside
it does not exist for this officer (404). The operator holds the platform, but never downloads passwords.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

from mykey.models.officers import OfficerRole

__all__ = ["PERMISSIONS_OF_ROLE", "Permission", "permission_of", "requires"]

View = TypeVar("View", bound=Callable[..., Any])


class Permission(StrEnum):
    """`scope:resource:action`. Scopes: `own` is the officer's municipality, `all` the whole platform."""

    MENU_READ = "console:menu:read"
    """See the menu (screen 3) and sign out."""
    FORM_READ = "own:form-one:read"
    """See Form I and what became of it."""
    FORM_SUBMIT = "own:form-one:submit"
    """Hand in Form I, download a blank one."""
    FORM_TWO_DOWNLOAD = "own:form-two:download"
    """Download Form II with its passwords, and end passwords that were lost."""
    FORM_DECIDE = "all:form-one:decide"
    """Issue or reject a Form I."""
    PROVIDER_READ = "all:provider:read"
    """See providers and their rules."""
    PROVIDER_WRITE = "all:provider:write"
    """Set up and correct providers."""
    CONTACT_READ = "own:contact:read"
    """See the contacts of terminals (screen 11)."""
    CONTACT_REVIEW = "own:contact:review"
    """Mark a contact as reviewed."""
    TERMINAL_READ = "own:terminal:read"
    """See terminals and their states."""
    TERMINAL_CONTROL = "own:terminal:control"
    """Stop, resume and close terminals."""


PERMISSIONS_OF_ROLE: dict[str, frozenset[Permission]] = {
    OfficerRole.OPERATOR: frozenset(
        {
            Permission.MENU_READ,
            Permission.FORM_READ,
            Permission.FORM_DECIDE,
            Permission.PROVIDER_READ,
            Permission.PROVIDER_WRITE,
            Permission.TERMINAL_READ,
            Permission.TERMINAL_CONTROL,
        }
    ),
    OfficerRole.MUNICIPALITY: frozenset(
        {
            Permission.MENU_READ,
            Permission.FORM_READ,
            Permission.FORM_SUBMIT,
            Permission.FORM_TWO_DOWNLOAD,
            Permission.CONTACT_READ,
            Permission.CONTACT_REVIEW,
            Permission.TERMINAL_READ,
            Permission.TERMINAL_CONTROL,
        }
    ),
}

_MARK = "console_permission"


def requires(permission: Permission) -> Callable[[View], View]:
    """Declare the permission of a view."""

    def mark(view: View) -> View:
        setattr(view, _MARK, permission)
        return view

    return mark


def permission_of(view: Callable[..., Any]) -> Permission | None:
    """The permission a view declares; None where it declares none, and then nobody may call it."""
    found = getattr(view, _MARK, None)
    return found if isinstance(found, Permission) else None
