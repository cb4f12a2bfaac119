"""Drop what is over: nonces, challenges, conversations with cards, sessions, kept answers, limits.

Times of a citizen's sessions and conversations lie inside sealed values, so those rows are opened to see.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, delete
from sqlalchemy.orm import Session

from mykey.kernel.clock import Clock
from mykey.models.card_conversations import CARD_CONVERSATION, CardConversation
from mykey.models.keys import CoreKeys
from mykey.models.sessions import CONSOLE_SESSION, PORTAL_SESSION, ConsoleSession, PortalSession
from mykey.models.terminal_requests import IdempotencyRecord, Limit, Nonce, TerminalChallenge
from mykey.web.sealed_rows import drop_sealed_rows

__all__ = ["purge"]

#: The window of a signature is two minutes to each side.
NONCE_MINUTES = 5
#: A challenge that is over is still told from an unknown one for a while.
CHALLENGE_REMEMBERED = timedelta(hours=1)
#: Longer than any face's absolute limit.
SESSION_LIFE = timedelta(hours=24)


def purge(engine: Engine, keys: CoreKeys, clock: Clock) -> int:
    """Drop everything that is over. The number of rows."""
    now = clock()
    dropped = 0
    with Session(engine) as session, session.begin():
        for statement in (
            delete(Nonce).where(Nonce.minute < int(now.timestamp()) // 60 - NONCE_MINUTES),
            delete(TerminalChallenge).where(TerminalChallenge.expires_at < now - CHALLENGE_REMEMBERED),
            delete(IdempotencyRecord).where(IdempotencyRecord.expires_at < now),
            delete(Limit).where(Limit.expires_at < now),
        ):
            dropped += session.execute(statement).rowcount  # type: ignore[attr-defined]  # delete() gives a CursorResult

    def session_over(value: Any) -> bool:
        return datetime.fromisoformat(value["opened_at"]) + SESSION_LIFE < now

    def talk_over(value: Any) -> bool:
        return datetime.fromisoformat(value["expires_at"]) < now

    for index, sealed, column, over in (
        (PortalSession.token_index, PortalSession.data_sealed, PORTAL_SESSION, session_over),
        (ConsoleSession.token_index, ConsoleSession.data_sealed, CONSOLE_SESSION, session_over),
        (CardConversation.state_index, CardConversation.talk_sealed, CARD_CONVERSATION, talk_over),
    ):
        dropped += drop_sealed_rows(engine, keys, (index, sealed), column, over)
    return dropped
