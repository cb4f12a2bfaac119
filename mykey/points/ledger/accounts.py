"""Accounts: found or opened, and locked in one order, so that two acts on the same ones cannot deadlock."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from sqlalchemy import ColumnElement, Table, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite

from mykey.kernel.randomness import random_id
from mykey.points.ground import PointsWork
from mykey.points.ledger.chain import NO_HEAD
from mykey.points.models.holders import Holder, HolderState
from mykey.points.models.ledger import NOBODYS, Account, AccountKind
from mykey.points.refusals import LedgerBroken, PointsAccountNotFound

__all__ = [
    "LockedAccount",
    "lock_accounts",
    "lock_accounts_of",
    "lock_free_accounts",
    "open_account",
    "refuse_closed_holders",
]

_TABLE = cast("Table", Account.__table__)
_HOLDERS = cast("Table", Holder.__table__)
_COLUMNS = (
    _TABLE.c.account_id, _TABLE.c.account_kind, _TABLE.c.holder_id, _TABLE.c.municipality_code,
    _TABLE.c.event_id, _TABLE.c.is_base, _TABLE.c.is_closed, _TABLE.c.balance, _TABLE.c.last_number,
    _TABLE.c.head,
)  # fmt: skip
_LOCK_OF = (
    select(*_COLUMNS)
    .where(_TABLE.c.holder_id == bindparam("the_holder"))
    .order_by(_TABLE.c.account_id)
    .with_for_update()
)


@dataclass
class LockedAccount:
    """An account under lock until the transaction ends. `post` writes its new balance and head here, too."""

    account_id: UUID
    account_kind: str
    holder_id: UUID | None
    municipality_code: str
    event_id: UUID | None
    is_base: bool
    is_closed: bool
    balance: int
    last_number: int
    head: bytes

    @property
    def is_citizens(self) -> bool:
        """Whether a person holds it, so that its points stand in lots."""
        return self.account_kind in AccountKind.CITIZENS

    def __repr__(self) -> str:
        """Nothing of the person."""
        return f"LockedAccount({self.account_kind})"


def lock_accounts(work: PointsWork, account_ids: Iterable[UUID]) -> dict[UUID, LockedAccount]:
    """Lock these accounts, in the order of their ids.

    Raises:
        LedgerBroken: one of them is not there.
    """
    wanted = set(account_ids)
    found = _lock(work, _TABLE.c.account_id.in_(sorted(wanted)))
    if len(found) != len(wanted):
        raise LedgerBroken(what="account-missing")
    return {account.account_id: account for account in found}


def lock_accounts_of(work: PointsWork, holder_id: UUID, *more: UUID) -> list[LockedAccount]:
    """Lock all accounts of a holder, and more beside, in the order of their ids."""
    if more:
        return _lock(work, (_TABLE.c.holder_id == holder_id) | _TABLE.c.account_id.in_(more))
    rows = work.connection.execute(_LOCK_OF, {"the_holder": holder_id})
    return [LockedAccount(*tuple(row)) for row in rows]


def lock_free_accounts(work: PointsWork, account_ids: Iterable[UUID]) -> dict[UUID, LockedAccount]:
    """Lock those of these accounts that nobody has under lock, and leave the others alone.

    For jobs: they wait for no account of a citizen, so no act of a citizen can deadlock with them.
    """
    found = _lock(work, _TABLE.c.account_id.in_(sorted(set(account_ids))), skip_locked=True)
    return {account.account_id: account for account in found}


def open_account(
    work: PointsWork,
    kind: str,
    *,
    holder_id: UUID | None = None,
    municipality_code: str = NOBODYS,
    event_id: UUID | None = None,
    shop_id: UUID | None = None,
    partner_id: UUID | None = None,
) -> UUID:
    """The account of this kind and owner, opened at first use; two at once open one.

    Raises:
        PointsAccountNotFound: it would have to be opened, and the holder has closed the points account.
    """
    same = (
        (_TABLE.c.account_kind == kind)
        & (_TABLE.c.holder_id == holder_id if holder_id else _TABLE.c.holder_id.is_(None))
        & (_TABLE.c.municipality_code == municipality_code)
        & (_TABLE.c.event_id == event_id if event_id else _TABLE.c.event_id.is_(None))
        & (_TABLE.c.shop_id == shop_id if shop_id else _TABLE.c.shop_id.is_(None))
        & (_TABLE.c.partner_id == partner_id if partner_id else _TABLE.c.partner_id.is_(None))
    )
    statement = select(_TABLE.c.account_id).where(same)
    found: UUID | None = work.connection.scalar(statement)
    if found is not None:
        return found
    if holder_id is not None:
        refuse_closed_holders(work, [holder_id])
    insert = postgresql.insert if work.connection.dialect.name == "postgresql" else sqlite.insert
    work.connection.execute(
        insert(_TABLE)
        .values(
            account_id=random_id(work.random_bytes),
            account_kind=kind,
            holder_id=holder_id,
            municipality_code=municipality_code,
            event_id=event_id,
            shop_id=shop_id,
            partner_id=partner_id,
            is_base=False,
            is_closed=False,
            balance=0,
            last_number=0,
            head=NO_HEAD,
        )
        .on_conflict_do_nothing()
    )
    opened: UUID | None = work.connection.scalar(statement)
    if opened is None:
        raise LedgerBroken(what="account-missing")
    return opened


def refuse_closed_holders(work: PointsWork, holder_ids: Sequence[UUID]) -> None:
    """Whoever closes at this moment waits until the transaction ends, or has come first.

    Raises:
        PointsAccountNotFound: one of them has closed the points account.
    """
    statement = (
        select(_HOLDERS.c.holder_id)
        .where(_HOLDERS.c.holder_id.in_(holder_ids), _HOLDERS.c.holder_state == HolderState.OPEN)
        .order_by(_HOLDERS.c.holder_id)
        .with_for_update(read=True)
    )
    if len(work.connection.execute(statement).all()) != len(set(holder_ids)):
        raise PointsAccountNotFound


def _lock(work: PointsWork, which: ColumnElement[bool], *, skip_locked: bool = False) -> list[LockedAccount]:
    statement = (
        select(*_COLUMNS).where(which).order_by(_TABLE.c.account_id).with_for_update(skip_locked=skip_locked)
    )
    return [LockedAccount(*tuple(row)) for row in work.connection.execute(statement)]
