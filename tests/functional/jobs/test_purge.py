from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from mykey.crypto.purposes import CorePurpose
from mykey.jobs.purge import purge
from mykey.models.card_conversations import CardConversation
from mykey.models.sessions import CONSOLE_SESSION, PORTAL_SESSION, ConsoleSession, PortalSession
from mykey.models.terminal_requests import IdempotencyRecord, Limit, Nonce, TerminalChallenge
from mykey.services.begin_card_conversation import CardPurpose, begin_card_conversation
from mykey.services.ground import Ground
from tests.factories.citizens import a_citizen
from tests.support.ground import work_on
from tests.support.moving_clock import MovingClock

TABLES = (Nonce, TerminalChallenge, IdempotencyRecord, Limit, PortalSession, ConsoleSession, CardConversation)


@pytest.fixture(autouse=True)
def rows_of_now(ground: Ground, core_engine: Engine, clock: MovingClock) -> None:
    """One row in each table, as of now."""
    index, now, keys = b"\x01" * 32, clock(), ground.keys
    talked = {"data": {}, "opened_at": now.isoformat(), "seen_at": now.isoformat()}
    with Session(core_engine) as session, session.begin():
        session.add(Nonce(nonce_index=index, minute=int(now.timestamp()) // 60))
        session.add(
            TerminalChallenge(
                id=uuid4(),
                terminal_id="00052459",
                challenge=b"c" * 32,
                expires_at=now + timedelta(seconds=120),
                used=False,
            )
        )
        session.add(
            IdempotencyRecord(
                key_index=index,
                body_index=index,
                answer_sealed=None,
                leased_until=now,
                expires_at=now + timedelta(hours=24),
            )
        )
        session.add(Limit(key_index=index, hits=1, expires_at=now + timedelta(minutes=15)))
        sealed = keys.seal(PORTAL_SESSION, index, talked)
        session.add(PortalSession(token_index=index, data_sealed=sealed))
        sealed = keys.seal(CONSOLE_SESSION, index, talked)
        session.add(ConsoleSession(token_index=index, data_sealed=sealed))
        begin_card_conversation(work_on(ground, session), index, CardPurpose.SIGN_IN)
        a_citizen(ground, session)


def left(engine: Engine) -> set[Any]:
    with Session(engine) as session:
        return {table for table in TABLES if session.scalar(select(func.count()).select_from(table))}


@pytest.mark.parametrize(
    ("step", "kept"),
    [
        (timedelta(seconds=1), set(TABLES)),
        (timedelta(minutes=4), set(TABLES)),
        (timedelta(minutes=6), set(TABLES) - {Nonce, CardConversation}),
        (timedelta(minutes=16), set(TABLES) - {Nonce, CardConversation, Limit}),
        (timedelta(hours=2), {IdempotencyRecord, PortalSession, ConsoleSession}),
        (timedelta(hours=25), set()),
    ],
)
def test_what_is_over_is_dropped_and_nothing_else(
    ground: Ground, core_engine: Engine, clock: MovingClock, step: timedelta, kept: set[Any]
) -> None:
    clock.advance(step)
    dropped = purge(core_engine, ground.keys, clock)
    assert left(core_engine) == kept
    assert dropped == len(TABLES) - len(kept)
    assert purge(core_engine, ground.keys, clock) == 0


def test_a_session_whose_key_was_withdrawn_is_dropped(
    ground: Ground, core_engine: Engine, clock: MovingClock
) -> None:
    with Session(core_engine) as session, session.begin():
        session.scalars(select(PortalSession)).one().data_sealed = b"\x09" * PORTAL_SESSION.stored_bytes
    assert purge(core_engine, ground.keys, clock) == 1
    assert PortalSession not in left(core_engine)


def test_more_rows_than_are_opened_at_once(
    ground: Ground, core_engine: Engine, clock: MovingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mykey.web.sealed_rows.AT_ONCE", 3)
    with Session(core_engine) as session, session.begin():
        for _ in range(7):
            begin_card_conversation(work_on(ground, session), b"s" * 32, CardPurpose.SIGN_IN)
    clock.advance(minutes=6)
    with Session(core_engine) as session, session.begin():
        young = begin_card_conversation(work_on(ground, session), b"s" * 32, CardPurpose.SIGN_IN)
    assert purge(core_engine, ground.keys, clock) == 8 + 1  # the nonce, too
    with Session(core_engine) as session:
        index = ground.keys.index(CorePurpose.CARD_CONVERSATION_INDEX, young.state.encode())
        assert session.scalars(select(CardConversation.state_index)).all() == [index]
