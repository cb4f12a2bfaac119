"""A ledger in memory that writes rows as the service would: balances, running numbers, chains, lots.

Nothing here asks whether an act is allowed; `mykey-points verify` proves what came of it.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from mykey.points.ledger.chain import NO_HEAD, chain_hash
from mykey.points.models.ledger import NOBODYS, ActKind

__all__ = ["Book", "BookAccount", "BookSide", "Rows"]

#: table → rows, in the order of the columns that `tables.COLUMNS` names
Rows = dict[str, list[tuple[Any, ...]]]


@dataclass
class BookAccount:
    """One account and its open lots: number → [points that came, points left, last day]."""

    account_id: UUID
    kind: str
    holder_id: UUID | None = None
    code: str = NOBODYS
    shop_id: UUID | None = None
    partner_id: UUID | None = None
    balance: int = 0
    number: int = 0
    head: bytes = NO_HEAD
    lots: dict[int, list[Any]] = field(default_factory=dict)
    past: list[tuple[int, list[Any]]] = field(default_factory=list)
    """Lots that are used up."""

    def usable(self, day: date) -> int:
        """Points whose last day is not over."""
        return sum(lot[1] for lot in self.lots.values() if lot[2] >= day)

    def first_end(self, day: date) -> date | None:
        """The last day of the points that would be spent first."""
        return min((lot[2] for lot in self.lots.values() if lot[2] >= day), default=None)


@dataclass(frozen=True)
class BookSide:
    """What one account gets or gives, as `points.ledger.post.Side`; an expiry chooses lots past their day."""

    account: BookAccount
    amount: int
    ends_on: date | None = None
    takes: Sequence[tuple[int, int]] | None = None


class Book:
    """Everything that was posted."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.accounts: list[BookAccount] = []
        self.rows: Rows = {}

    def new_id(self) -> UUID:
        """Random, of version 4."""
        return UUID(int=self.rng.getrandbits(128), version=4)

    def open(self, kind: str, **about: Any) -> BookAccount:
        """A new account."""
        account = BookAccount(self.new_id(), kind, **about)
        self.accounts.append(account)
        return account

    def add(self, table: str, row: tuple[Any, ...]) -> None:
        """A row that is no posting."""
        self.rows.setdefault(table, []).append(row)

    def post(
        self,
        kind: str,
        day: date,
        sides: Sequence[BookSide],
        *,
        cancels: UUID | None = None,
        receipt: tuple[UUID, int] | None = None,
    ) -> UUID:
        """Write an act and give its id."""
        act_id = self.new_id()
        shop_id, number = receipt or (None, None)
        self.add("acts", (act_id, kind, day, cancels, shop_id, number))
        for side in sides:
            self._post_side(act_id, kind, day, side)
        return act_id

    def _post_side(self, act_id: UUID, kind: str, day: date, side: BookSide) -> None:
        account = side.account
        account.number += 1
        account.balance += side.amount
        account.head = chain_hash(
            account.head, account.account_id, account.number, side.amount, act_id, kind, day, side.ends_on
        )
        self.add(
            "postings",
            (account.account_id, account.number, act_id, side.amount, account.balance, account.head),
        )
        if side.ends_on is not None:
            account.lots[account.number] = [side.amount, side.amount, side.ends_on]
        elif account.holder_id is not None:
            takes = side.takes if side.takes is not None else _oldest(account, -side.amount, kind, day)
            for lot_number, amount in takes:
                self.add("lot_uses", (account.account_id, account.number, lot_number, amount))
                _use(account, lot_number, amount)


def _oldest(account: BookAccount, amount: int, kind: str, day: date) -> list[tuple[int, int]]:
    """Lots, oldest first; for an expiry those that are over."""
    takes = []
    for number, (_, left, ends_on) in sorted(account.lots.items(), key=lambda one: (one[1][2], one[0])):
        if amount == 0:
            break
        if (ends_on < day) == (kind == ActKind.EXPIRE):
            takes.append((number, min(left, amount)))
            amount -= takes[-1][1]
    if amount:
        raise ValueError(amount)
    return takes


def _use(account: BookAccount, number: int, amount: int) -> None:
    lot = account.lots.get(number)
    if lot is None:  # given back to a lot that was used up
        place = next(place for place, one in enumerate(account.past) if one[0] == number)
        lot = account.past.pop(place)[1]
        account.lots[number] = lot
    lot[1] -= amount
    if lot[1] == 0:
        account.past.append((number, account.lots.pop(number)))
