from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mykey.crypto.sealed_values import ValueTooLong
from mykey.kernel.refusals_of_citizens import CardConversationNotFound
from mykey.models.card_conversations import CARD_CONVERSATION, CardConversation
from mykey.portal.card import MAX_CERTIFICATE_BYTES, MAX_SIGNATURE_BYTES
from mykey.services.begin_card_conversation import CardPurpose, begin_card_conversation
from mykey.services.ground import Ground
from mykey.services.park_card_answer import CardAgentError, CardAnswer, park_card_answer
from mykey.services.work import Work
from tests.support.moving_clock import MovingClock

ANSWER = CardAnswer(b"certificate bytes", b"signature bytes")


@pytest.fixture
def state(work: Work) -> str:
    begun = begin_card_conversation(work, b"s" * 32, CardPurpose.SIGN_IN)
    work.session.commit()
    return begun.state


def test_an_answer_is_kept_sealed(work: Work, ground: Ground, state: str) -> None:
    park_card_answer(work, state, ANSWER)
    work.session.commit()
    row = work.session.scalars(select(CardConversation)).one()
    assert b"certificate bytes" not in row.talk_sealed
    talk = ground.keys.open_sealed(CARD_CONVERSATION, row.state_index, row.talk_sealed)
    assert talk["answer"] == {
        "user_certificate": "Y2VydGlmaWNhdGUgYnl0ZXM",
        "signature": "c2lnbmF0dXJlIGJ5dGVz",
    }
    assert not row.spent


def test_the_largest_answer_that_the_portal_takes_has_room(work: Work, state: str) -> None:
    park_card_answer(work, state, CardAnswer(b"x" * MAX_CERTIFICATE_BYTES, b"y" * MAX_SIGNATURE_BYTES))
    work.session.commit()


def test_each_receipt_is_new(work: Work, state: str) -> None:
    other = begin_card_conversation(work, b"s" * 32, CardPurpose.SIGN_IN)
    work.session.commit()
    assert len(park_card_answer(work, state, ANSWER)) == len(other.state)
    assert park_card_answer(work, other.state, ANSWER) not in {state, other.state}


def test_an_error_of_the_card_agent_is_kept(work: Work, ground: Ground, state: str) -> None:
    park_card_answer(work, state, CardAgentError.PIN_LOCKED)
    work.session.commit()
    row = work.session.scalars(select(CardConversation)).one()
    talk = ground.keys.open_sealed(CARD_CONVERSATION, row.state_index, row.talk_sealed)
    assert talk["answer"] == {"error": "pin-locked"}


def test_a_second_answer_is_refused_and_the_first_stays(work: Work, ground: Ground, state: str) -> None:
    park_card_answer(work, state, CardAgentError.CANCELLED)
    work.session.commit()
    with pytest.raises(CardConversationNotFound):
        park_card_answer(work, state, ANSWER)
    row = work.session.scalars(select(CardConversation)).one()
    talk = ground.keys.open_sealed(CARD_CONVERSATION, row.state_index, row.talk_sealed)
    assert talk["answer"] == {"error": "cancelled"}


def test_an_unknown_state_is_refused(work: Work, state: str) -> None:
    with pytest.raises(CardConversationNotFound):
        park_card_answer(work, state[::-1], ANSWER)


def test_a_conversation_that_is_over_takes_no_answer(work: Work, state: str, clock: MovingClock) -> None:
    clock.advance(timedelta(seconds=301))
    with pytest.raises(CardConversationNotFound):
        park_card_answer(work, state, ANSWER)


def test_a_spent_conversation_takes_no_answer(work: Work, state: str, session: Session) -> None:
    session.scalars(select(CardConversation)).one().spent = True
    session.commit()
    with pytest.raises(CardConversationNotFound):
        park_card_answer(work, state, ANSWER)


def test_an_answer_longer_than_the_column_is_no_silent_loss(work: Work, state: str) -> None:
    with pytest.raises(ValueTooLong):
        park_card_answer(work, state, CardAnswer(b"x" * 6000, b"y"))
