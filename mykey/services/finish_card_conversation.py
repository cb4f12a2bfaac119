"""Take a parked answer back into the browser that asked for it, and judge the card.

It is burnt first, in a transaction of its own and whatever comes after: a challenge serves once.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from mykey.certificates import prove_possession, read_user_certificate
from mykey.crypto.keyed_index import Indexes
from mykey.crypto.purposes import CorePurpose
from mykey.crypto.tokens import from_base64url
from mykey.kernel.refusals_of_cards import ChallengeExpired, ChallengeUsed
from mykey.kernel.refusals_of_citizens import CardAnswerMissing, CardConversationNotFound, CardNotRead
from mykey.models.card_conversations import CARD_CONVERSATION, CardConversation
from mykey.services.begin_card_conversation import CardPurpose
from mykey.services.card_certificate import ProvedCard
from mykey.services.work import CardRules, Work

__all__ = ["finish_card_conversation"]

#: Creating an ID and signing in have no grace: a list past its end cannot tell (architecture.md).
NO_GRACE = timedelta(0)


def finish_card_conversation(
    work: Work, cards: CardRules, state: str, receipt: str, session_index: bytes, purpose: CardPurpose
) -> ProvedCard:
    """Burn the conversation and give the proved card.

    `session_index` says who asked, `receipt` who answered: both must be this browser.

    Must come before the request's own transaction is touched (`Apart`).

    Raises:
        CardConversationNotFound: no such state, another browser's or purpose's, or another browser's answer;
            burnt all the same.
        ChallengeUsed: it was burnt before.
        ChallengeExpired: it is older than `CONVERSATION_LIFE`.
        CardAnswerMissing: the card agent has not answered.
        CardNotRead: the card agent gave up.
        Refused, CannotTell: the card itself is not accepted (`mykey.kernel.refusals_of_cards`).
    """
    talk: dict[str, Any] = work.apart(lambda session: _burn(work, session, state))
    moment = work.clock()
    bound_to = from_base64url(talk["session"])
    if not Indexes.equal(bound_to, session_index) or talk["purpose"] != purpose.value:
        raise CardConversationNotFound
    if moment > datetime.fromisoformat(talk["expires_at"]):
        raise ChallengeExpired
    answer = talk["answer"]
    if answer is None:
        raise CardAnswerMissing
    if not Indexes.equal(talk["receipt"].encode(), receipt.encode()):
        raise CardConversationNotFound
    if "error" in answer:
        raise CardNotRead(reason=answer["error"])
    certificate = read_user_certificate(from_base64url(answer["user_certificate"]), cards.trust, moment)
    cards.lists.check(certificate.name, certificate.distribution_point, moment, NO_GRACE)
    prove_possession(certificate, from_base64url(talk["challenge"]), from_base64url(answer["signature"]))
    return ProvedCard.of(certificate)


def _burn(work: Work, session: Session, state: str) -> dict[str, Any]:
    """Mark it spent and take the certificate out of it. Of two at once, one gets the talk."""
    places = work.keys.candidates(CorePurpose.CARD_CONVERSATION_INDEX, state.encode())
    found = session.scalar(select(CardConversation).where(CardConversation.state_index.in_(places)))
    if found is None:
        raise CardConversationNotFound
    index = found.state_index
    talk: dict[str, Any] = work.keys.open_sealed(CARD_CONVERSATION, index, found.talk_sealed)
    emptied = work.keys.seal(CARD_CONVERSATION, index, talk | {"answer": None})
    burnt = session.scalar(
        update(CardConversation)
        .where(CardConversation.state_index == index, ~CardConversation.spent)
        .values(spent=True, talk_sealed=emptied)
        .returning(CardConversation.state_index)
        .execution_options(synchronize_session=False)
    )
    if burnt is None:
        raise ChallengeUsed
    return talk
