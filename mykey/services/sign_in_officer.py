"""An officer signs in by login, password and a one-time code (TOTP, RFC 6238).

Whichever of the three is wrong, the answer and its cost are the same: an unknown login is checked against a
hash and a secret of nobody's. The face limits how often it may be tried.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from mykey.crypto.one_time_codes import verify_totp
from mykey.crypto.passwords import Passwords
from mykey.kernel.refusals_of_officers import OfficerSignInRefused
from mykey.models.officers import OFFICER_TOTP, Officer
from mykey.services.create_officer import LONGEST_PASSWORD, normalise_login
from mykey.services.work import Work

__all__ = ["SignedInOfficer", "sign_in_officer", "signed_in_officer"]

NOBODYS_SECRET = "A" * 32
CODE_LIMIT = 20


@dataclass(frozen=True)
class SignedInOfficer:
    """Who is signed in. `municipality_code` is None for the operator, who sees everybody's."""

    id: UUID
    login: str
    role: str
    municipality_code: str | None
    session_epoch: int


def sign_in_officer(
    work: Work, passwords: Passwords, login: str, password: str, code: str
) -> SignedInOfficer:
    """Check all three and burn the code's step.

    Reads in a transaction of its own: none is open while the slow hash is computed. Must come before the
    request's own transaction is touched (`Apart`).

    Raises:
        OfficerSignInRefused: any of them is wrong, the code was used before, or the officer is shut out.
    """
    found = work.apart(lambda own: _known(own, normalise_login(login)))
    stored = None if found is None else found.password_hash
    right = passwords.verify(stored, password[: LONGEST_PASSWORD + 1])
    secret = NOBODYS_SECRET
    if found is not None:
        secret = work.keys.open_sealed(OFFICER_TOTP, found.id, found.totp_sealed)
    digits = "".join(unicodedata.normalize("NFKC", code[:CODE_LIMIT]).split())
    step = verify_totp(secret, digits, work.clock(), found.totp_last_step if found else 0)
    if found is None or not right or step is None or not found.enabled:
        raise OfficerSignInRefused
    fresh = passwords.hash(password) if passwords.outdated(found.password_hash) else found.password_hash
    # Two sign-ins with one code at once: the second finds the step burnt. A password changed meanwhile stays.
    burnt = work.session.scalar(
        update(Officer)
        .where(
            Officer.id == found.id,
            Officer.totp_last_step < step,
            Officer.password_hash == found.password_hash,
            Officer.enabled,
        )
        .values(totp_last_step=step, password_hash=fresh)
        .execution_options(synchronize_session=False)
        .returning(Officer.id)
    )
    if burnt is None:
        raise OfficerSignInRefused
    return _signed_in(found)


def signed_in_officer(work: Work, officer_id: UUID, session_epoch: int) -> SignedInOfficer | None:
    """The officer of a session; None when it has ended everywhere or the officer is shut out."""
    officer = work.session.get(Officer, officer_id)
    if officer is None or not officer.enabled or officer.session_epoch != session_epoch:
        return None
    return _signed_in(officer)


def _known(own: Session, login: str) -> Officer | None:
    officer = own.scalar(select(Officer).where(Officer.login == login))
    if officer is not None:
        own.expunge(officer)
    return officer


def _signed_in(officer: Officer) -> SignedInOfficer:
    return SignedInOfficer(
        officer.id, officer.login, officer.role, officer.municipality_code, officer.session_epoch
    )
