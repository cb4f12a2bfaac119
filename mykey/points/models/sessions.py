"""Sessions of the points side's two HTML faces, in tables of their own."""

from __future__ import annotations

from sqlalchemy.orm import Mapped

from mykey.crypto.purposes import PointsPurpose
from mykey.crypto.sealed_values import SealedColumn
from mykey.points.models.base import IndexBytes, PointsBase, column, sealed_bytes

__all__ = ["OFFICE_SESSION", "POINTS_SESSION", "OfficeSession", "PointsSession"]

#: {"data": the session, "opened_at", "seen_at"}. A citizen's has room for a partner's access token.
POINTS_SESSION = SealedColumn("points_sessions", "data_sealed", PointsPurpose.POINTS_SESSION_SEAL, 3072)
OFFICE_SESSION = SealedColumn("office_sessions", "data_sealed", PointsPurpose.OFFICE_SESSION_SEAL, 1024)


class PointsSession(PointsBase):
    """One browser of a citizen on the points side."""

    __tablename__ = "points_sessions"

    token_index: Mapped[bytes] = column(
        IndexBytes, primary_key=True, sensitive=False, about="keyed index of the token"
    )
    data_sealed: Mapped[bytes] = column(
        sealed_bytes(POINTS_SESSION), sensitive=True, about="session and its times"
    )

    def __repr__(self) -> str:
        """Nothing of the person."""
        return "<PointsSession>"


class OfficeSession(PointsBase):
    """One browser of a municipality's officer or of the operator."""

    __tablename__ = "office_sessions"

    token_index: Mapped[bytes] = column(
        IndexBytes, primary_key=True, sensitive=False, about="keyed index of the token"
    )
    data_sealed: Mapped[bytes] = column(
        sealed_bytes(OFFICE_SESSION), sensitive=True, about="session and its times"
    )

    def __repr__(self) -> str:
        """Nothing of the person."""
        return "<OfficeSession>"
