"""A municipality grants to many people by one file: all rows or none, and the same file once.

The whole file is one act of the ledger: one posting out of the municipality's issue, one into each person's
account. One row that cannot be done refuses all of them, with the reason of every such row.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from mykey.crypto.tokens import sha256
from mykey.points.acts.find_holder_by_number import find_holders_by_numbers
from mykey.points.acts.find_programme import OpenProgramme
from mykey.points.acts.grant_by_number import grant_target
from mykey.points.acts.granted_this_year import granted_this_year
from mykey.points.acts.list_targets import Target
from mykey.points.acts.read_grant_file import GrantFile, RowFault, refuse
from mykey.points.acts.settlement.take_from_budget import left_of_budget, take_from_budget
from mykey.points.acts.tell_holder import Notice, tell_holder
from mykey.points.ground import PointsWork
from mykey.points.ledger.accounts import lock_accounts, open_account
from mykey.points.ledger.once import Call, find_answer, make_call, once
from mykey.points.ledger.open_accounts import open_accounts
from mykey.points.ledger.post import MOST_POINTS, Side, post
from mykey.points.models.holders import Holder
from mykey.points.models.ledger import AccountKind, ActKind

__all__ = ["BulkGrant", "grant_in_bulk", "propose_bulk_grant"]


@dataclass(frozen=True)
class BulkGrant:
    """What a file grants, or has granted. `before`: the same file was done already."""

    people: int
    points: int
    place: str
    ends_on: date
    before: bool


def propose_bulk_grant(
    work: PointsWork, municipality_code: str, file: GrantFile, event_id: UUID | None
) -> BulkGrant:
    """Look at a file before it is done: everything that would refuse it now. Nothing is written.

    Raises:
        As `grant_in_bulk`.
    """
    programme, target = grant_target(work, municipality_code, event_id)
    call = _call(work, municipality_code, file, event_id)
    before = call is not None and find_answer(work, call) is not None
    if not before:
        _judge(work, programme, file, find_holders_by_numbers(work, [row.number for row in file.rows]))
    return BulkGrant(
        len(file.rows), sum(row.amount for row in file.rows), target.name, target.ends_on, before
    )


def grant_in_bulk(
    work: PointsWork, municipality_code: str, file: GrantFile, event_id: UUID | None
) -> BulkGrant:
    """Grant every row. The same rows to the same target, sent again, grant nothing and give the same answer.

    The order of the rows makes no other file. The answer is kept for one to three days (`ledger.once`).

    Raises:
        GrantFileRefused: every row that cannot be done, or the sum is more than one act may have, or more
            than is left of the budget.
        ProgrammeNotFound, ProgrammeNotOpen, EventNotOpen.
    """
    fresh = False

    def act() -> dict[str, object]:
        nonlocal fresh
        fresh = True
        programme, target = grant_target(work, municipality_code, event_id)
        _grant(work, programme, target, file)
        total = sum(row.amount for row in file.rows)
        return {
            "people": len(file.rows), "points": total,
            "place": target.name, "ends_on": target.ends_on.isoformat(),
        }  # fmt: skip

    kept = once(work, _call(work, municipality_code, file, event_id), act)
    ends_on = date.fromisoformat(kept["ends_on"])
    return BulkGrant(kept["people"], kept["points"], kept["place"], ends_on, not fresh)


def _grant(work: PointsWork, programme: OpenProgramme, target: Target, file: GrantFile) -> None:
    code, event_id = programme.municipality_code, target.event_id
    holders = find_holders_by_numbers(work, [row.number for row in file.rows])
    kind = AccountKind.MUNICIPAL if event_id is None else AccountKind.EVENT
    accounts = open_accounts(work, kind, [one.holder_id for one in holders.values()], code, event_id)
    issue = open_account(work, AccountKind.ISSUE, municipality_code=code)
    locked = lock_accounts(work, [issue, *accounts.values()])
    # Under the lock of the issue account: no grant of this municipality comes between limit and posting.
    _judge(work, programme, file, holders)
    total = sum(row.amount for row in file.rows)
    take_from_budget(work, code, total)
    sides = [Side(locked[issue], -total)]
    for row in file.rows:
        account = locked[accounts[holders[row.number].holder_id]]
        sides.append(Side(account, row.amount, ends_on=target.ends_on))
    post(work, ActKind.GRANT, sides)
    for row in file.rows:
        tell_holder(
            work,
            holders[row.number].holder_id,
            Notice.GRANTED,
            amount=row.amount,
            ends_on=target.ends_on,
            place=target.name,
        )


def _judge(work: PointsWork, programme: OpenProgramme, file: GrantFile, holders: dict[str, Holder]) -> None:
    faults = list(file.faults)
    ids = [holder.holder_id for holder in holders.values()]
    had = granted_this_year(work, programme.municipality_code, ids)
    for row in file.rows:
        holder = holders.get(row.number)
        if holder is None:
            faults.append(RowFault(row.row, "number-unknown"))
        if row.amount > programme.most_a_grant:
            faults.append(RowFault(row.row, "grant-limit", str(programme.most_a_grant)))
        elif holder is not None:
            left = max(0, programme.most_a_person - had.get(holder.holder_id, 0))
            if row.amount > left:
                faults.append(RowFault(row.row, "person-limit", str(left)))
    total, in_budget = (
        sum(row.amount for row in file.rows),
        left_of_budget(work, programme.municipality_code),
    )
    if total > MOST_POINTS:
        faults.append(RowFault(0, "sum-too-large", str(MOST_POINTS)))
    if in_budget is not None and total > in_budget:
        faults.append(RowFault(0, "budget-exceeded", str(in_budget)))
    if faults:
        raise refuse(faults)


def _call(work: PointsWork, municipality_code: str, file: GrantFile, event_id: UUID | None) -> Call | None:
    """None where rows cannot be read: the others alone are another file, which was perhaps done."""
    if file.faults:
        return None
    plain = "\n".join(sorted(f"{row.number},{row.amount}" for row in file.rows)).encode()
    target = f"municipality:{municipality_code}", f"grant-in-bulk:{event_id}"
    return make_call(work.keys, *target, sha256(plain).hex(), b"")
