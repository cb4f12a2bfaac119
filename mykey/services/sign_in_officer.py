"""An officer signs in by login, password and a one-time code (TOTP, RFC 6238).

Whichever of the three is wrong, the answer and its cost are the same: an unknown login is checked against a
hash and a secret of nobody's. The face limits how often it may be tried.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select, update

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

    Raises:
        OfficerSignInRefused: any of them is wrong, the code was used before, or the officer is shut out.
    """
    query = select(Officer).where(Officer.login == normalise_login(login))
    officer = work.session.scalars(query).one_or_none()
    right = passwords.verify(officer.password_hash if officer else None, password[: LONGEST_PASSWORD + 1])
    secret = NOBODYS_SECRET
    if officer is not None:
        secret = work.keys.open_sealed(OFFICER_TOTP, officer.id, officer.totp_sealed)
    digits = "".join(unicodedata.normalize("NFKC", code[:CODE_LIMIT]).split())
    step = verify_totp(secret, digits, work.clock(), officer.totp_last_step if officer else 0)
    if officer is None or not right or step is None or not officer.enabled:
        raise OfficerSignInRefused
    # Two sign-ins with one code at once: the second finds the step burnt.
    burnt = work.session.execute(
        update(Officer)
        .where(Officer.id == officer.id, Officer.totp_last_step < step)
        .values(totp_last_step=step)
        .execution_options(synchronize_session=False)
        .returning(Officer.id)
    )
    if burnt.first() is None:
        raise OfficerSignInRefused
    if passwords.outdated(officer.password_hash):
        officer.password_hash = passwords.hash(password)
    return _signed_in(officer)


def signed_in_officer(work: Work, officer_id: UUID, session_epoch: int) -> SignedInOfficer | None:
    """The officer of a session; None when it has ended everywhere or the officer is shut out."""
    officer = work.session.get(Officer, officer_id)
    if officer is None or not officer.enabled or officer.session_epoch != session_epoch:
        return None
    return _signed_in(officer)


def _signed_in(officer: Officer) -> SignedInOfficer:
    return SignedInOfficer(
        officer.id, officer.login, officer.role, officer.municipality_code, officer.session_epoch
    )
