"""Officers with a known password, and their one-time codes."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from mykey.crypto.one_time_codes import code_at
from mykey.models.officers import OfficerRole
from mykey.services.create_officer import create_officer
from mykey.services.ground import Ground
from tests.support.ground import work_on

__all__ = ["PASSWORD", "KnownOfficer", "a_municipal_officer", "an_operator"]

PASSWORD = "a long demo password"


@dataclass(frozen=True)
class KnownOfficer:
    """What the person knows and has."""

    login: str
    password: str
    totp_secret: str

    def code(self, ground: Ground) -> str:
        """What the authenticator program shows now."""
        return code_at(self.totp_secret, ground.clock())


def an_operator(ground: Ground, session: Session, login: str = "operator") -> KnownOfficer:
    """The operator of the platform."""
    made = create_officer(
        work_on(ground, session), ground.passwords, login, OfficerRole.OPERATOR, None, PASSWORD
    )
    return KnownOfficer(made.login, PASSWORD, made.totp_secret)


def a_municipal_officer(
    ground: Ground, session: Session, municipality_code: str = "141305", login: str = "kawasaki"
) -> KnownOfficer:
    """An officer of one municipality."""
    made = create_officer(
        work_on(ground, session),
        ground.passwords,
        login,
        OfficerRole.MUNICIPALITY,
        municipality_code,
        PASSWORD,
    )
    return KnownOfficer(made.login, PASSWORD, made.totp_secret)
