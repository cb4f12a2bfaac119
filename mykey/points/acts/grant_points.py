"""A municipality grants administrative points: into its own account of the citizen's, or into an event's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from mykey.points.acts.find_programme import expiry_day, open_event, open_programme
from mykey.points.acts.granted_this_year import granted_this_year
from mykey.points.acts.settlement.take_from_budget import take_from_budget
from mykey.points.acts.spend_points import next_receipt
from mykey.points.acts.tell_holder import Notice, tell_holder
from mykey.points.amounts import judge_amount
from mykey.points.ground import PointsWork
from mykey.points.ledger.accounts import lock_accounts, open_account
from mykey.points.ledger.post import Receipt, Side, post
from mykey.points.models.ledger import AccountKind, ActKind
from mykey.points.refusals import EventNotOpen, GrantLimit, PersonLimit

__all__ = ["Granted", "grant_points"]


@dataclass(frozen=True)
class Granted:
    """What was done: the act, and the last day of its points.

    `receipt_number` is the shop's own, where one of its tills granted.
    """

    act_id: UUID
    ends_on: date
    receipt_number: int | None


def grant_points(
    work: PointsWork,
    holder_id: UUID,
    municipality_code: str,
    amount: int,
    *,
    event_id: UUID | None = None,
    shop_id: UUID | None = None,
) -> Granted:
    """Post the grant. Locks the municipality's issue account: its grants follow one another.

    `shop_id` is the facility whose till grants; it gets a receipt.

    Raises:
        AmountRefused; ProgrammeNotFound, ProgrammeNotOpen, EventNotOpen (another municipality's event, too);
        GrantLimit; PersonLimit; BudgetExceeded; ShopClosed.
    """
    judge_amount(amount)
    programme = open_programme(work, municipality_code)
    if amount > programme.most_a_grant:
        raise GrantLimit(most=programme.most_a_grant)
    kind, ends_on, place = AccountKind.MUNICIPAL, expiry_day(programme, work.today), programme.programme_name
    if event_id is not None:
        event = open_event(work, event_id)
        if event.municipality_code != municipality_code:
            raise EventNotOpen
        kind, ends_on, place = AccountKind.EVENT, event.event_closes_on, event.event_name
    target = open_account(
        work, kind, holder_id=holder_id, municipality_code=municipality_code, event_id=event_id
    )
    issue = open_account(work, AccountKind.ISSUE, municipality_code=municipality_code)
    locked = lock_accounts(work, [target, issue])
    left = programme.most_a_person - granted_this_year(work, municipality_code, [holder_id]).get(holder_id, 0)
    if amount > left:
        raise PersonLimit(left=max(0, left))
    take_from_budget(work, municipality_code, amount)
    number = None if shop_id is None else next_receipt(work, shop_id)
    receipt = None if shop_id is None or number is None else Receipt(shop_id, number)
    sides = [Side(locked[issue], -amount), Side(locked[target], amount, ends_on=ends_on)]
    act_id = post(work, ActKind.GRANT, sides, receipt=receipt)
    tell_holder(work, holder_id, Notice.GRANTED, amount=amount, ends_on=ends_on, place=place)
    return Granted(act_id, ends_on, number)
