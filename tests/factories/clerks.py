"""Clerks of the points office with their passwords, and their one-time codes."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from mykey.crypto.one_time_codes import code_at
from mykey.points.acts.create_clerk import NewClerk, create_clerk
from mykey.points.acts.sign_in_clerk import SignedInClerk
from mykey.points.ground import PointsGround, PointsWork
from mykey.points.models.officers import OfficeClerk, OfficeRole
from tests.support.points_ground import PointsTown

__all__ = ["KnownClerk", "a_municipal_clerk", "an_operating_clerk", "as_signed_in"]


@dataclass(frozen=True)
class KnownClerk:
    """What the person knows and has."""

    made: NewClerk

    @property
    def login(self) -> str:
        return self.made.login

    @property
    def password(self) -> str:
        return self.made.password

    def code(self, ground: PointsGround) -> str:
        """What the authenticator program shows now."""
        return code_at(self.made.totp_secret, ground.clock())


def an_operating_clerk(town: PointsTown, login: str = "operator") -> KnownClerk:
    """The operator of the points side."""
    passwords = town.ground.passwords
    return KnownClerk(town.do(lambda work: create_clerk(work, passwords, login, OfficeRole.OPERATOR, None)))


def a_municipal_clerk(
    town: PointsTown, municipality_code: str = "141305", login: str = "kawasaki"
) -> KnownClerk:
    """A clerk of one municipality."""
    passwords, role = town.ground.passwords, OfficeRole.MUNICIPALITY
    return KnownClerk(town.do(lambda work: create_clerk(work, passwords, login, role, municipality_code)))


def as_signed_in(town: PointsTown, known: KnownClerk) -> SignedInClerk:
    """The clerk as acts know one."""

    def read(work: PointsWork) -> SignedInClerk:
        row = work.session.scalars(select(OfficeClerk).where(OfficeClerk.clerk_login == known.login)).one()
        return SignedInClerk(
            row.clerk_id, row.clerk_login, row.clerk_role, row.municipality_code, row.clerk_epoch
        )

    return town.do(read)
