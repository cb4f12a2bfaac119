"""Who may do what in the points office: the whole policy as one table. What is not in it is refused.

A municipality's clerk sees that municipality alone; what lies outside it does not exist for this clerk (404).
The operator opens programmes and puts points into reserves, and sees nothing of a municipality's work.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

from mykey.points.models.officers import OfficeRole

__all__ = ["PERMISSIONS_OF_ROLE", "OfficePermission", "permission_of", "requires"]

View = TypeVar("View", bound=Callable[..., Any])


class OfficePermission(StrEnum):
    """`scope:resource:action`. Scopes: `own` is the clerk's municipality, `all` the whole points side."""

    AUDIT_READ = "office:audit:read"
    """See what was done: in the clerk's municipality, or by operators."""
    BUDGET_WRITE = "own:budget:write"
    """See and set what may be granted in a fiscal year."""
    CORRECTION_WRITE = "own:correction:write"
    """Want corrections, and decide about those that others want."""
    EVENT_READ = "own:event:read"
    """See the support events."""
    EVENT_WRITE = "own:event:write"
    """Add support events, change those that have not begun."""
    GRANT_WRITE = "own:grant:write"
    """Grant points, by number or by a file."""
    MENU_READ = "office:menu:read"
    """See the menu."""
    PARTNER_READ = "all:partner:read"
    """See partner companies, and where they and we differ."""
    PARTNER_WRITE = "all:partner:write"
    """Add and change partner companies and their rates."""
    PROGRAMME_OPEN = "all:programme:open"
    """Open a programme for a municipality."""
    PROGRAMME_READ = "all:programme:read"
    """See which municipalities run points."""
    PROGRAMME_WRITE = "own:programme:write"
    """See and change what the municipality has decided."""
    RESERVE_WRITE = "all:reserve:write"
    """Put points into a person's reserve."""
    SESSION_END = "office:session:end"
    """Sign out, here or everywhere."""
    SETTLEMENT_CLOSE = "own:settlement:close"
    """Close a month for good."""
    SETTLEMENT_READ = "own:settlement:read"
    """See what shops are paid, and take it away as a file."""
    SHOP_READ = "own:shop:read"
    """See shops and their tills."""
    SHOP_WRITE = "own:shop:write"
    """Add and close shops."""
    STATISTICS_READ = "own:statistics:read"
    """See figures of ten people and more."""
    TILL_WRITE = "own:till:write"
    """Invite and close tills."""
    TOTALS_READ = "own:totals:read"
    """See the sums."""


PERMISSIONS_OF_ROLE: dict[str, frozenset[OfficePermission]] = {
    OfficeRole.OPERATOR: frozenset(
        {
            OfficePermission.AUDIT_READ,
            OfficePermission.MENU_READ,
            OfficePermission.PARTNER_READ,
            OfficePermission.PARTNER_WRITE,
            OfficePermission.PROGRAMME_OPEN,
            OfficePermission.PROGRAMME_READ,
            OfficePermission.RESERVE_WRITE,
            OfficePermission.SESSION_END,
        }
    ),
    OfficeRole.MUNICIPALITY: frozenset(
        {
            OfficePermission.AUDIT_READ,
            OfficePermission.BUDGET_WRITE,
            OfficePermission.CORRECTION_WRITE,
            OfficePermission.EVENT_READ,
            OfficePermission.EVENT_WRITE,
            OfficePermission.GRANT_WRITE,
            OfficePermission.MENU_READ,
            OfficePermission.PROGRAMME_WRITE,
            OfficePermission.SESSION_END,
            OfficePermission.SETTLEMENT_CLOSE,
            OfficePermission.SETTLEMENT_READ,
            OfficePermission.SHOP_READ,
            OfficePermission.SHOP_WRITE,
            OfficePermission.STATISTICS_READ,
            OfficePermission.TILL_WRITE,
            OfficePermission.TOTALS_READ,
        }
    ),
}

_MARK = "office_permission"


def requires(permission: OfficePermission) -> Callable[[View], View]:
    """Declare the permission of a view."""

    def mark(view: View) -> View:
        setattr(view, _MARK, permission)
        return view

    return mark


def permission_of(view: Callable[..., Any]) -> OfficePermission | None:
    """The permission a view declares; None where it declares none, and then nobody may call it."""
    found = getattr(view, _MARK, None)
    return found if isinstance(found, OfficePermission) else None
