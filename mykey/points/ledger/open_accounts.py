"""Accounts of many people at once: found, or opened where a person has none of this kind yet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast
from uuid import UUID

from sqlalchemy import Table, select
from sqlalchemy.dialects import postgresql, sqlite

from mykey.kernel.randomness import random_id
from mykey.points.ground import PointsWork
from mykey.points.ledger.accounts import refuse_closed_holders
from mykey.points.ledger.chain import NO_HEAD
from mykey.points.models.ledger import Account
from mykey.points.refusals import LedgerBroken

__all__ = ["open_accounts"]

_TABLE = cast("Table", Account.__table__)
AT_ONCE = 1000


def open_accounts(
    work: PointsWork, kind: str, holder_ids: Sequence[UUID], municipality_code: str, event_id: UUID | None
) -> dict[UUID, UUID]:
    """Each holder's account of this kind. Two at once open one, as in `accounts.open_account`.

    Raises:
        PointsAccountNotFound: an account would have to be opened for somebody who has closed theirs.
        LedgerBroken: an account that was just opened is not there.
    """
    found = _find(work, kind, holder_ids, municipality_code, event_id)
    # In one order, so that two batches wait for each other and do not deadlock.
    missing = sorted(set(holder_ids) - found.keys())
    if missing:
        for place in range(0, len(missing), AT_ONCE):
            refuse_closed_holders(work, missing[place : place + AT_ONCE])
        insert = postgresql.insert if work.connection.dialect.name == "postgresql" else sqlite.insert
        work.connection.execute(
            insert(_TABLE).on_conflict_do_nothing(),
            [
                {
                    "account_id": random_id(work.random_bytes),
                    "account_kind": kind,
                    "holder_id": holder_id,
                    "municipality_code": municipality_code,
                    "event_id": event_id,
                    "shop_id": None,
                    "is_base": False,
                    "is_closed": False,
                    "balance": 0,
                    "last_number": 0,
                    "head": NO_HEAD,
                }
                for holder_id in missing
            ],
        )
        found |= _find(work, kind, missing, municipality_code, event_id)
    if len(found) != len(set(holder_ids)):
        raise LedgerBroken(what="account-missing")
    return found


def _find(
    work: PointsWork, kind: str, holder_ids: Sequence[UUID], municipality_code: str, event_id: UUID | None
) -> dict[UUID, UUID]:
    found: dict[UUID, UUID] = {}
    for place in range(0, len(holder_ids), AT_ONCE):
        rows = work.connection.execute(
            select(_TABLE.c.holder_id, _TABLE.c.account_id).where(
                _TABLE.c.holder_id.in_(holder_ids[place : place + AT_ONCE]),
                _TABLE.c.account_kind == kind,
                _TABLE.c.municipality_code == municipality_code,
                _TABLE.c.event_id == event_id if event_id else _TABLE.c.event_id.is_(None),
            )
        )
        found |= {row.holder_id: row.account_id for row in rows}
    return found
