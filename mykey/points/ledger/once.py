"""Exactly once: the answer to a call is kept in the transaction of the act, under the call's key.

A caller that hears nothing sends the same call again. Either the act was committed, and its answer with it,
or neither was. Two at the same moment: the second finds the first's row when it writes its own, and begins
anew (`points.settling`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from sqlalchemy import Table, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite

from mykey.crypto.purposes import PointsPurpose
from mykey.kernel.errors import Broken, Refused
from mykey.points.ground import PointsWork
from mykey.points.keys import PointsKeys
from mykey.points.models.requests import KEPT_ANSWER, KeptAnswer
from mykey.points.refusals import IdempotencyKeyReused

__all__ = ["AnsweredMeanwhile", "Call", "day_third", "find_answer", "keep_answer", "make_call", "once"]

_TABLE = cast("Table", KeptAnswer.__table__)
_FIND = select(_TABLE.c.call_index, _TABLE.c.call_body_index, _TABLE.c.answer_kept_sealed).where(
    _TABLE.c.call_index == bindparam("the_index")
)
_KEEP = {
    name: dialect.insert(_TABLE).on_conflict_do_nothing().returning(_TABLE.c.call_index)
    for name, dialect in (("postgresql", postgresql), ("sqlite", sqlite))
}


class AnsweredMeanwhile(Broken):
    """The same call was answered by another transaction since this one began. Never seen by a caller."""

    code = "answered-meanwhile"


@dataclass(frozen=True)
class Call:
    """Where the answer stands: (key's index, body's index) for each version of the key, newest first."""

    places: tuple[tuple[bytes, bytes], ...]


def make_call(keys: PointsKeys, caller: str, operation: str, key: str, body: bytes) -> Call:
    """A call by its caller (a till, a holder), operation, idempotency key and body."""
    parts = (caller.encode(), operation.encode(), key.encode())
    found = keys.candidates(PointsPurpose.ANSWER_INDEX, b"key", *parts)
    bodies = keys.candidates(PointsPurpose.ANSWER_INDEX, b"body", *parts, body)
    return Call(tuple(zip(found, bodies, strict=True)))


def once(work: PointsWork, call: Call | None, act: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """The kept answer of the call, or `act` and its answer (members that JSON can carry), kept with it.

    Raises:
        IdempotencyKeyReused: the key came before with another body.
        AnsweredMeanwhile: see `points.settling`.
        What `act` raises.
    """
    if call is None:
        return act()
    kept = find_answer(work, call)
    if kept is not None:
        return kept
    try:
        answer = act()
    except Refused as refusal:
        # A twin that was faster has perhaps taken what this one wanted: then it was done, and not refused.
        if find_answer(work, call) is not None:
            raise AnsweredMeanwhile from refusal
        raise
    keep_answer(work, call, answer)
    return answer


def keep_answer(work: PointsWork, call: Call, answer: dict[str, Any]) -> None:
    """Keep an answer in this transaction. Raises `AnsweredMeanwhile`."""
    index, body = call.places[0]
    keep = _KEEP[work.connection.dialect.name]
    row = {
        "call_index": index,
        "call_body_index": body,
        "answer_kept_sealed": work.keys.seal(KEPT_ANSWER, index, answer),
        "kept_third": day_third(work.today),
    }
    kept = work.connection.execute(keep, row).first()
    if kept is None:
        raise AnsweredMeanwhile


def day_third(day: date) -> int:
    """A day's turn of three: rows of the day before yesterday are dropped, so each lives 24 to 72 hours."""
    return day.toordinal() % 3


def find_answer(work: PointsWork, call: Call) -> dict[str, Any] | None:
    """The kept answer of a call, if there is one. Raises `IdempotencyKeyReused`."""
    bodies = dict(call.places)
    for place in bodies:
        row = work.connection.execute(_FIND, {"the_index": place}).first()
        if row is not None:
            break
    else:
        return None
    if bodies[row.call_index] != row.call_body_index:
        raise IdempotencyKeyReused
    answer: dict[str, Any] = work.keys.open_sealed(KEPT_ANSWER, row.call_index, row.answer_kept_sealed)
    return answer
