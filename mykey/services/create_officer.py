"""A new officer, with a password and the secret of the second factor."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from mykey.crypto.one_time_codes import new_totp_secret
from mykey.crypto.passwords import Passwords
from mykey.kernel.municipalities import municipality
from mykey.kernel.randomness import random_id
from mykey.kernel.refusals_of_officers import LoginTaken, OfficerDetailsInvalid
from mykey.models.officers import OFFICER_TOTP, Officer, OfficerRole
from mykey.services.work import Work

__all__ = ["NewOfficer", "create_officer", "normalise_login"]

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 128


@dataclass(frozen=True)
class NewOfficer:
    """The officer's id and what must be told to the person once, and to nobody else."""

    id: UUID
    login: str
    totp_secret: str = field(repr=False)


def normalise_login(typed: str) -> str:
    """A login as it is kept: small letters, no spaces around it, nothing invisible in it."""
    return "".join(character for character in typed if character.isprintable()).strip().lower()


def create_officer(
    work: Work, passwords: Passwords, login: str, role: str, municipality_code: str | None, password: str
) -> NewOfficer:
    """Keep the officer, open for sign-in.

    `role` is a word of `OfficerRole`; an officer of a municipality needs its code, the operator has none.

    Raises:
        OfficerDetailsInvalid: members `login`, `role`, `municipality_code`, `password`.
        UnknownMunicipality: nobody has this code.
        LoginTaken: another officer has this login.
    """
    login = normalise_login(login)
    errors = []
    if not re.fullmatch(r"[a-z0-9][a-z0-9._@-]{1,59}", login):
        errors.append({"member": "login", "reason": "format"})
    if role not in {OfficerRole.OPERATOR, OfficerRole.MUNICIPALITY}:
        errors.append({"member": "role", "reason": "unknown"})
    elif (role == OfficerRole.MUNICIPALITY) != (municipality_code is not None):
        errors.append({"member": "municipality_code", "reason": "role"})
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD or password.lower() == login:
        errors.append({"member": "password", "reason": "length"})
    if errors:
        raise OfficerDetailsInvalid(errors=errors)
    code = None if municipality_code is None else municipality(municipality_code).code
    if work.session.scalars(select(Officer.id).where(Officer.login == login)).first() is not None:
        raise LoginTaken
    officer_id, secret = random_id(work.random_bytes), new_totp_secret(work.random_bytes)
    officer = Officer(
        id=officer_id,
        login=login,
        role=role,
        municipality_code=code,
        password_hash=passwords.hash(password),
        totp_sealed=work.keys.seal(OFFICER_TOTP, officer_id, secret),
        totp_last_step=0,
        session_epoch=1,
        enabled=True,
    )
    try:
        with work.session.begin_nested():
            work.session.add(officer)
    except IntegrityError:
        raise LoginTaken from None
    return NewOfficer(officer_id, login, secret)
