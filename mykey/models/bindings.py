"""A binding ties a citizen to a user certificate: found by keyed index, one live binding a citizen.

Identity of a certificate is (CA key identifier, serial): names repeat over generations and serials over
authorities (jpki.md, "Two authorities"). Closed bindings stay, so that an old certificate is not bound anew.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Uuid, text
from sqlalchemy.orm import Mapped

from mykey.crypto.purposes import CorePurpose
from mykey.crypto.sealed_values import SealedColumn
from mykey.models.base import Base, IndexBytes, column, sealed_bytes

__all__ = ["BINDING_DETAIL", "Binding", "BindingState"]

#: {"ca_key_id": hex, "serial": decimal text, "not_after": date, "distribution_point",
#: "since": date, "until": date or null}
BINDING_DETAIL = SealedColumn("bindings", "detail_sealed", CorePurpose.BINDING_SEAL, 512)


class BindingState:
    """The words of `bindings.state`."""

    LIVE = "live"
    REPLACED = "replaced"
    CLOSED = "closed"


class Binding(Base):
    """One user certificate of one citizen."""

    __tablename__ = "bindings"
    __table_args__ = (
        CheckConstraint("state IN ('live', 'replaced', 'closed')", name="state"),
        Index(
            "uq_bindings_live_citizen",
            "citizen_id",
            unique=True,
            postgresql_where=text("state = 'live'"),
            sqlite_where=text("state = 'live'"),
        ),
    )

    id: Mapped[UUID] = column(Uuid, primary_key=True, sensitive=False, about="random")
    citizen_id: Mapped[UUID] = column(
        Uuid, ForeignKey("citizens.id"), index=True, sensitive=True, about="whose"
    )
    certificate_index: Mapped[bytes] = column(
        IndexBytes, unique=True, sensitive=True, about="keyed index of (CA key identifier, serial)"
    )
    state: Mapped[str] = column(String(8), sensitive=False, about="live, replaced or closed")
    replaced_by: Mapped[UUID | None] = column(
        Uuid, ForeignKey("bindings.id"), sensitive=False, about="the binding of the renewed certificate"
    )
    detail_sealed: Mapped[bytes] = column(
        sealed_bytes(BINDING_DETAIL), sensitive=True, about="serial, expiry, since and until"
    )

    def __repr__(self) -> str:
        """Nothing of the person."""
        return "<Binding>"
