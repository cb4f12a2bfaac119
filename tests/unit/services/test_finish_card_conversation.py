from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from mykey.kernel.errors import MyKeyError
from mykey.kernel.refusals_of_cards import (
    CertificateExpired,
    CertificateMalformed,
    CertificateRevoked,
    CertificateWrongKind,
    ChallengeExpired,
    ChallengeFailed,
    ChallengeUsed,
    RevocationUnknown,
)
from mykey.kernel.refusals_of_citizens import CardAnswerMissing, CardConversationNotFound, CardNotRead
from mykey.models.card_conversations import CARD_CONVERSATION, CardConversation
from mykey.services.begin_card_conversation import BegunConversation, CardPurpose, begin_card_conversation
from mykey.services.card_certificate import ProvedCard
from mykey.services.finish_card_conversation import finish_card_conversation
from mykey.services.ground import Ground
from mykey.services.park_card_answer import CardAgentError, CardAnswer, park_card_answer
from mykey.services.work import Work
from tests.support.ground import bring_lists, work_on
from tests.support.moving_clock import MovingClock
from town.authority.issued import IssuedCard
from town.authority.office import CardOffice

MINE, ANOTHERS = b"m" * 32, b"a" * 32


@pytest.fixture
def card(office: CardOffice, ground: Ground, tmp_path: Path, clock: MovingClock) -> IssuedCard:
    issued = office.issue(name="hanako", holder="見本花子")
    bring_lists(ground, tmp_path, office)
    clock.advance(seconds=2)
    return issued


@dataclass
class Talk:
    """A conversation, and the receipt of its answer."""

    begun: BegunConversation
    receipt: str = ""

    @property
    def challenge(self) -> bytes:
        return self.begun.challenge


def begin(work: Work) -> Talk:
    begun = begin_card_conversation(work, MINE, CardPurpose.SIGN_IN)
    work.session.commit()
    return Talk(begun)


def park(work: Work, talk: Talk, answer: CardAnswer | CardAgentError) -> None:
    talk.receipt = park_card_answer(work, talk.begun.state, answer)
    work.session.commit()


def answered(work: Work, card: IssuedCard) -> Talk:
    talk = begin(work)
    park(work, talk, CardAnswer(card.user.der, card.user.sign(talk.challenge)))
    return talk


def finish(
    work: Work,
    ground: Ground,
    talk: Talk,
    session_index: bytes = MINE,
    purpose: CardPurpose = CardPurpose.SIGN_IN,
) -> ProvedCard:
    return finish_card_conversation(
        work, ground.cards, talk.begun.state, talk.receipt, session_index, purpose
    )


def test_a_good_card_is_proved(work: Work, ground: Ground, card: IssuedCard) -> None:
    proved = finish(work, ground, answered(work, card))
    assert proved.name.serial == card.user.serial
    assert proved.name.ca_key_id == card.user.ca_key_id
    assert proved.distribution_point == card.user.distribution_point


def test_a_p384_card_is_proved(work: Work, ground: Ground, office: CardOffice) -> None:
    new = office.issue(name="jiro", holder="見本次郎", key_type="p384")
    assert finish(work, ground, answered(work, new)).name.serial == new.user.serial


def test_it_serves_once_and_the_certificate_is_gone(work: Work, ground: Ground, card: IssuedCard) -> None:
    begun = answered(work, card)
    finish(work, ground, begun)
    with pytest.raises(ChallengeUsed):
        finish(work, ground, begun)
    row = work.session.scalars(select(CardConversation)).one()
    assert row.spent
    assert ground.keys.open_sealed(CARD_CONVERSATION, row.state_index, row.talk_sealed)["answer"] is None


@pytest.mark.parametrize(
    ("session_index", "purpose"), [(ANOTHERS, CardPurpose.SIGN_IN), (MINE, CardPurpose.CREATE_MYKEY_ID)]
)
def test_another_browser_or_purpose_is_refused_and_burns_it(
    work: Work, ground: Ground, card: IssuedCard, session_index: bytes, purpose: CardPurpose
) -> None:
    begun = answered(work, card)
    with pytest.raises(CardConversationNotFound):
        finish(work, ground, begun, session_index, purpose)
    with pytest.raises(ChallengeUsed):
        finish(work, ground, begun)


@pytest.mark.parametrize("receipt", ["", "guessed", "受領証"])
def test_without_the_receipt_of_who_answered_it_is_refused_and_burnt(
    work: Work, ground: Ground, card: IssuedCard, receipt: str
) -> None:
    """Who made another person's card answer his own request has the session and the state, and no more."""
    talk = answered(work, card)
    right, talk.receipt = talk.receipt, receipt
    with pytest.raises(CardConversationNotFound):
        finish(work, ground, talk)
    talk.receipt = right
    with pytest.raises(ChallengeUsed):
        finish(work, ground, talk)


def test_an_unknown_state_is_refused(work: Work, ground: Ground) -> None:
    with pytest.raises(CardConversationNotFound):
        finish_card_conversation(work, ground.cards, "unknown", "", MINE, CardPurpose.SIGN_IN)


def test_an_old_one_is_refused_and_burnt(
    work: Work, ground: Ground, card: IssuedCard, clock: MovingClock
) -> None:
    begun = answered(work, card)
    clock.advance(timedelta(seconds=301))
    with pytest.raises(ChallengeExpired):
        finish(work, ground, begun)
    with pytest.raises(ChallengeUsed):
        finish(work, ground, begun)


def test_one_without_an_answer_is_refused(work: Work, ground: Ground) -> None:
    with pytest.raises(CardAnswerMissing):
        finish(work, ground, begin(work))


def test_the_agents_error_comes_through(work: Work, ground: Ground) -> None:
    begun = begin(work)
    park(work, begun, CardAgentError.PIN_LOCKED)
    with pytest.raises(CardNotRead) as refused:
        finish(work, ground, begun)
    assert refused.value.facts == {"reason": "pin-locked"}


def refusal_of(work: Work, ground: Ground, begun: Talk, answer: CardAnswer) -> type[MyKeyError]:
    park(work, begun, answer)
    with pytest.raises(MyKeyError) as refused:
        finish(work, ground, begun)
    with pytest.raises(ChallengeUsed):
        finish(work, ground, begun)
    return type(refused.value)


def test_a_signature_over_another_challenge_is_refused(work: Work, ground: Ground, card: IssuedCard) -> None:
    answer = CardAnswer(card.user.der, card.user.sign(b"0" * 32))
    assert refusal_of(work, ground, begin(work), answer) is ChallengeFailed


def test_another_cards_signature_is_refused(
    work: Work, ground: Ground, card: IssuedCard, office: CardOffice
) -> None:
    other = office.issue(name="taro", holder="見本太郎")
    begun = begin(work)
    answer = CardAnswer(card.user.der, other.user.sign(begun.challenge))
    assert refusal_of(work, ground, begun, answer) is ChallengeFailed


def test_bytes_that_are_no_certificate_are_refused(work: Work, ground: Ground) -> None:
    assert refusal_of(work, ground, begin(work), CardAnswer(b"no", b"no")) is CertificateMalformed


def test_a_signing_certificate_is_refused(work: Work, ground: Ground, card: IssuedCard) -> None:
    assert card.signing is not None
    begun = begin(work)
    answer = CardAnswer(card.signing.der, card.signing.sign(begun.challenge))
    assert refusal_of(work, ground, begun, answer) is CertificateWrongKind


def test_an_expired_card_is_refused(work: Work, ground: Ground, card: IssuedCard, office: CardOffice) -> None:
    expired = office.expire(card.name)
    begun = begin(work)
    answer = CardAnswer(expired.user.der, expired.user.sign(begun.challenge))
    assert refusal_of(work, ground, begun, answer) is CertificateExpired


def test_a_revoked_card_is_refused(
    work: Work, ground: Ground, card: IssuedCard, office: CardOffice, tmp_path: Path, clock: MovingClock
) -> None:
    office.lose(card.name)
    bring_lists(ground, tmp_path, office)
    clock.advance(seconds=2)
    begun = begin(work)
    answer = CardAnswer(card.user.der, card.user.sign(begun.challenge))
    assert refusal_of(work, ground, begun, answer) is CertificateRevoked


def test_a_list_past_its_end_cannot_tell(
    work: Work, ground: Ground, card: IssuedCard, clock: MovingClock
) -> None:
    clock.advance(hours=25)
    begun = begin(work)
    answer = CardAnswer(card.user.der, card.user.sign(begun.challenge))
    assert refusal_of(work, ground, begun, answer) is RevocationUnknown


def test_of_two_at_once_one_gets_the_card(
    work: Work, ground: Ground, card: IssuedCard, core_engine: Engine
) -> None:
    begun = answered(work, card)
    both = threading.Barrier(2)
    outcomes: list[str] = []

    def run() -> None:
        with Session(core_engine) as session:
            both.wait()
            try:
                finish(work_on(ground, session), ground, begun)
                outcomes.append("proved")
            except ChallengeUsed:
                outcomes.append("used")

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["proved", "used"]
