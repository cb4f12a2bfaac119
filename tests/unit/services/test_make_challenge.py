from __future__ import annotations

from datetime import UTC, timedelta

from sqlalchemy import select

from mykey.models.terminal_requests import TerminalChallenge
from mykey.services.ground import Ground
from mykey.services.make_challenge import CHALLENGE_LIFE, make_challenge
from mykey.services.work import Work


def test_it_is_kept_for_one_terminal_unused(work: Work) -> None:
    made = make_challenge(work, "40000001")
    work.session.commit()
    kept = work.session.scalars(select(TerminalChallenge)).one()
    assert (kept.id, kept.terminal_id, kept.challenge) == (made.id, "40000001", made.challenge)
    assert kept.expires_at == made.expires_at
    assert not kept.used
    assert len(made.challenge) == 32


def test_it_lives_two_minutes_to_the_second(work: Work, ground: Ground) -> None:
    made = make_challenge(work, "40000001")
    assert timedelta(seconds=120) == CHALLENGE_LIFE
    assert timedelta(seconds=119) < made.expires_at - ground.clock() <= CHALLENGE_LIFE
    assert made.expires_at.microsecond == 0
    assert made.expires_at.tzinfo is UTC


def test_no_two_are_alike(work: Work) -> None:
    made = [make_challenge(work, "40000001") for _ in range(20)]
    assert len({one.challenge for one in made}) == len({one.id for one in made}) == 20


def test_nothing_is_committed_by_the_use_case(work: Work) -> None:
    make_challenge(work, "40000001")
    work.session.rollback()
    assert work.session.scalars(select(TerminalChallenge)).all() == []
