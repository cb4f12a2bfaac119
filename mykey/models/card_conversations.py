"""One conversation of the portal with a citizen's card: asked, answered by the card agent, spent once.

Everything about it, times included, is sealed; the purge job opens and drops what is over (architecture.md,
"Citizen's card in a browser").
"""

from __future__ import annotations

from sqlalchemy import Boolean
from sqlalchemy.orm import Mapped

from mykey.crypto.purposes import CorePurpose
from mykey.crypto.sealed_values import SealedColumn
from mykey.models.base import Base, IndexBytes, column, sealed_bytes

__all__ = ["CARD_CONVERSATION", "CardConversation"]

#: {"session": base64url of the session's index, "purpose", "challenge": base64url, "expires_at": moment,
#: "answer": null or {"user_certificate", "signature"} or {"error"},
#: "receipt": null or the token given to who answered}
CARD_CONVERSATION = SealedColumn(
    "card_conversations", "talk_sealed", CorePurpose.CARD_CONVERSATION_SEAL, 6144
)


class CardConversation(Base):
    """One challenge of the portal. Found by the keyed index of its state."""

    __tablename__ = "card_conversations"

    state_index: Mapped[bytes] = column(
        IndexBytes, primary_key=True, sensitive=False, about="keyed index of the state"
    )
    talk_sealed: Mapped[bytes] = column(
        sealed_bytes(CARD_CONVERSATION), sensitive=True, about="session, purpose, challenge, answer, expiry"
    )
    spent: Mapped[bool] = column(Boolean, sensitive=False, about="a challenge serves once")

    def __repr__(self) -> str:
        """Nothing of the person."""
        return "<CardConversation>"
