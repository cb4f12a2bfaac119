"""Drop what is over: nonces, challenges, conversations with cards, sessions, kept answers, limits.

Times of a citizen's sessions and conversations lie inside sealed values, so those rows are opened to see.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from mykey.crypto.sealed_values import SealBroken, SealedColumn
from mykey.kernel.clock import Clock
from mykey.models.card_conversations import CARD_CONVERSATION, CardConversation
from mykey.models.keys import CoreKeys
from mykey.models.sessions import CONSOLE_SESSION, PORTAL_SESSION, ConsoleSession, PortalSession
from mykey.models.terminal_requests import IdempotencyRecord, Limit, Nonce, TerminalChallenge

__all__ = ["purge"]

#: The window of a signature is two minutes to each side.
NONCE_MINUTES = 5
#: A challenge that is over is still told from an unknown one for a while.
CHALLENGE_REMEMBERED = timedelta(hours=1)
#: Longer than any face's absolute limit.
SESSION_LIFE = timedelta(hours=24)
AT_ONCE = 1000


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
        dropped += _drop_sealed(engine, keys, (index, sealed), column, over)
    return dropped


def _drop_sealed(
    engine: Engine,
    keys: CoreKeys,
    columns: tuple[InstrumentedAttribute[bytes], InstrumentedAttribute[bytes]],
    sealed_column: SealedColumn,
    over: Callable[[Any], bool],
) -> int:
    """Open a table's rows a thousand at a time, in the order of their keys; drop those that are over."""
    index, sealed = columns
    dropped, after = 0, b""
    while True:
        with Session(engine) as session, session.begin():
            rows = session.execute(
                select(index, sealed).where(index > after).order_by(index).limit(AT_ONCE)
            ).all()
            ended = [row[0] for row in rows if _is_over(keys, sealed_column, row[0], row[1], over)]
            if ended:
                session.execute(
                    delete(index.class_).where(index.in_(ended)).execution_options(synchronize_session=False)
                )
        dropped += len(ended)
        if len(rows) < AT_ONCE:
            return dropped
        after = rows[-1][0]


def _is_over(
    keys: CoreKeys, column: SealedColumn, row: bytes, sealed: bytes, over: Callable[[Any], bool]
) -> bool:
    try:
        return over(keys.open_sealed(column, row, sealed))
    except SealBroken:
        return True  # its key was withdrawn: nobody can use it any more
