"""Points come into a citizen's reserve (留保), out of the partners' clearing.

Until partner companies are connected the operator does it by hand, by an act like any other.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from mykey.points.acts.tell_holder import Notice, tell_holder
from mykey.points.amounts import judge_amount
from mykey.points.ground import PointsWork
from mykey.points.ledger.accounts import lock_accounts, open_account
from mykey.points.ledger.post import Side, post
from mykey.points.models.ledger import AccountKind, ActKind

__all__ = ["MOST_TERM_DAYS", "TERM_DAYS", "put_into_reserve"]

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
    ends_on = work.today + timedelta(days=term_days)
    sides = [Side(locked[clearing], -amount), Side(locked[reserve], amount, ends_on=ends_on)]
    act_id = post(work, ActKind.PUT_INTO_RESERVE, sides)
    tell_holder(work, holder_id, Notice.GRANTED, amount=amount, ends_on=ends_on, place=None)
    return act_id
