from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from mykey.crypto.purposes import CorePurpose
from mykey.crypto.tokens import from_base64url
from mykey.models.card_conversations import CARD_CONVERSATION, CardConversation
from mykey.services.begin_card_conversation import CardPurpose, begin_card_conversation
from mykey.services.ground import Ground
from mykey.services.work import Work

SESSION = b"s" * 32


def test_challenge_and_state_are_fresh_and_long(work: Work) -> None:
    one = begin_card_conversation(work, SESSION, CardPurpose.SIGN_IN)
    other = begin_card_conversation(work, SESSION, CardPurpose.SIGN_IN)
    assert len(one.challenge) == 32
    assert len(from_base64url(one.state)) == 32
    assert one.challenge != other.challenge
    assert one.state != other.state
    assert one.expires_at == work.clock() + timedelta(seconds=300)


def test_the_row_holds_the_state_as_index_and_everything_else_sealed(work: Work, ground: Ground) -> None:
    begun = begin_card_conversation(work, SESSION, CardPurpose.CREATE_MYKEY_ID)
    work.session.commit()
    row = work.session.scalars(select(CardConversation)).one()
    assert row.state_index == ground.keys.index(CorePurpose.CARD_CONVERSATION_INDEX, begun.state.encode())
    assert begun.challenge not in row.talk_sealed
    assert not row.spent
    talk = ground.keys.open_sealed(CARD_CONVERSATION, row.state_index, row.talk_sealed)
    assert talk["purpose"] == "create-mykey-id"
    assert from_base64url(talk["session"]) == SESSION
    assert talk["answer"] is None


def test_nothing_of_it_shows_in_a_repr(work: Work) -> None:
    begun = begin_card_conversation(work, SESSION, CardPurpose.PROVE)
    assert begun.state not in repr(begun)
