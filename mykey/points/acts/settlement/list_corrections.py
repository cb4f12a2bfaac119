"""Corrections as clerks see them: what, how much, why, and who wants it. Never who the person is.

Of the person there are the last four digits of the points number, and only where the number was typed. Of a
payment at a shop the receipt tells enough: digits beside it would say who was there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from mykey.points.acts.settlement.find_payment import Payment, see_payment
from mykey.points.acts.settlement.request_correction import own_code
from mykey.points.acts.sign_in_clerk import SignedInClerk
from mykey.points.ground import PointsWork
from mykey.points.models.holders import POINTS_NUMBER, Holder
from mykey.points.models.ledger import Account
from mykey.points.models.office_work import Correction, CorrectionState
from mykey.points.models.officers import OfficeClerk
from mykey.points.models.programmes import Event
from mykey.points.refusals_of_office import CorrectionNotFound

__all__ = ["CorrectionLine", "CorrectionShown", "list_corrections", "see_correction"]

#: judged ones that the list shows, the latest
MOST_JUDGED = 50
#: requests that the list shows, the oldest first
MOST_OPEN = 200
_LAST_DIGITS = 4


@dataclass(frozen=True)
class CorrectionLine:
    """One correction in a list. `mine`: the clerk who looks wants it. `event_name` None: the own account."""

    correction_id: UUID
    kind: str
    state: str
    points: int
    reason: str
    event_name: str | None
    requested_by: str
    requested_on: date
    judged_by: str | None
    judged_on: date | None
    mine: bool


@dataclass(frozen=True)
class CorrectionShown:
    """What an approver sees. `last_digits` None: closed meanwhile, or from a shop; `payment`: from a shop."""

    line: CorrectionLine
    last_digits: str | None
    payment: Payment | None


def list_corrections(
    work: PointsWork, clerk: SignedInClerk
) -> tuple[list[CorrectionLine], list[CorrectionLine]]:
    """Requests that wait, the oldest first; and what was decided last."""
    is_open = Correction.correction_state == CorrectionState.REQUESTED
    waiting = _lines(clerk).where(is_open).order_by(Correction.requested_on, Correction.correction_id)
    judged = _lines(clerk).where(
        Correction.correction_state.in_(
            [CorrectionState.APPROVED, CorrectionState.REFUSED, CorrectionState.WITHDRAWN]
        )
    )
    judged = judged.order_by(Correction.judged_on.desc(), Correction.correction_id)
    return (
        _shown(work.session.execute(waiting.limit(MOST_OPEN)), clerk),
        _shown(work.session.execute(judged.limit(MOST_JUDGED)), clerk),
    )


def see_correction(work: PointsWork, clerk: SignedInClerk, correction_id: UUID) -> CorrectionShown:
    """One correction. Raises `CorrectionNotFound`, for another municipality's too."""
    rows = work.session.execute(_lines(clerk).where(Correction.correction_id == correction_id)).all()
    if not rows:
        raise CorrectionNotFound
    (line,) = _shown(rows, clerk)
    correction = rows[0][0]
    if correction.wrong_act_id is not None:
        return CorrectionShown(line, None, see_payment(work, correction.wrong_act_id))
    holder = work.session.scalars(
        select(Holder)
        .join(Account, Account.holder_id == Holder.holder_id)
        .where(Account.account_id == correction.account_id)
    ).one()
    if holder.points_number_sealed is None:
        return CorrectionShown(line, None, None)
    number: str = work.keys.open_sealed(POINTS_NUMBER, holder.holder_id, holder.points_number_sealed)
    return CorrectionShown(line, number[-_LAST_DIGITS:], None)


def _lines(clerk: SignedInClerk) -> Select[Correction, str, str, str]:
    wants, judged = aliased(OfficeClerk), aliased(OfficeClerk)
    return (
        select(Correction, wants.clerk_login, judged.clerk_login, Event.event_name)
        .join(wants, wants.clerk_id == Correction.requested_by)
        .outerjoin(judged, judged.clerk_id == Correction.judged_by)
        .join(Account, Account.account_id == Correction.account_id)
        .outerjoin(Event, Event.event_id == Account.event_id)
        .where(Correction.municipality_code == own_code(clerk))
    )


def _shown(rows: Iterable[Any], clerk: SignedInClerk) -> list[CorrectionLine]:
    return [
        CorrectionLine(
            one.correction_id,
            one.correction_kind,
            one.correction_state,
            one.correction_points,
            one.correction_reason,
            event_name,
            wants,
            one.requested_on,
            judged,
            one.judged_on,
            one.requested_by == clerk.clerk_id,
        )
        for one, wants, judged, event_name in rows
    ]
