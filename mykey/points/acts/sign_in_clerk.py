"""A clerk signs in by login, password and a one-time code (TOTP, RFC 6238).

Whichever of the three is wrong, the answer and its cost are the same: an unknown login is checked against a
hash and a secret of nobody's. The office limits how often it may be tried.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from mykey.crypto.one_time_codes import verify_totp
from mykey.crypto.passwords import Passwords
from mykey.points.acts.create_clerk import normalise_clerk_login
from mykey.points.ground import PointsWork
from mykey.points.models.officers import OFFICE_TOTP, OfficeClerk
from mykey.points.refusals_of_office import ClerkSignInRefused

__all__ = ["SignedInClerk", "sign_in_clerk", "signed_in_clerk"]

NOBODYS_SECRET = "A" * 32
LONGEST_PASSWORD = 128
CODE_LIMIT = 20


@dataclass(frozen=True)
class SignedInClerk:
    """Who is signed in. `municipality_code` is None for the operator."""

    clerk_id: UUID
    login: str
    role: str
    municipality_code: str | None
    epoch: int


def sign_in_clerk(
    work: PointsWork, passwords: Passwords, login: str, password: str, code: str
) -> SignedInClerk:
    """Check all three and burn the code's step.

    Reads in a transaction of its own: none is open while the slow hash is computed, if the work's own begins
    late (`settle(…, apart_first=True)`).

    Raises:
        ClerkSignInRefused: any of them is wrong, the code was used before, or the clerk is shut out.
    """
    found = work.apart(lambda own: _known(own, normalise_clerk_login(login)))
    stored = None if found is None else found.clerk_password_hash
    right = passwords.verify(stored, password[: LONGEST_PASSWORD + 1])
    secret = NOBODYS_SECRET
    if found is not None:
        secret = work.keys.open_sealed(OFFICE_TOTP, found.clerk_id, found.clerk_totp_sealed)
    digits = "".join(unicodedata.normalize("NFKC", code[:CODE_LIMIT]).split())
    step = verify_totp(secret, digits, work.clock(), found.clerk_totp_step if found else 0)
    if found is None or not right or step is None or not found.clerk_enabled:
        raise ClerkSignInRefused
    kept = found.clerk_password_hash
    fresh = passwords.hash(password) if passwords.outdated(kept) else kept
    # Two sign-ins with one code at once: the second finds the step burnt. A password changed meanwhile stays.
    burnt = work.session.scalar(
        update(OfficeClerk)
        .where(
            OfficeClerk.clerk_id == found.clerk_id,
            OfficeClerk.clerk_totp_step < step,
            OfficeClerk.clerk_password_hash == kept,
            OfficeClerk.clerk_enabled,
        )
        .values(clerk_totp_step=step, clerk_password_hash=fresh)
        .execution_options(synchronize_session=False)
        .returning(OfficeClerk.clerk_id)
    )
    if burnt is None:
        raise ClerkSignInRefused
    return _signed_in(found)


def signed_in_clerk(session: Session, clerk_id: UUID, epoch: int) -> SignedInClerk | None:
    """The clerk of an open browser; None when it was signed out everywhere or the clerk is shut out."""
    clerk = session.get(OfficeClerk, clerk_id)
    if clerk is None or not clerk.clerk_enabled or clerk.clerk_epoch != epoch:
        return None
    return _signed_in(clerk)


def _known(own: Session, login: str) -> OfficeClerk | None:
    clerk = own.scalar(select(OfficeClerk).where(OfficeClerk.clerk_login == login))
    if clerk is not None:
        own.expunge(clerk)
    return clerk


def _signed_in(clerk: OfficeClerk) -> SignedInClerk:
    return SignedInClerk(
        clerk.clerk_id, clerk.clerk_login, clerk.clerk_role, clerk.municipality_code, clerk.clerk_epoch
    )
