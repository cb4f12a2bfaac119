"""A citizen is a random id. Nothing here says who; times of a citizen's acts lie inside sealed values."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import CheckConstraint, Integer, String, Uuid
from sqlalchemy.orm import Mapped

from mykey.crypto.purposes import CorePurpose
from mykey.crypto.sealed_values import SealedColumn
from mykey.models.base import Base, column, sealed_bytes

__all__ = ["CITIZEN_PROFILE", "Citizen", "CitizenState"]

#: {"mail", "notices": {"password_changed", "mykey_id_changed"}, "language", "terms",
#: "agreed_at", "created_at"}
CITIZEN_PROFILE = SealedColumn("citizens", "profile_sealed", CorePurpose.CITIZEN_SEAL, 768)


class CitizenState:
    """The words of `citizens.state`."""

    ACTIVE = "active"
    PAUSED = "paused"
    REVOKED = "revoked"


class Citizen(Base):
    """One holder of a MyKey ID."""

    __tablename__ = "citizens"
    __table_args__ = (CheckConstraint("state IN ('active', 'paused', 'revoked')", name="state"),)

    id: Mapped[UUID] = column(Uuid, primary_key=True, sensitive=True, about="random; never leaves the core")
    state: Mapped[str] = column(String(8), sensitive=False, about="active, paused or revoked")
    password_hash: Mapped[str] = column(String(128), sensitive=True, about="argon2id with its salt")
    session_epoch: Mapped[int] = column(
        Integer, sensitive=False, about="grows at 'sign out everywhere'; older sessions end"
    )
    profile_sealed: Mapped[bytes] = column(
        sealed_bytes(CITIZEN_PROFILE), sensitive=True, about="mail address, notices, consents, times"
    )

    def __repr__(self) -> str:
        """Nothing of the person, not even the id."""
        return "<Citizen>"
