"""MyKey IDs: given once and never again, so a retired one stays as a tombstone without its citizen."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey, Uuid
from sqlalchemy.orm import Mapped

from mykey.crypto.purposes import CorePurpose
from mykey.crypto.sealed_values import SealedColumn
from mykey.models.base import Base, IndexBytes, column, sealed_bytes

__all__ = ["MYKEY_ID_VALUE", "MykeyId"]

#: the eight characters as a JSON string
MYKEY_ID_VALUE = SealedColumn("mykey_ids", "value_sealed", CorePurpose.MYKEY_ID_SEAL, 16)


class MykeyId(Base):
    """One MyKey ID that is or was given. No citizen: a tombstone."""

    __tablename__ = "mykey_ids"

    id_index: Mapped[bytes] = column(
        IndexBytes, primary_key=True, sensitive=True, about="keyed index of the MyKey ID"
    )
    citizen_id: Mapped[UUID | None] = column(
        Uuid, ForeignKey("citizens.id"), unique=True, sensitive=True, about="whose; null once retired"
    )
    value_sealed: Mapped[bytes] = column(
        sealed_bytes(MYKEY_ID_VALUE), sensitive=True, about="the MyKey ID, for its holder to see"
    )

    def __repr__(self) -> str:
        """Nothing of the person."""
        return "<MykeyId>"
