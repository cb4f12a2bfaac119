"""Whether a ledger is whole, computed anew from its postings and by nothing of the platform's own."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from mykey.points.models.all_tables import POINTS_METADATA

__all__ = ["acts_of_kind", "assert_ledger_whole"]

T = POINTS_METADATA.tables
CITIZENS = {"reserve", "municipal", "event"}


def assert_ledger_whole(engine: sa.Engine) -> None:
    """Every act balances, every chain reaches its head, every balance is the sum and the lots."""
    with engine.connect() as connection:
        acts = {row.act_id: row for row in connection.execute(sa.select(T["acts"]))}
        postings = list(
            connection.execute(
                sa.select(T["postings"]).order_by(T["postings"].c.account_id, T["postings"].c.posting_number)
            )
        )
        accounts = list(connection.execute(sa.select(T["accounts"])))
        lots = list(connection.execute(sa.select(T["lots"])))
        uses = list(connection.execute(sa.select(T["lot_uses"])))
    ends = {(lot.account_id, lot.lot_number): lot.ends_on for lot in lots}
    by_act: dict[UUID, int] = defaultdict(int)
    chains: dict[UUID, tuple[int, int, bytes]] = defaultdict(lambda: (0, 0, bytes(32)))
    for posting in postings:
        by_act[posting.act_id] += posting.amount
        number, balance, head = chains[posting.account_id]
        assert posting.posting_number == number + 1
        balance += posting.amount
        assert posting.balance_after == balance
        ends_on = ends.get((posting.account_id, posting.posting_number))
        head = _hash(head, posting, acts[posting.act_id], ends_on)
        assert posting.chain_hash == head
        chains[posting.account_id] = (number + 1, balance, head)
    assert set(by_act) == set(acts)
    assert set(by_act.values()) <= {0}
    left: dict[UUID, int] = defaultdict(int)
    taken: dict[tuple[UUID, int], int] = defaultdict(int)
    for use in uses:
        taken[use.account_id, use.lot_number] += use.used_amount
    for lot in lots:
        assert lot.lot_left == lot.lot_amount - taken[lot.account_id, lot.lot_number]
        left[lot.account_id] += lot.lot_left
    for account in accounts:
        assert (account.last_number, account.balance, account.head) == chains[account.account_id]
        if account.account_kind in CITIZENS:
            assert account.balance == left[account.account_id] >= 0
    assert sum(account.balance for account in accounts) == 0


def acts_of_kind(engine: sa.Engine, kind: str) -> int:
    """How many acts of a kind there are."""
    with engine.connect() as connection:
        count = sa.select(sa.func.count()).select_from(T["acts"]).where(T["acts"].c.act_kind == kind)
        return int(connection.scalar(count) or 0)


def _hash(before: bytes, posting: Any, act: Any, ends_on: date | None) -> bytes:
    day: date = act.act_day
    return hashlib.sha256(
        before
        + posting.account_id.bytes
        + posting.posting_number.to_bytes(8, "big")
        + posting.amount.to_bytes(8, "big", signed=True)
        + act.act_id.bytes
        + day.toordinal().to_bytes(4, "big")
        + (ends_on.toordinal() if ends_on else 0).to_bytes(4, "big")
        + act.act_kind.encode()
    ).digest()
