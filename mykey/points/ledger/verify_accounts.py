"""Accounts, one after the other: the chain of postings, the balance, the lots and what they gave."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Connection, Select, Table, select

from mykey.points.ledger.chain import NO_HEAD, chain_hash
from mykey.points.ledger.findings import Finding
from mykey.points.ledger.streams import Follower, stream
from mykey.points.models.ledger import Account, AccountKind, Act, Lot, LotUse, Posting

__all__ = ["ExportedHead", "verify_accounts"]

_ACCOUNTS, _ACTS = cast("Table", Account.__table__), cast("Table", Act.__table__)
_POSTINGS, _LOTS = cast("Table", Posting.__table__), cast("Table", Lot.__table__)
_USES = cast("Table", LotUse.__table__)

MAY_BE_BELOW_ZERO = frozenset(
    {AccountKind.ISSUE, AccountKind.CLEARING, AccountKind.CORRECTIONS, AccountKind.CLAIM}
)

#: (account, number, head) as it was exported
ExportedHead = tuple[UUID, int, bytes]


@dataclass
class _Lot:
    """A lot as it stands, and what the uses say was taken."""

    amount: int
    left: int
    ends_on: date
    used: int = 0


@dataclass
class _Chain:
    """Where a walk along an account's postings has come to."""

    number: int = 0
    balance_after: int = 0
    head: bytes = NO_HEAD
    total: int = 0


def verify_accounts(connection: Connection, heads: Iterator[ExportedHead]) -> Iterator[Finding]:
    """Walk all accounts. `heads` in the order of the accounts' ids; without an export it is empty.

    After something is found the walk goes on from what stands there, so that one fault is told once.
    """
    walk = _Walk(connection, heads)
    for account in stream(connection, _accounts()):
        yield from walk.account(account)
    yield from walk.left_over()


class _Walk:
    """Four streams beside the accounts', all in the order of their ids."""

    def __init__(self, connection: Connection, heads: Iterator[ExportedHead]) -> None:
        self._postings = Follower(stream(connection, _postings()))
        self._lots = Follower(stream(connection, _lots()))
        self._uses = Follower(stream(connection, _uses()))
        self._heads: Follower[Any] = Follower(heads)
        self._total = self._balances = 0

    def account(self, account: tuple[Any, ...]) -> Iterator[Finding]:
        """One account, and whatever stands before it under an id that no account has."""
        account_id, kind, balance, last_number, head = account
        yield from _nobodys(
            self._postings.before(account_id), self._lots.before(account_id), self._uses.before(account_id)
        )
        yield from (Finding("account-vanished", row[0], row[1]) for row in self._heads.before(account_id))
        exported = next(self._heads.at(account_id), None)
        lots = {row[1]: _Lot(row[2], row[3], row[4]) for row in self._lots.at(account_id)}
        uses = _UsesOfAccount(self._uses.at(account_id), lots)
        chain = _Chain()
        citizens = kind in AccountKind.CITIZENS
        for posting in self._postings.at(account_id):
            ends_on = lots[posting[1]].ends_on if posting[1] in lots else None
            yield from _posting(chain, posting, ends_on)
            if citizens:
                yield from _lots_of_posting(posting, lots, uses)
            if exported is not None and exported[1] == chain.number and exported[2] != chain.head:
                yield Finding("head-lost", account_id, chain.number)
        if exported is not None and exported[1] > chain.number:
            yield Finding("head-lost", account_id, exported[1])
        yield from uses.rest(account_id)
        self._total += chain.total
        self._balances += balance
        if last_number != chain.number or head != chain.head:
            yield Finding("head-wrong", account_id, last_number)
        if balance != chain.total or balance != chain.balance_after:
            yield Finding("balance-wrong", account_id, last_number)
        if balance < 0 and kind not in MAY_BE_BELOW_ZERO:
            yield Finding("below-zero", account_id, last_number)
        yield from _lots_of_account(account_id, chain.number, lots, balance if citizens else 0)

    def left_over(self) -> Iterator[Finding]:
        """What stands behind the last account, and the sum of all."""
        yield from _nobodys(self._postings.rest(), self._lots.rest(), self._uses.rest())
        yield from (Finding("account-vanished", row[0], row[1]) for row in self._heads.rest())
        if self._total != 0 or self._balances != 0:
            yield Finding("ledger-not-balanced")


class _UsesOfAccount:
    """One account's uses, read along its postings."""

    def __init__(self, rows: Iterator[tuple[Any, ...]], lots: dict[int, _Lot]) -> None:
        self._rows = rows
        self._lots = lots
        self._next = next(rows, None)

    def up_to(self, number: int) -> tuple[int, list[Finding]]:
        """What the posting of this number took in all; and what is wrong with uses up to it."""
        found: list[Finding] = []
        taken = 0
        while self._next is not None and self._next[1] <= number:
            account_id, posting_number, lot_number, amount = self._next
            if posting_number == number:
                taken += amount
            else:
                found.append(Finding("use-without-posting", account_id, posting_number))
            if lot_number not in self._lots or lot_number >= posting_number:
                found.append(Finding("use-without-lot", account_id, lot_number))
            else:
                self._lots[lot_number].used += amount
            self._next = next(self._rows, None)
        return taken, found

    def rest(self, account_id: UUID) -> Iterator[Finding]:
        """Uses of no posting."""
        while self._next is not None:
            yield Finding("use-without-posting", account_id, self._next[1])
            self._next = next(self._rows, None)


def _posting(chain: _Chain, posting: tuple[Any, ...], ends_on: date | None) -> Iterator[Finding]:
    account_id, number, act_id, amount, balance_after, stored, kind, day = posting
    if number != chain.number + 1:
        yield Finding("number-missing", account_id, chain.number + 1)
    if balance_after != chain.balance_after + amount:
        yield Finding("balance-after-wrong", account_id, number)
    if kind is None:
        yield Finding("posting-without-act", account_id, number, act_id)
    elif stored != chain_hash(chain.head, account_id, number, amount, act_id, kind, day, ends_on):
        yield Finding("chain-broken", account_id, number, act_id)
    chain.number, chain.balance_after, chain.head = number, balance_after, stored
    chain.total += amount


def _lots_of_posting(
    posting: tuple[Any, ...], lots: dict[int, _Lot], uses: _UsesOfAccount
) -> Iterator[Finding]:
    """A posting brings a lot of its amount, or takes its amount from lots, or gives it back to them."""
    account_id, number, act_id, amount = posting[:4]
    taken, found = uses.up_to(number)
    yield from found
    lot = lots.get(number)
    if lot is not None:
        if lot.amount != amount:
            yield Finding("lot-amount-wrong", account_id, number, act_id)
        amount = 0
    elif amount > 0 and taken == 0:
        yield Finding("lot-missing", account_id, number, act_id)
        return
    if taken != -amount:
        yield Finding("uses-wrong", account_id, number, act_id)


def _lots_of_account(
    account_id: UUID, last_number: int, lots: dict[int, _Lot], balance: int
) -> Iterator[Finding]:
    for number, lot in lots.items():
        if number > last_number:
            yield Finding("lot-without-posting", account_id, number)
        if lot.left != lot.amount - lot.used or not 0 <= lot.left <= lot.amount:
            yield Finding("lot-left-wrong", account_id, number)
    if sum(lot.left for lot in lots.values()) != balance:
        yield Finding("lots-differ-from-balance", account_id, last_number)


def _nobodys(*rows: Iterator[tuple[Any, ...]]) -> Iterator[Finding]:
    """Postings, lots and uses under an id that no account has."""
    words = ("posting-without-account", "lot-without-account", "use-without-account")
    for word, each in zip(words, rows, strict=True):
        yield from (Finding(word, row[0], row[1]) for row in each)


def _accounts() -> Select[Any]:
    table = _ACCOUNTS.c
    columns = (table.account_id, table.account_kind, table.balance, table.last_number, table.head)
    return select(*columns).order_by(table.account_id)


def _postings() -> Select[Any]:
    table = _POSTINGS.c
    columns = (
        table.account_id, table.posting_number, table.act_id, table.amount, table.balance_after,
        table.chain_hash, _ACTS.c.act_kind, _ACTS.c.act_day,
    )  # fmt: skip
    return (
        select(*columns)
        .select_from(_POSTINGS.outerjoin(_ACTS, _ACTS.c.act_id == table.act_id))
        .order_by(table.account_id, table.posting_number)
    )


def _lots() -> Select[Any]:
    table = _LOTS.c
    columns = (table.account_id, table.lot_number, table.lot_amount, table.lot_left, table.ends_on)
    return select(*columns).order_by(table.account_id, table.lot_number)


def _uses() -> Select[Any]:
    table = _USES.c
    columns = (table.account_id, table.posting_number, table.lot_number, table.used_amount)
    return select(*columns).order_by(table.account_id, table.posting_number, table.lot_number)
