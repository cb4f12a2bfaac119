"""A till's session with one person: 120 seconds, this till alone, balance and one act.

What names the session is a random token; the row holds its keyed index and, sealed, whose session it is at
which till until when.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Table, delete, insert, select

from mykey.crypto.purposes import PointsPurpose
from mykey.crypto.tokens import new_token
from mykey.points.acts.admit_till_request import AdmittedTill
from mykey.points.acts.show_purses import Purse, show_purses
from mykey.points.ground import PointsWork
from mykey.points.holders import open_holder_row
from mykey.points.models.requests import TILL_VISIT, TillVisit
from mykey.points.models.shops import TillKind
from mykey.points.refusals import TillVisitOver

__all__ = ["VISIT_LIFE", "OpenedVisit", "end_till_visit", "look_into_till_visit", "open_till_visit"]

VISIT_LIFE = timedelta(seconds=120)

_VISITS = cast("Table", TillVisit.__table__)
_ROW = (_VISITS.c.visit_index, _VISITS.c.visit_sealed)


@dataclass(frozen=True)
class OpenedVisit:
    """What the till is told. `purpose` is the till's kind."""

    session: str = field(repr=False)
    purpose: str
    expires_at: datetime
    purses: list[Purse] = field(repr=False)


def open_till_visit(work: PointsWork, till: AdmittedTill, holder_id: UUID) -> OpenedVisit:
    """Open it for a holder who was proved, or whose card was touched where the till grants.

    A till that grants is shown no balance: a touched card proves no presence.

    Raises:
        PointsAccountNotFound: closed meanwhile; ProgrammeNotFound, ProgrammeNotOpen.
    """
    open_holder_row(work, holder_id)
    purses = show_purses(work, holder_id, till.municipality_code)
    token, until = new_token(work.random_bytes), work.clock() + VISIT_LIFE
    index = work.keys.index(PointsPurpose.TILL_VISIT_INDEX, token.encode())
    value = {
        "holder": str(holder_id),
        "till": till.till_id,
        "purpose": till.till_kind,
        "until": until.isoformat(),
    }
    work.connection.execute(
        insert(_VISITS).values(visit_index=index, visit_sealed=work.keys.seal(TILL_VISIT, index, value))
    )
    shown = [] if till.till_kind == TillKind.GRANT else purses
    return OpenedVisit(token, till.till_kind, until, shown)


def look_into_till_visit(work: PointsWork, till: AdmittedTill, token: str) -> UUID:
    """The holder's id, for a look at the balance. Raises `TillVisitOver`."""
    row = work.connection.execute(
        select(*_ROW).where(_VISITS.c.visit_index.in_(_places(work, token)))
    ).first()
    return _holder_of(work, till, row)


def end_till_visit(work: PointsWork, till: AdmittedTill, token: str) -> UUID:
    """The holder's id, for the one act. The session ends with the act's transaction; if it falls, it goes on.

    Raises:
        TillVisitOver: no such session of this till, its time is over, or its act is done.
        PointsAccountNotFound: the holder closed the account meanwhile.
    """
    # Of many acts at once, one deletes the row; the others wait for it, and find none.
    row = work.connection.execute(
        delete(_VISITS).where(_VISITS.c.visit_index.in_(_places(work, token))).returning(*_ROW)
    ).first()
    holder_id = _holder_of(work, till, row)
    open_holder_row(work, holder_id)
    return holder_id


def _places(work: PointsWork, token: str) -> list[bytes]:
    return work.keys.candidates(PointsPurpose.TILL_VISIT_INDEX, token.encode())


def _holder_of(work: PointsWork, till: AdmittedTill, row: Any) -> UUID:
    if row is None:
        raise TillVisitOver
    value = work.keys.open_sealed(TILL_VISIT, row.visit_index, row.visit_sealed)
    if (value["till"], value["purpose"]) != (till.till_id, till.till_kind):
        raise TillVisitOver
    if datetime.fromisoformat(value["until"]) <= work.clock():
        raise TillVisitOver
    return UUID(value["holder"])
