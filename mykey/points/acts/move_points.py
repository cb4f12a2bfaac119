"""A citizen moves points out of the reserve, to a municipality or a support event. One way only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from mykey.points.acts.find_programme import expiry_day, open_event, open_programme
from mykey.points.amounts import judge_amount
from mykey.points.ground import PointsWork
from mykey.points.ledger.accounts import LockedAccount, lock_accounts_of, open_account
from mykey.points.ledger.post import Side, post
from mykey.points.models.ledger import AccountKind, ActKind
from mykey.points.refusals import PointsInsufficient

__all__ = ["Moved", "move_points"]


@dataclass(frozen=True)
class Moved:
    """What was done: the act, and the last day of the points at their new place."""

    act_id: UUID
    ends_on: date


def move_points(
    work: PointsWork,
    holder_id: UUID,
    amount: int,
    *,
    municipality_code: str | None = None,
    event_id: UUID | None = None,
) -> Moved:
    """Post the move: to a municipality, or to an event where one is named.

    Raises:
        AmountRefused; PointsInsufficient; ProgrammeNotFound, ProgrammeNotOpen, EventNotOpen.
    """
    judge_amount(amount)
    if event_id is not None:
        event = open_event(work, event_id)
        open_programme(work, event.municipality_code)  # without it no shop would take them
        kind, code, ends_on = AccountKind.EVENT, event.municipality_code, event.event_closes_on
    else:
        code = municipality_code or ""
        kind, ends_on = AccountKind.MUNICIPAL, expiry_day(open_programme(work, code), work.today)
    locked = lock_accounts_of(work, holder_id)
    target = _find(locked, kind, code, event_id)
    if target is None:
        open_account(work, kind, holder_id=holder_id, municipality_code=code, event_id=event_id)
        locked = lock_accounts_of(work, holder_id)
        target = _find(locked, kind, code, event_id)
    reserve = next((account for account in locked if account.account_kind == AccountKind.RESERVE), None)
    if reserve is None or target is None:
        raise PointsInsufficient(available=0)
    act_id = post(work, ActKind.MOVE, [Side(reserve, -amount), Side(target, amount, ends_on=ends_on)])
    return Moved(act_id, ends_on)


def _find(locked: list[LockedAccount], kind: str, code: str, event_id: UUID | None) -> LockedAccount | None:
    return next(
        (
            account
            for account in locked
            if (account.account_kind, account.municipality_code, account.event_id) == (kind, code, event_id)
        ),
        None,
    )
