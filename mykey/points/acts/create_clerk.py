"""A new clerk of the points office, with a password and the secret of the second factor, both made here."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from mykey.crypto.one_time_codes import new_totp_secret, provisioning_uri
from mykey.crypto.passwords import Passwords
from mykey.kernel.municipalities import municipality
from mykey.kernel.randomness import random_choice, random_id
from mykey.points.ground import PointsWork
from mykey.points.models.officers import OFFICE_TOTP, OfficeClerk, OfficeRole
from mykey.points.refusals_of_office import ClerkDetailsInvalid, ClerkLoginTaken

__all__ = ["NewClerk", "create_clerk", "normalise_clerk_login"]

ISSUER = "MyKey Points Office"
_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
_PASSWORD_LENGTH = 20  # 100 bits


@dataclass(frozen=True)
class NewClerk:
    """What must be told to the person once, and to nobody else. `uri`: for an authenticator."""

    login: str
    password: str = field(repr=False)
    totp_secret: str = field(repr=False)
    uri: str = field(repr=False)


def normalise_clerk_login(typed: str) -> str:
    """A login as it is kept: small letters, no spaces around it, nothing invisible in it."""
    return "".join(character for character in typed if character.isprintable()).strip().lower()


def create_clerk(
    work: PointsWork, passwords: Passwords, login: str, role: str, municipality_code: str | None
) -> NewClerk:
    """Keep the clerk, open for sign-in.

    `role` is a word of `OfficeRole`; a municipality's clerk needs its code, the operator has none.

    Raises:
        ClerkDetailsInvalid: members `login`, `role`, `municipality_code`.
        UnknownMunicipality: nobody has this code.
        ClerkLoginTaken: another clerk has this login.
    """
    login = normalise_clerk_login(login)
    errors = []
    if not re.fullmatch(r"[a-z0-9][a-z0-9._@-]{1,59}", login):
        errors.append({"member": "login", "reason": "format"})
    if role not in {OfficeRole.OPERATOR, OfficeRole.MUNICIPALITY}:
        errors.append({"member": "role", "reason": "unknown"})
    elif (role == OfficeRole.MUNICIPALITY) != (municipality_code is not None):
        errors.append({"member": "municipality_code", "reason": "role"})
    if errors:
        raise ClerkDetailsInvalid(errors=errors)
    code = None if municipality_code is None else municipality(municipality_code).code
    password = random_choice(work.random_bytes, _LETTERS, _PASSWORD_LENGTH)
    # Before anything is read: the slow hash holds nobody up where the transaction begins late (`settle`).
    hashed = passwords.hash(password)
    if work.session.scalar(select(OfficeClerk.clerk_id).where(OfficeClerk.clerk_login == login)) is not None:
        raise ClerkLoginTaken
    clerk_id, secret = random_id(work.random_bytes), new_totp_secret(work.random_bytes)
    clerk = OfficeClerk(
        clerk_id=clerk_id,
        clerk_login=login,
        clerk_role=role,
        municipality_code=code,
        clerk_password_hash=hashed,
        clerk_totp_sealed=work.keys.seal(OFFICE_TOTP, clerk_id, secret),
        clerk_totp_step=0,
        clerk_enabled=True,
        clerk_epoch=1,
    )
    try:
        with work.session.begin_nested():
            work.session.add(clerk)
    except IntegrityError:
        raise ClerkLoginTaken from None
    return NewClerk(login, password, secret, provisioning_uri(secret, login, ISSUER))
