"""Keep what the card agent posted until the citizen's browser comes for it.

The post is cross-site and carries no cookie, so nothing is known of who sends it but the state, and nothing
in it is believed: no certificate is read and nobody is signed in here (architecture.md, "Citizen's card in a
browser"). What is given back is a receipt for the browser that posted: somebody who had another person's card
answer his own request knows the state, but not the receipt.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select, update

from mykey.crypto.purposes import CorePurpose
from mykey.crypto.tokens import new_token, to_base64url
from mykey.kernel.refusals_of_citizens import CardConversationNotFound
from mykey.models.card_conversations import CARD_CONVERSATION, CardConversation
from mykey.services.work import Work

__all__ = ["CardAgentError", "CardAnswer", "park_card_answer"]


class CardAgentError(StrEnum):
    """Why the card agent gave up."""

    CANCELLED = "cancelled"
    PIN_LOCKED = "pin-locked"
    NO_CARD = "no-card"


@dataclass(frozen=True)
class CardAnswer:
    """What the card gave: the user certificate (DER) and the signature over the challenge."""

    user_certificate: bytes = field(repr=False)
    signature: bytes = field(repr=False)


def park_card_answer(work: Work, state: str, answer: CardAnswer | CardAgentError) -> str:
    """Seal the answer into its conversation, once; give the receipt without which it is not taken back.

    Raises:
        CardConversationNotFound: no such state, or it is over, spent or answered already.
    """
    places = work.keys.candidates(CorePurpose.CARD_CONVERSATION_INDEX, state.encode())
    found = work.session.scalar(
        select(CardConversation).where(CardConversation.state_index.in_(places), ~CardConversation.spent)
    )
    if found is None:
        raise CardConversationNotFound
    talk = work.keys.open_sealed(CARD_CONVERSATION, found.state_index, found.talk_sealed)
    if talk["answer"] is not None or work.clock() > datetime.fromisoformat(talk["expires_at"]):
        raise CardConversationNotFound
    receipt = new_token(work.random_bytes)
    talk |= {"answer": _plain(answer), "receipt": receipt}
    # Of two answers at once one is kept: the row must still hold what was read above.
    kept = work.session.scalar(
        update(CardConversation)
        .where(
            CardConversation.state_index == found.state_index,
            CardConversation.talk_sealed == found.talk_sealed,
            ~CardConversation.spent,
        )
        .values(talk_sealed=work.keys.seal(CARD_CONVERSATION, found.state_index, talk))
        .returning(CardConversation.state_index)
        .execution_options(synchronize_session=False)
    )
    if kept is None:
        raise CardConversationNotFound
    return receipt


def _plain(answer: CardAnswer | CardAgentError) -> dict[str, str]:
    if isinstance(answer, CardAgentError):
        return {"error": answer.value}
    return {
        "user_certificate": to_base64url(answer.user_certificate),
        "signature": to_base64url(answer.signature),
    }
