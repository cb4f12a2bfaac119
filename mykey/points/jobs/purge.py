"""Drop what is over: opened tickets, kept answers, nonces, limits, sessions, visits at tills, pay codes.

Times of what citizens do lie inside sealed values, so those rows are opened to see. Rows that know only their
day's or hour's third turn are dropped when it is over; not in the last minutes of a turn, in which another
machine's clock may have begun the next one under the same number.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Delete, Engine, delete
from sqlalchemy.orm import Session

from mykey.kernel.clock import Clock, japan_day
from mykey.points.acts.spend_nonce import hour_third
from mykey.points.keys import PointsKeys
from mykey.points.ledger.once import day_third
from mykey.points.models.requests import (
    PAY_CODE,
    TILL_VISIT,
    KeptAnswer,
    OpenedTicket,
    PayCode,
    PointsLimit,
    SeenNonce,
    TillVisit,
)
from mykey.points.models.sessions import OFFICE_SESSION, POINTS_SESSION, OfficeSession, PointsSession
from mykey.web.sealed_rows import drop_sealed_rows

__all__ = ["purge_points"]

#: Longer than any face's absolute limit.
SESSION_LIFE = timedelta(hours=24)
#: By how much the clocks of two machines may differ.
CLOCKS_DIFFER = timedelta(minutes=5)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def purge_points(engine: Engine, keys: PointsKeys, clock: Clock) -> int:
    """Drop everything that is over. The number of rows."""
    now = clock()
    dropped = 0
    with Session(engine) as session, session.begin():
        for statement in _by_columns(now):
            dropped += session.execute(statement).rowcount  # type: ignore[attr-defined]  # delete() gives a CursorResult

    def session_over(value: Any) -> bool:
        return datetime.fromisoformat(value["opened_at"]) + SESSION_LIFE < now

    def until_over(value: Any) -> bool:
        return datetime.fromisoformat(value["until"]) < now

    for index, sealed, column, over in (
        (PointsSession.token_index, PointsSession.data_sealed, POINTS_SESSION, session_over),
        (OfficeSession.token_index, OfficeSession.data_sealed, OFFICE_SESSION, session_over),
        (TillVisit.visit_index, TillVisit.visit_sealed, TILL_VISIT, until_over),
        (PayCode.pay_code_index, PayCode.pay_code_sealed, PAY_CODE, until_over),
    ):
        dropped += drop_sealed_rows(engine, keys, (index, sealed), column, over)
    return dropped


def _by_columns(now: datetime) -> list[Delete]:
    rules: list[tuple[type[Any], ColumnElement[bool]]] = [
        (OpenedTicket, OpenedTicket.gone_after < japan_day(now)),
        (PointsLimit, PointsLimit.expires_at < now),
    ]
    # Of three turns the next one's number is that of the one before the last.
    day, hour = day_third(japan_day(now + DAY)), hour_third((now + HOUR).timestamp())
    if japan_day(now + CLOCKS_DIFFER) == japan_day(now):
        rules.append((KeptAnswer, KeptAnswer.kept_third == day))
    if hour_third((now + CLOCKS_DIFFER).timestamp()) == hour_third(now.timestamp()):
        rules.append((SeenNonce, SeenNonce.seen_third == hour))
    return [delete(model).where(rule) for model, rule in rules]
