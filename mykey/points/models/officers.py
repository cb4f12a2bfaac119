"""Officers of the points side: of a municipality's programme, and of the operator. Signed in with TOTP."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Boolean, CheckConstraint, Integer, String, Uuid
from sqlalchemy.orm import Mapped

from mykey.crypto.purposes import PointsPurpose
from mykey.crypto.sealed_values import SealedColumn
from mykey.points.models.base import PointsBase, column, sealed_bytes

__all__ = ["OFFICE_TOTP", "OfficeClerk", "OfficeRole"]

OFFICE_TOTP = SealedColumn("office_clerks", "clerk_totp_sealed", PointsPurpose.OFFICE_TOTP_SEAL, 64)


class OfficeRole:
    """The words of `office_clerks.clerk_role`."""

    MUNICIPALITY = "municipality"
    OPERATOR = "operator"


class OfficeClerk(PointsBase):
    """Somebody who works for a programme. An account of this side alone, not the console's."""

    __tablename__ = "office_clerks"
    __table_args__ = (
        CheckConstraint("clerk_role IN ('municipality', 'operator')", name="clerk_role"),
        CheckConstraint(
            "(clerk_role = 'municipality') = (municipality_code IS NOT NULL)", name="municipality_of_role"
        ),
    )

    clerk_id: Mapped[UUID] = column(Uuid, primary_key=True, sensitive=False, about="random")
    clerk_login: Mapped[str] = column(String(60), unique=True, sensitive=False, about="as they type it")
    clerk_role: Mapped[str] = column(String(12), sensitive=False, about="municipality or operator")
    municipality_code: Mapped[str | None] = column(
        String(6), sensitive=False, about="six digits; null for the operator"
    )
    clerk_password_hash: Mapped[str] = column(String(128), sensitive=True, about="argon2id with its salt")
    clerk_totp_sealed: Mapped[bytes] = column(
        sealed_bytes(OFFICE_TOTP), sensitive=True, about="the TOTP secret"
    )
    clerk_totp_step: Mapped[int] = column(
        Integer, sensitive=False, about="the last one-time code's step; a code serves once"
    )
    clerk_enabled: Mapped[bool] = column(Boolean, sensitive=False, about="false: shut out")
    clerk_epoch: Mapped[int] = column(Integer, sensitive=False, about="grows when sessions must end")

    def __repr__(self) -> str:
        """The random id."""
        return f"<OfficeClerk {self.clerk_id}>"
