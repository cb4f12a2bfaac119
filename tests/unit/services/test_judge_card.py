from __future__ import annotations

import os
import threading
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from mykey.certificates import Freshness
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
from mykey.models.terminal_requests import TerminalChallenge
from mykey.services.ground import Ground
from mykey.services.judge_card import CardObject, JudgedCard, judge_card
from mykey.services.make_challenge import Challenge, make_challenge
from mykey.services.work import Work
from tests.support.card_at_counter import touched_card
from tests.support.ground import bring_lists, work_on
from tests.support.moving_clock import MovingClock
from town.authority.issued import IssuedCard
from town.authority.office import CardOffice

TERMINAL = "40000001"


@pytest.fixture
def card(office: CardOffice) -> IssuedCard:
    return office.issue(name="hanako", holder="見本 花子")


def a_challenge(work: Work, ground: Ground, terminal_id: str = TERMINAL) -> Challenge:
    return work.apart(lambda own: make_challenge(ground.work(own, work.apart), terminal_id))


def signed(card: IssuedCard, challenge: Challenge, signature: bytes | None = None) -> CardObject:
    made = card.user.sign(challenge.challenge) if signature is None else signature
    return CardObject(card.user.der, challenge.id, made)


def judge(work: Work, ground: Ground, card: CardObject, hours: float = 0) -> JudgedCard:
    return judge_card(work, ground.cards, TERMINAL, card, timedelta(hours=hours))


def is_used(work: Work, challenge: Challenge) -> bool:
    return work.apart(lambda own: own.get_one(TerminalChallenge, challenge.id).used)


def test_a_touched_card_writes_nothing(work: Work, ground: Ground, card: IssuedCard) -> None:
    judged = judge(work, ground, touched_card(card))
    assert (judged.proved, judged.freshness) == (False, Freshness.FRESH)
    assert (judged.certificate.name.ca_key_id, judged.certificate.name.serial) == (
        card.user.ca_key_id,
        card.user.serial,
    )
    assert work.session.scalars(select(TerminalChallenge)).all() == []


@pytest.mark.parametrize("key_type", ["rsa2048", "p384"])
def test_with_the_pin_it_is_proved_and_the_challenge_burnt(
    work: Work, ground: Ground, office: CardOffice, key_type: str
) -> None:
    card = office.issue(name="jiro", holder="見本 次郎", key_type=key_type)
    challenge = a_challenge(work, ground)
    assert judge(work, ground, signed(card, challenge)).proved
    assert is_used(work, challenge)
    with pytest.raises(ChallengeUsed):
        judge(work, ground, signed(card, challenge))


def test_a_wrong_signature_burns_the_challenge_too(work: Work, ground: Ground, card: IssuedCard) -> None:
    challenge = a_challenge(work, ground)
    with pytest.raises(ChallengeFailed):
        judge(work, ground, signed(card, challenge, b"\1" * 256))
    with pytest.raises(ChallengeUsed):
        judge(work, ground, signed(card, challenge))


@pytest.mark.parametrize("signature", [b"", b"\0", b"x" * 4096])
def test_no_length_of_signature_is_taken_for_one(
    work: Work, ground: Ground, card: IssuedCard, signature: bytes
) -> None:
    with pytest.raises(ChallengeFailed):
        judge(work, ground, signed(card, a_challenge(work, ground), signature))


def test_another_cards_signature_proves_nothing(
    work: Work, ground: Ground, card: IssuedCard, office: CardOffice
) -> None:
    other = office.issue(name="jiro", holder="見本 次郎")
    challenge = a_challenge(work, ground)
    with pytest.raises(ChallengeFailed):
        judge(work, ground, signed(card, challenge, other.user.sign(challenge.challenge)))


def test_another_terminals_challenge_fails_and_stays_whole(
    work: Work, ground: Ground, card: IssuedCard
) -> None:
    challenge = a_challenge(work, ground, "40000002")
    with pytest.raises(ChallengeFailed):
        judge(work, ground, signed(card, challenge))
    assert not is_used(work, challenge)


def test_an_unknown_challenge_fails(work: Work, ground: Ground, card: IssuedCard) -> None:
    for unknown in (UUID(bytes=os.urandom(16), version=4), None):
        with pytest.raises(ChallengeFailed):
            judge(work, ground, CardObject(card.user.der, unknown, b"\1" * 256))


def test_a_challenge_lives_two_minutes(
    work: Work, ground: Ground, card: IssuedCard, clock: MovingClock
) -> None:
    first, second = a_challenge(work, ground), a_challenge(work, ground)
    clock.advance(seconds=120)
    assert judge(work, ground, signed(card, first)).proved
    clock.advance(seconds=1)
    with pytest.raises(ChallengeExpired):
        judge(work, ground, signed(card, second))
    assert not is_used(work, second)
    with pytest.raises(ChallengeUsed):
        judge(work, ground, signed(card, first))


def altered(der: bytes) -> bytes:
    return der[:-1] + bytes([der[-1] ^ 1])


def test_what_is_judged_first_is_said_first(
    work: Work, ground: Ground, card: IssuedCard, office: CardOffice, tmp_path: Path, clock: MovingClock
) -> None:
    """Form, kind, revocation: all of them before the challenge, which is not touched."""
    assert card.signing is not None
    challenge = a_challenge(work, ground)
    for der, refusal in ((b"no DER", CertificateMalformed), (card.signing.der, CertificateWrongKind)):
        with pytest.raises(refusal):
            judge(work, ground, CardObject(der, challenge.id, b"\1" * 256))
    office.lose(card.name)
    bring_lists(ground, tmp_path, office)
    clock.advance(seconds=2)
    with pytest.raises(CertificateRevoked):
        judge(work, ground, signed(card, challenge))
    assert not is_used(work, challenge)


def test_dates_are_said_before_revocation(
    work: Work, ground: Ground, office: CardOffice, tmp_path: Path, clock: MovingClock
) -> None:
    office.issue(name="jiro", holder="見本 次郎")
    over = office.expire("jiro")
    office.lose("jiro")
    bring_lists(ground, tmp_path, office)
    clock.advance(seconds=2)
    with pytest.raises(CertificateExpired):
        judge(work, ground, touched_card(over))


def test_one_byte_changed_is_refused_and_never_an_exception(
    work: Work, ground: Ground, card: IssuedCard
) -> None:
    with pytest.raises(MyKeyError) as refused:
        judge(work, ground, CardObject(altered(card.user.der), None, None))
    assert refused.value.code == "certificate-not-trusted"


def test_a_list_that_is_over_serves_within_the_grace_alone(
    work: Work, ground: Ground, card: IssuedCard, clock: MovingClock
) -> None:
    clock.advance(hours=30)
    with pytest.raises(RevocationUnknown):
        judge(work, ground, touched_card(card))
    with pytest.raises(RevocationUnknown):
        judge(work, ground, touched_card(card), hours=5)
    assert judge(work, ground, touched_card(card), hours=7).freshness is Freshness.STALE


def test_without_a_list_nobody_can_tell(work: Work, ground: Ground, tmp_path: Path, card: IssuedCard) -> None:
    for file in (tmp_path / "revocation").rglob("*.idx"):
        file.unlink()
    with pytest.raises(RevocationUnknown):
        judge(work, ground, touched_card(card), hours=168)


def test_of_two_with_one_challenge_one_is_proved(
    work: Work, ground: Ground, card: IssuedCard, core_engine: Engine
) -> None:
    given = signed(card, a_challenge(work, ground))
    start = threading.Barrier(4)
    outcomes: list[str] = []

    def run() -> None:
        with Session(core_engine) as own:
            start.wait(10)
            try:
                judge(work_on(ground, own), ground, given)
            except MyKeyError as refusal:
                outcomes.append(refusal.code)
            else:
                outcomes.append("proved")

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(outcomes) == [*["challenge-used"] * 3, "proved"]


def test_the_card_stays_out_of_representations(work: Work, ground: Ground, card: IssuedCard) -> None:
    given = signed(card, a_challenge(work, ground))
    for shown in (repr(given), repr(judge(work, ground, given))):
        assert str(card.user.serial) not in shown
        assert given.user_certificate.hex() not in shown
        assert repr(given.user_certificate) not in shown
