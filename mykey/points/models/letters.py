"""Mail of the points side that waits to leave; deleted once sent. Its own: the core's outbox is another."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Integer, Uuid
from sqlalchemy.orm import Mapped

from mykey.crypto.purposes import PointsPurpose
from mykey.crypto.sealed_values import SealedColumn
from mykey.points.models.base import PointsBase, column, sealed_bytes

__all__ = ["LETTER", "Letter"]

#: {"recipient", "subject", "text"}
LETTER = SealedColumn("points_letters", "letter_sealed", PointsPurpose.LETTER_SEAL, 4096)


class Letter(PointsBase):
    """One mail, written in the transaction of what it tells about."""

    __tablename__ = "points_letters"

    letter_id: Mapped[UUID] = column(Uuid, primary_key=True, sensitive=False, about="random")
    letter_sealed: Mapped[bytes] = column(
        sealed_bytes(LETTER), sensitive=True, about="recipient, subject and text"
    )
    letter_tries: Mapped[int] = column(Integer, sensitive=False, about="how often the relay refused it")

    def __repr__(self) -> str:
        """Nothing of the person."""
        return "<Letter>"
