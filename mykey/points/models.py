"""The points side's own tables, in a database and cluster of their own."""

from __future__ import annotations

from sqlalchemy import LargeBinary, MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from mykey.crypto.keyed_index import INDEX_BYTES
from mykey.crypto.purposes import PointsPurpose
from mykey.crypto.sealed_values import SealedColumn

__all__ = ["POINTS_SESSION", "PointsBase", "PointsSession"]

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

#: {"data": the session, "opened_at", "seen_at"}
POINTS_SESSION = SealedColumn("points_sessions", "data_sealed", PointsPurpose.POINTS_SESSION_SEAL, 1024)


class PointsBase(DeclarativeBase):
    """The points side's tables. The core has a base of its own."""

    metadata = MetaData(naming_convention=NAMING)


class PointsSession(PointsBase):
    """One browser on the points side."""

    __tablename__ = "points_sessions"

    token_index: Mapped[bytes] = mapped_column(
        LargeBinary(INDEX_BYTES), primary_key=True, comment="sensitive=false; keyed index of the token"
    )
    data_sealed: Mapped[bytes] = mapped_column(
        LargeBinary(POINTS_SESSION.stored_bytes), comment="sensitive=true; session and its times"
    )

    def __repr__(self) -> str:
        """Nothing of the person."""
        return "<PointsSession>"
