"""Begin a conversation with a citizen's card: 32 random bytes to sign, for one browser and one purpose."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from mykey.certificates import CHALLENGE_BYTES
from mykey.crypto.purposes import CorePurpose
from mykey.crypto.tokens import new_token, to_base64url
from mykey.models.card_conversations import CARD_CONVERSATION, CardConversation
from mykey.services.work import Work

__all__ = ["CONVERSATION_LIFE", "BegunConversation", "CardPurpose", "begin_card_conversation"]

CONVERSATION_LIFE = timedelta(seconds=300)


class CardPurpose(StrEnum):
    """What the card is asked for. The card agent says it in words before it takes the PIN."""

    CREATE_MYKEY_ID = "create-mykey-id"
    SIGN_IN = "sign-in"
    PROVE = "prove"


@dataclass(frozen=True)
class BegunConversation:
    """What travels to the card agent. The challenge is public; the state finds the conversation again."""

    state: str = field(repr=False)
    challenge: bytes = field(repr=False)
    expires_at: datetime


def begin_card_conversation(work: Work, session_index: bytes, purpose: CardPurpose) -> BegunConversation:
    """Write the conversation down, bound to the browser's session (its index, never its token)."""
    state = new_token(work.random_bytes)
    challenge = work.random_bytes(CHALLENGE_BYTES)
    expires_at = work.clock() + CONVERSATION_LIFE
    index = work.keys.index(CorePurpose.CARD_CONVERSATION_INDEX, state.encode())
    talk = {
        "session": to_base64url(session_index),
        "purpose": purpose.value,
        "challenge": to_base64url(challenge),
        "expires_at": expires_at.isoformat(),
        "answer": None,
        "receipt": None,
    }
    work.session.add(
        CardConversation(
            state_index=index, talk_sealed=work.keys.seal(CARD_CONVERSATION, index, talk), spent=False
        )
    )
    return BegunConversation(state, challenge, expires_at)
