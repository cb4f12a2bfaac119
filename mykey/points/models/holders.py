"""A holder is a person on the points side: a random id, under one or two subjects, and what they chose.

The subject comes in a ticket; here stands its keyed index alone. While the ticket writer's key is being
replaced a holder has two (privacy.md, "Deliberately non-joinable", 7).
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, SmallInteger, String, Uuid
from sqlalchemy.orm import Mapped

from mykey.crypto.purposes import PointsPurpose
from mykey.crypto.sealed_values import SealedColumn
from mykey.points.models.base import IndexBytes, PointsBase, column, sealed_bytes

__all__ = ["HOLDER_CHOICES", "POINTS_NUMBER", "Holder", "HolderState", "SubjectName"]

#: {"mail", "notices": {"granted", "expiring", "expired"}, "language",
#: "pending": {"mail", "code", "until", "tries"} or null}
HOLDER_CHOICES = SealedColumn("holders", "choices_sealed", PointsPurpose.HOLDER_SEAL, 1024)
#: eleven digits
POINTS_NUMBER = SealedColumn("holders", "points_number_sealed", PointsPurpose.POINTS_NUMBER_SEAL, 16)


class HolderState:
    """The words of `holders.holder_state`."""

    OPEN = "open"
    CLOSED = "closed"


class Holder(PointsBase):
    """One person with a points account."""

    __tablename__ = "holders"
    __table_args__ = (
        CheckConstraint("holder_state IN ('open', 'closed')", name="holder_state"),
        CheckConstraint(
            "holder_state = 'closed' OR points_number_index IS NOT NULL", name="open_holder_has_a_number"
        ),
    )

    holder_id: Mapped[UUID] = column(
        Uuid, primary_key=True, sensitive=True, about="random; of this side alone"
    )
    holder_state: Mapped[str] = column(String(8), sensitive=False, about="open or closed")
    sign_in_epoch: Mapped[int] = column(
        Integer, sensitive=False, about="grows when all browsers are signed out; older sessions end"
    )
    points_number_index: Mapped[bytes | None] = column(
        IndexBytes, unique=True, sensitive=True, about="keyed index of the points number; null once closed"
    )
    points_number_sealed: Mapped[bytes | None] = column(
        sealed_bytes(POINTS_NUMBER), sensitive=True, about="the points number, to show it to its holder"
    )
    choices_sealed: Mapped[bytes | None] = column(
        sealed_bytes(HOLDER_CHOICES), sensitive=True, about="mail address and notices; null once closed"
    )

    def __repr__(self) -> str:
        """Nothing of the person."""
        return "<Holder>"


class SubjectName(PointsBase):
    """Under which subject a holder is found. Dropped when the holder closes or the key is withdrawn."""

    __tablename__ = "subject_names"
    __table_args__ = (Index(None, "holder_id"),)

    subject_index: Mapped[bytes] = column(
        IndexBytes, primary_key=True, sensitive=True, about="keyed index of the ticket's subject"
    )
    holder_id: Mapped[UUID] = column(Uuid, ForeignKey("holders.holder_id"), sensitive=True, about="whose")
    subject_key_version: Mapped[int] = column(
        SmallInteger, sensitive=False, about="of the ticket writer's key, the same for all people"
    )

    def __repr__(self) -> str:
        """Nothing of the person."""
        return "<SubjectName>"
