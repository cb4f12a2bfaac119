"""A clerk grants points to one person, whom the points number alone names: looked at, then done once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from mykey.points.acts.find_holder_by_number import find_holder_by_number
from mykey.points.acts.find_programme import OpenProgramme, open_programme
from mykey.points.acts.grant_points import grant_points
from mykey.points.acts.granted_this_year import granted_this_year
from mykey.points.acts.list_targets import Target, find_target, list_targets
from mykey.points.acts.settlement.note_in_audit import note_in_audit
from mykey.points.acts.settlement.take_from_budget import judge_budget
from mykey.points.acts.sign_in_clerk import SignedInClerk
from mykey.points.amounts import judge_amount
from mykey.points.ground import PointsWork
from mykey.points.ledger.once import make_call, once
from mykey.points.refusals import EventNotOpen, GrantLimit, PersonLimit

__all__ = ["GrantDone", "GrantWanted", "grant_by_number", "grant_target", "grant_targets", "propose_grant"]


@dataclass(frozen=True)
class GrantWanted:
    """What a clerk asks for. `number`: a points number as typed; `event_id` None: the municipality's own."""

    number: str
    amount: int
    event_id: UUID | None


@dataclass(frozen=True)
class GrantDone:
    """What was done, as its answer is kept."""

    amount: int
    place: str
    ends_on: date


def grant_targets(work: PointsWork, municipality_code: str) -> list[Target]:
    """Where the municipality can grant today: its programme, then its open events. Closed: nothing."""
    mine = [one for one in list_targets(work) if one.municipality_code == municipality_code]
    return mine if any(one.event_id is None for one in mine) else []


def grant_target(
    work: PointsWork, municipality_code: str, event_id: UUID | None
) -> tuple[OpenProgramme, Target]:
    """The programme and where the points go.

    Raises:
        ProgrammeNotFound, ProgrammeNotOpen, EventNotOpen (another municipality's event, too).
    """
    programme = open_programme(work, municipality_code)
    target = find_target(work, municipality_code, event_id)
    if target.municipality_code != municipality_code:
        raise EventNotOpen
    return programme, target


def propose_grant(work: PointsWork, municipality_code: str, wanted: GrantWanted) -> Target:
    """Look at a grant before it is made: all that would refuse it now is told now. Nothing is written.

    Raises:
        As `grant_by_number`, but for the idempotency key.
    """
    judge_amount(wanted.amount)
    programme, target = grant_target(work, municipality_code, wanted.event_id)
    holder_id = find_holder_by_number(work, wanted.number)
    if wanted.amount > programme.most_a_grant:
        raise GrantLimit(most=programme.most_a_grant)
    had = granted_this_year(work, municipality_code, [holder_id]).get(holder_id, 0)
    if wanted.amount > programme.most_a_person - had:
        raise PersonLimit(left=max(0, programme.most_a_person - had))
    judge_budget(work, municipality_code, wanted.amount)
    return target


def grant_by_number(
    work: PointsWork, clerk: SignedInClerk, act_key: str, municipality_code: str, wanted: GrantWanted
) -> GrantDone:
    """Grant it; the same key and grant give the same answer and grant nothing again.

    Raises:
        IdempotencyKeyReused: the key came with another grant.
        PointsNumberUnknown; AmountRefused; GrantLimit; PersonLimit; BudgetExceeded;
        ProgrammeNotFound, ProgrammeNotOpen, EventNotOpen.
    """

    def act() -> dict[str, object]:
        _programme, target = grant_target(work, municipality_code, wanted.event_id)
        holder_id = find_holder_by_number(work, wanted.number)
        granted = grant_points(work, holder_id, municipality_code, wanted.amount, event_id=wanted.event_id)
        note_in_audit(work, clerk, "grant", f"{target.name} {wanted.amount:,}")
        return {"amount": wanted.amount, "place": target.name, "ends_on": granted.ends_on.isoformat()}

    body = f"{wanted.number}\n{wanted.amount}\n{wanted.event_id}".encode()
    call = make_call(work.keys, f"clerk:{clerk.clerk_id}", f"grant:{municipality_code}", act_key, body)
    kept = once(work, call, act)
    return GrantDone(kept["amount"], kept["place"], date.fromisoformat(kept["ends_on"]))
