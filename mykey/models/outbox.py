"""Mail that waits to leave, written in the transaction of what it tells about, deleted once sent."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import Date, Integer, Uuid
from sqlalchemy.orm import Mapped

from mykey.crypto.purposes import CorePurpose
from mykey.crypto.sealed_values import SealedColumn
from mykey.models.base import Base, column, sealed_bytes

__all__ = ["OUTBOX_MAIL", "OutboxMail"]

#: {"recipient", "subject", "text"}
OUTBOX_MAIL = SealedColumn("outbox", "mail_sealed", CorePurpose.OUTBOX_SEAL, 4096)


class OutboxMail(Base):
    """One mail to one citizen."""

    __tablename__ = "outbox"

    id: Mapped[UUID] = column(Uuid, primary_key=True, sensitive=False, about="random")
    mail_sealed: Mapped[bytes] = column(
        sealed_bytes(OUTBOX_MAIL), sensitive=True, about="recipient, subject, text"
    )
    not_before: Mapped[date | None] = column(
        Date, sensitive=False, about="first day on which it may leave (JST)"
    )
    attempts: Mapped[int] = column(Integer, sensitive=False, about="how often the relay refused it")

    def __repr__(self) -> str:
        """Nothing of the person."""
        return "<OutboxMail>"
