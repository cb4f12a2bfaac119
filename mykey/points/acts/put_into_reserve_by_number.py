"""The operator puts points into one person's reserve, whom the points number alone names; done once."""

from __future__ import annotations

from mykey.points.acts.find_holder_by_number import find_holder_by_number
from mykey.points.acts.put_into_reserve import TERM_DAYS, put_into_reserve
from mykey.points.acts.settlement.note_in_audit import note_in_audit
from mykey.points.acts.sign_in_clerk import SignedInClerk
from mykey.points.amounts import judge_amount
from mykey.points.ground import PointsWork
from mykey.points.ledger.once import make_call, once

__all__ = ["propose_reserve", "put_into_reserve_by_number"]


def propose_reserve(work: PointsWork, number: str, amount: int) -> None:
    """Look at it before it is done. Raises `AmountRefused`, `PointsNumberUnknown`."""
    judge_amount(amount)
    find_holder_by_number(work, number)


def put_into_reserve_by_number(
    work: PointsWork,
    clerk: SignedInClerk,
    act_key: str,
    number: str,
    amount: int,
    term_days: int = TERM_DAYS,
) -> int:
    """Post it and give the points; the same key and body post nothing again. `number`: as typed.

    Raises:
        IdempotencyKeyReused; AmountRefused; PointsNumberUnknown.
    """

    def act() -> dict[str, object]:
        put_into_reserve(work, find_holder_by_number(work, number), amount, term_days)
        note_in_audit(work, clerk, "put-into-reserve", f"{amount:,}")
        return {"amount": amount}

    body = f"{number}\n{amount}".encode()
    call = make_call(work.keys, f"clerk:{clerk.clerk_id}", "put-into-reserve", act_key, body)
    return int(once(work, call, act)["amount"])
