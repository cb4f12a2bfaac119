"""Sign in to My Page with MyKey ID and password. An unknown ID costs as long as a wrong password."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from mykey.crypto.passwords import Passwords
from mykey.kernel.refusals_of_citizens import MykeyIdMalformed, SignInFailed
from mykey.models.citizens import Citizen, CitizenState
from mykey.models.mykey_ids import MykeyId
from mykey.services.mykey_id_form import read_mykey_id
from mykey.services.password_rules import LONGEST, normalise_password
from mykey.services.signed_in import SignedIn
from mykey.services.work import Work

__all__ = ["sign_in_by_password"]

Known = tuple[UUID, str, int]


def sign_in_by_password(work: Work, passwords: Passwords, typed_id: str, typed_password: str) -> SignedIn:
    """The citizen whose ID and password these are.

    The edge counts tries, per ID and in all, before it calls. Reads and writes in transactions of its own:
    none is open while the slow hash is computed. Must come before the request's own transaction is touched.

    Raises:
        SignInFailed: unknown or malformed ID, wrong password, or a revoked MyKey ID; which is not said.
    """
    known = _known(work, typed_id)
    password = normalise_password(typed_password)
    stored = None if known is None or len(password) > LONGEST else known[1]
    if not passwords.verify(stored, password[:LONGEST]) or known is None or stored is None:
        raise SignInFailed
    if passwords.outdated(stored):
        _store_anew(work, known[0], stored, passwords.hash(password))
    return SignedIn(known[0], known[2])


def _known(work: Work, typed_id: str) -> Known | None:
    try:
        places = work.keys.mykey_id_candidates(read_mykey_id(typed_id))
    except MykeyIdMalformed:
        return None

    def look(session: Session) -> Known | None:
        row = session.execute(
            select(Citizen.id, Citizen.password_hash, Citizen.session_epoch)
            .join(MykeyId, MykeyId.citizen_id == Citizen.id)
            .where(MykeyId.id_index.in_(places), Citizen.state != CitizenState.REVOKED)
        ).first()
        return None if row is None else (row.id, row.password_hash, row.session_epoch)

    return work.apart(look)


def _store_anew(work: Work, citizen_id: UUID, old: str, new: str) -> None:
    # Only over the hash that was checked: a password changed meanwhile stays changed.
    statement = (
        update(Citizen)
        .where(Citizen.id == citizen_id, Citizen.password_hash == old)
        .values(password_hash=new)
        .execution_options(synchronize_session=False)
    )
    work.apart(lambda session: session.execute(statement))
