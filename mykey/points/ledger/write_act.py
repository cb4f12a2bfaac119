"""The rows of one act, written: on PostgreSQL by one statement, on SQLite table after table.

An act has some ten rows in six tables. Written one after the other they cost more than everything else
together (`bin/bench points_transfer`); foreign keys and constraints are judged at the statement's end alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple, cast
from uuid import UUID

from sqlalchemy import Connection, Table, bindparam, insert, update

from mykey.points.models.ledger import Account, Act, Lot, LotUse, Posting

__all__ = ["ActRow", "LotRow", "PostingRow", "UseRow", "write_act"]


class ActRow(NamedTuple):
    """A row of `acts`."""

    act_id: UUID
    act_kind: str
    act_day: date
    cancels_act_id: UUID | None
    receipt_shop_id: UUID | None
    receipt_number: int | None


class PostingRow(NamedTuple):
    """A row of `postings` but its act; account, number, balance and hash are the account's new state, too."""

    account_id: UUID
    posting_number: int
    amount: int
    balance_after: int
    chain_hash: bytes


class LotRow(NamedTuple):
    """A new row of `lots`."""

    account_id: UUID
    lot_number: int
    lot_amount: int
    ends_on: date


class UseRow(NamedTuple):
    """A row of `lot_uses`; the lot's points left change with it."""

    account_id: UUID
    posting_number: int
    lot_number: int
    used_amount: int


_ACTS, _POSTINGS = cast("Table", Act.__table__), cast("Table", Posting.__table__)
_ACCOUNTS = cast("Table", Account.__table__)
_LOTS, _USES = cast("Table", Lot.__table__), cast("Table", LotUse.__table__)
_NEW_STATE = (
    update(_ACCOUNTS)
    .where(_ACCOUNTS.c.account_id == bindparam("the_account"))
    .values(balance=bindparam("new_balance"), last_number=bindparam("new_number"), head=bindparam("new_head"))
)
_USE = (
    update(_LOTS)
    .where(_LOTS.c.account_id == bindparam("the_account"), _LOTS.c.lot_number == bindparam("the_lot"))
    .values(lot_left=_LOTS.c.lot_left - bindparam("the_amount"))
)

_AT_ONCE = """
WITH new_act AS (
  INSERT INTO acts (act_id, act_kind, act_day, cancels_act_id, receipt_shop_id, receipt_number)
  VALUES (%(act_id)s, %(act_kind)s, %(act_day)s, %(cancels_act_id)s, %(receipt_shop_id)s, %(receipt_number)s)
), new_postings AS (
  INSERT INTO postings (account_id, posting_number, act_id, amount, balance_after, chain_hash)
  SELECT account, number, %(act_id)s, amount, balance, hash
  FROM unnest(%(p_account)s::uuid[], %(p_number)s::int[], %(p_amount)s::bigint[], %(p_balance)s::bigint[],
              %(p_hash)s::bytea[]) AS p (account, number, amount, balance, hash)
), new_states AS (
  UPDATE accounts SET balance = p.balance, last_number = p.number, head = p.hash
  FROM unnest(%(p_account)s::uuid[], %(p_number)s::int[], %(p_balance)s::bigint[], %(p_hash)s::bytea[])
    AS p (account, number, balance, hash)
  WHERE account_id = p.account
), new_lots AS (
  INSERT INTO lots (account_id, lot_number, lot_amount, lot_left, ends_on, reminded)
  SELECT account, number, amount, amount, ends_on, false
  FROM unnest(%(l_account)s::uuid[], %(l_number)s::int[], %(l_amount)s::bigint[], %(l_ends_on)s::date[])
    AS l (account, number, amount, ends_on)
), new_uses AS (
  INSERT INTO lot_uses (account_id, posting_number, lot_number, used_amount)
  SELECT * FROM unnest(%(u_account)s::uuid[], %(u_number)s::int[], %(u_lot)s::int[], %(u_amount)s::bigint[])
)
UPDATE lots SET lot_left = lot_left - u.amount
FROM unnest(%(u_account)s::uuid[], %(u_lot)s::int[], %(u_amount)s::bigint[]) AS u (account, lot, amount)
WHERE lots.account_id = u.account AND lots.lot_number = u.lot
"""


def write_act(
    connection: Connection,
    act: ActRow,
    postings: Sequence[PostingRow],
    lots: Sequence[LotRow],
    uses: Sequence[UseRow],
) -> None:
    """Write the rows and move accounts and lots on. A lot stands once in `uses` at most."""
    if connection.dialect.name == "postgresql":
        _write_at_once(connection, act, postings, lots, uses)
    else:
        _write_in_turn(connection, act, postings, lots, uses)


def _write_at_once(
    connection: Connection,
    act: ActRow,
    postings: Sequence[PostingRow],
    lots: Sequence[LotRow],
    uses: Sequence[UseRow],
) -> None:
    parameters: dict[str, Any] = act._asdict()
    parameters |= _columns("p", ("account", "number", "amount", "balance", "hash"), postings)
    parameters |= _columns("l", ("account", "number", "amount", "ends_on"), lots)
    parameters |= _columns("u", ("account", "number", "lot", "amount"), uses)
    connection.exec_driver_sql(_AT_ONCE, parameters)


def _columns(prefix: str, names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> dict[str, list[Any]]:
    return {f"{prefix}_{name}": [row[place] for row in rows] for place, name in enumerate(names)}


def _write_in_turn(
    connection: Connection,
    act: ActRow,
    postings: Sequence[PostingRow],
    lots: Sequence[LotRow],
    uses: Sequence[UseRow],
) -> None:
    connection.execute(insert(_ACTS), act._asdict())
    connection.execute(insert(_POSTINGS), [one._asdict() | {"act_id": act.act_id} for one in postings])
    connection.execute(
        _NEW_STATE,
        [
            {
                "the_account": one.account_id,
                "new_balance": one.balance_after,
                "new_number": one.posting_number,
                "new_head": one.chain_hash,
            }
            for one in postings
        ],
    )
    if lots:
        rows = [one._asdict() | {"lot_left": one.lot_amount, "reminded": False} for one in lots]
        connection.execute(insert(_LOTS), rows)
    if uses:
        connection.execute(insert(_USES), [one._asdict() for one in uses])
        connection.execute(
            _USE,
            [
                {"the_account": one.account_id, "the_lot": one.lot_number, "the_amount": one.used_amount}
                for one in uses
            ],
        )
