"""A clerk leaves: sign-in is closed and every session ends. What they granted stays in the ledger.

Whoever lost a password or an authenticator is shut out, too, and created anew under another login.
"""

from __future__ import annotations

from sqlalchemy import update

from mykey.points.acts.create_clerk import normalise_clerk_login
from mykey.points.ground import PointsWork
from mykey.points.models.officers import OfficeClerk
from mykey.points.refusals_of_office import ClerkNotFound

__all__ = ["shut_out_clerk"]


def shut_out_clerk(work: PointsWork, login: str) -> None:
    """Shut out for good; once more changes nothing.

    Raises:
        ClerkNotFound: nobody has this login.
    """
    found = work.session.scalar(
        update(OfficeClerk)
        .where(OfficeClerk.clerk_login == normalise_clerk_login(login))
        .values(clerk_enabled=False, clerk_epoch=OfficeClerk.clerk_epoch + 1)
        .returning(OfficeClerk.clerk_id)
        .execution_options(synchronize_session=False)
    )
    if found is None:
        raise ClerkNotFound
