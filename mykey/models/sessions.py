"""Sessions of portal and console, kept on the server: the cookie holds a token, the row its keyed index."""

from __future__ import annotations

from sqlalchemy.orm import Mapped

from mykey.crypto.purposes import CorePurpose
from mykey.crypto.sealed_values import SealedColumn
from mykey.models.base import Base, IndexBytes, column, sealed_bytes

__all__ = ["CONSOLE_SESSION", "PORTAL_SESSION", "ConsoleSession", "PortalSession"]

#: {"data": the session, "opened_at", "seen_at"}
PORTAL_SESSION = SealedColumn("portal_sessions", "data_sealed", CorePurpose.PORTAL_SESSION_SEAL, 2048)
CONSOLE_SESSION = SealedColumn("console_sessions", "data_sealed", CorePurpose.CONSOLE_SESSION_SEAL, 2048)


class PortalSession(Base):
    """One browser of a citizen."""

    __tablename__ = "portal_sessions"

    token_index: Mapped[bytes] = column(
        IndexBytes, primary_key=True, sensitive=False, about="keyed index of the token"
    )
    data_sealed: Mapped[bytes] = column(
        sealed_bytes(PORTAL_SESSION), sensitive=True, about="session and its times"
    )

    def __repr__(self) -> str:
        """Nothing of the person."""
        return "<PortalSession>"


class ConsoleSession(Base):
    """One browser of an officer."""

    __tablename__ = "console_sessions"

    token_index: Mapped[bytes] = column(
        IndexBytes, primary_key=True, sensitive=False, about="keyed index of the token"
    )
    data_sealed: Mapped[bytes] = column(
        sealed_bytes(CONSOLE_SESSION), sensitive=True, about="session and its times"
    )

    def __repr__(self) -> str:
        """Nothing of the person."""
        return "<ConsoleSession>"
