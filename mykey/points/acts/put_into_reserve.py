"""Points come into a citizen's reserve (留保), out of the partners' clearing.

Companies' points come by `acts/partners`, out of each company's own clearing account; what the operator puts
in by hand comes out of the one that is nobody's.
"""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from mykey.points.acts.tell_holder import Notice, tell_holder
from mykey.points.amounts import judge_amount
from mykey.points.ground import PointsWork
from mykey.points.ledger.accounts import LockedAccount, lock_accounts, open_account
from mykey.points.ledger.post import Side, post
from mykey.points.models.ledger import AccountKind, ActKind
from mykey.points.refusals import LedgerBroken

__all__ = ["MOST_TERM_DAYS", "TERM_DAYS", "post_into_reserve", "put_into_reserve"]

#: How long reserve points wait for their holder's choice where no setting says otherwise (features.md, E:
#: three weeks in the draft, 14 days as operated).
TERM_DAYS = 21
MOST_TERM_DAYS = 365


def put_into_reserve(work: PointsWork, holder_id: UUID, amount: int, term_days: int = TERM_DAYS) -> UUID:
    """Post it and give the act's id. The lot's day is the last of the term.

    Raises:
        AmountRefused.
    """
    judge_amount(amount)
    reserve = open_account(work, AccountKind.RESERVE, holder_id=holder_id)
    clearing = open_account(work, AccountKind.CLEARING)
    locked = lock_accounts(work, [reserve, clearing])
    act_id, _ = post_into_reserve(work, locked[clearing], locked[reserve], amount, term_days)
    return act_id


def post_into_reserve(
    work: PointsWork, clearing: LockedAccount, reserve: LockedAccount, points: int, term_days: int
) -> tuple[UUID, date]:
    """Post it and tell the holder who wished to be told; the act's id and the last day of the term.

    Raises:
        PointsAccountNotFound: the holder has closed.
    """
    ends_on = work.today + timedelta(days=term_days)
    sides = [Side(clearing, -points), Side(reserve, points, ends_on=ends_on)]
    act_id = post(work, ActKind.PUT_INTO_RESERVE, sides)
    if reserve.holder_id is None:
        raise LedgerBroken(what="reserve-without-holder")
    tell_holder(work, reserve.holder_id, Notice.GRANTED, amount=points, ends_on=ends_on, place=None)
    return act_id, ends_on
