"""An exchange that waits is given up: by the citizen, by the end of the wait, or with the points account.

Whether the company has given its points meanwhile cannot be known. So it is owed the word that nothing came
of it, until it has taken that word (`partner_calls.ask.give_up`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast
from uuid import UUID

from sqlalchemy import Table, select, update

from mykey.points.ground import PointsWork
from mykey.points.models.ledger import Account
from mykey.points.models.partners import Exchange, ExchangeState
from mykey.points.refusals_of_partners import ExchangeNotFound, ExchangeOver

__all__ = [
    "LockedExchange",
    "cancel_exchange",
    "cancel_exchanges_of",
    "end_wait",
    "lock_exchange",
    "write_cancelled",
]

_EXCHANGES, _ACCOUNTS = cast("Table", Exchange.__table__), cast("Table", Account.__table__)


@dataclass(frozen=True)
class LockedExchange:
    """An exchange under lock until the transaction ends."""

    exchange_id: UUID
    partner_id: UUID
    account_id: UUID
    exchange_units: int
    exchange_points: int
    exchange_state: str
    holder_id: UUID

    def __repr__(self) -> str:
        """Nothing of the person."""
        return f"LockedExchange({self.exchange_state})"


def cancel_exchange(work: PointsWork, holder_id: UUID, exchange_id: UUID) -> None:
    """By the citizen.

    Raises:
        ExchangeNotFound: there is none, or it is somebody else's; ExchangeOver: fact `state`.
    """
    found = lock_exchange(work, exchange_id)
    if found is None or found.holder_id != holder_id:
        raise ExchangeNotFound
    if found.exchange_state != ExchangeState.ASKED:
        raise ExchangeOver(state=found.exchange_state)
    write_cancelled(work, exchange_id)


def end_wait(work: PointsWork, exchange_id: UUID) -> bool:
    """By the end of the wait; whether there was still something to give up."""
    found = lock_exchange(work, exchange_id)
    if found is None or found.exchange_state != ExchangeState.ASKED:
        return False
    write_cancelled(work, exchange_id)
    return True


def cancel_exchanges_of(work: PointsWork, holder_id: UUID) -> None:
    """With the points account, whose holder's row is under lock and whose accounts are not yet."""
    mine = select(_ACCOUNTS.c.account_id).where(_ACCOUNTS.c.holder_id == holder_id).scalar_subquery()
    work.connection.execute(
        update(_EXCHANGES)
        .where(_EXCHANGES.c.account_id.in_(mine), _EXCHANGES.c.exchange_state == ExchangeState.ASKED)
        .values(exchange_state=ExchangeState.CANCELLED, access_sealed=None, is_reversal_owed=True)
    )


def lock_exchange(work: PointsWork, exchange_id: UUID) -> LockedExchange | None:
    """The exchange under lock until the transaction ends, with its holder.

    It is locked before the accounts, by whoever answers, cancels or closes.
    """
    row = work.connection.execute(
        select(
            _EXCHANGES.c.exchange_id, _EXCHANGES.c.partner_id, _EXCHANGES.c.account_id,
            _EXCHANGES.c.exchange_units, _EXCHANGES.c.exchange_points, _EXCHANGES.c.exchange_state,
            _ACCOUNTS.c.holder_id,
        )
        .join(_ACCOUNTS, _ACCOUNTS.c.account_id == _EXCHANGES.c.account_id)
        .where(_EXCHANGES.c.exchange_id == exchange_id)
        .with_for_update(of=_EXCHANGES)
    ).first()  # fmt: skip
    return None if row is None else LockedExchange(*row)


def write_cancelled(work: PointsWork, exchange_id: UUID) -> None:
    """The exchange, which is under lock, brings nothing; the company is owed that word."""
    work.connection.execute(
        update(_EXCHANGES)
        .where(_EXCHANGES.c.exchange_id == exchange_id)
        .values(exchange_state=ExchangeState.CANCELLED, access_sealed=None, is_reversal_owed=True)
    )
