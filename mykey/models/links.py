"""A link ties a citizen to a provider's own number. A provider's number belongs to one person only."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, LargeBinary, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped

from mykey.crypto.purposes import CorePurpose
from mykey.crypto.sealed_values import SealedColumn
from mykey.models.base import Base, IndexBytes, column, sealed_bytes

__all__ = ["LINK_NUMBER", "LINK_SIGNING", "LINK_TIMES", "Link"]

#: the provider's number as a JSON string
LINK_NUMBER = SealedColumn("links", "number_sealed", CorePurpose.LINK_SEAL, 32)
#: {"ca_key_id": hex, "serial": decimal text, "distribution_point"}
LINK_SIGNING = SealedColumn("links", "signing_sealed", CorePurpose.LINK_SEAL, 768)
#: {"since": moment}
LINK_TIMES = SealedColumn("links", "times_sealed", CorePurpose.LINK_SEAL, 96)


class Link(Base):
    """One number of one citizen at one provider."""

    __tablename__ = "links"
    __table_args__ = (
        UniqueConstraint("provider_id", "number_index"),
        UniqueConstraint("citizen_id", "provider_id"),
        # The signing certificate is kept on consent alone (privacy.md, P11).
        CheckConstraint("change_notice = (signing_sealed IS NOT NULL)", name="signing_on_consent"),
    )

    id: Mapped[UUID] = column(Uuid, primary_key=True, sensitive=False, about="random")
    citizen_id: Mapped[UUID] = column(Uuid, ForeignKey("citizens.id"), sensitive=True, about="whose")
    provider_id: Mapped[str] = column(
        String(6), ForeignKey("providers.provider_id"), sensitive=False, about="whose number"
    )
    number_index: Mapped[bytes] = column(
        IndexBytes, sensitive=True, about="keyed index of provider and number"
    )
    number_sealed: Mapped[bytes] = column(sealed_bytes(LINK_NUMBER), sensitive=True, about="the number")
    change_notice: Mapped[bool] = column(
        Boolean, sensitive=False, about="whether the provider learns that basic information changed"
    )
    signing_sealed: Mapped[bytes | None] = column(
        LargeBinary(LINK_SIGNING.stored_bytes),
        sensitive=True,
        about="the signing certificate, on consent only",
    )
    times_sealed: Mapped[bytes] = column(sealed_bytes(LINK_TIMES), sensitive=True, about="since when")

    def __repr__(self) -> str:
        """Nothing of the person."""
        return "<Link>"
