"""Officers: people of municipalities and the operator. They sign in to the console by password and TOTP."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import BigInteger, Boolean, CheckConstraint, Integer, String, Uuid
from sqlalchemy.orm import Mapped

from mykey.crypto.purposes import CorePurpose
from mykey.crypto.sealed_values import SealedColumn
from mykey.models.base import Base, column, sealed_bytes

__all__ = ["OFFICER_TOTP", "Officer", "OfficerRole"]

#: the TOTP secret in base32 as a JSON string
OFFICER_TOTP = SealedColumn("officers", "totp_sealed", CorePurpose.OFFICER_TOTP_SEAL, 64)


class OfficerRole:
    """The words of `officers.role`."""

    OPERATOR = "operator"
    MUNICIPALITY = "municipality"


class Officer(Base):
    """One person who works in the console."""

    __tablename__ = "officers"
    __table_args__ = (
        CheckConstraint("role IN ('operator', 'municipality')", name="role"),
        CheckConstraint(
            "(role = 'municipality') = (municipality_code IS NOT NULL)", name="municipality_of_role"
        ),
    )

    id: Mapped[UUID] = column(Uuid, primary_key=True, sensitive=False, about="random")
    login: Mapped[str] = column(String(60), unique=True, sensitive=False, about="the name to sign in with")
    role: Mapped[str] = column(String(16), sensitive=False, about="operator or municipality")
    municipality_code: Mapped[str | None] = column(
        String(6), sensitive=False, about="for role municipality alone"
    )
    password_hash: Mapped[str] = column(String(128), sensitive=True, about="argon2id with its salt")
    totp_sealed: Mapped[bytes] = column(
        sealed_bytes(OFFICER_TOTP), sensitive=True, about="secret of the second factor"
    )
    totp_last_step: Mapped[int] = column(
        BigInteger, sensitive=False, about="last TOTP step that was accepted"
    )
    session_epoch: Mapped[int] = column(Integer, sensitive=False, about="grows when all sessions must end")
    enabled: Mapped[bool] = column(Boolean, sensitive=False, about="whether sign-in is open")

    def __repr__(self) -> str:
        """The officer's random id."""
        return f"<Officer {self.id}>"
