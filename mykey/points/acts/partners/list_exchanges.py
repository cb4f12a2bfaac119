"""A citizen's exchanges with companies, the newest days first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import cast
from uuid import UUID

from sqlalchemy import Table, select

from mykey.points.ground import PointsWork
from mykey.points.models.ledger import Account
from mykey.points.models.partners import Exchange, Partner
from mykey.points.refusals_of_partners import ExchangeNotFound

__all__ = ["ExchangeShown", "list_exchanges", "see_exchange"]

#: Older ones stand in the account's history, where they brought something.
MOST_SHOWN = 50

_EXCHANGES, _ACCOUNTS = cast("Table", Exchange.__table__), cast("Table", Account.__table__)
_PARTNERS = cast("Table", Partner.__table__)


@dataclass(frozen=True)
class ExchangeShown:
    """`state` is a word of `ExchangeState`; while `is_reversal_owed` the company has not taken the cancel."""

    exchange_id: UUID
    partner_name: str
    units: int
    points: int
    asked_on: date
    state: str
    is_reversal_owed: bool

    def __repr__(self) -> str:
        """Nothing of the person."""
        return f"ExchangeShown({self.state})"


def list_exchanges(work: PointsWork, holder_id: UUID) -> list[ExchangeShown]:
    """All that fit on a page."""
    return _find(work, holder_id, None)


def see_exchange(work: PointsWork, holder_id: UUID, exchange_id: UUID) -> ExchangeShown:
    """One of this holder's. Raises `ExchangeNotFound`."""
    found = _find(work, holder_id, exchange_id)
    if not found:
        raise ExchangeNotFound
    return found[0]


def _find(work: PointsWork, holder_id: UUID, exchange_id: UUID | None) -> list[ExchangeShown]:
    statement = (
        select(
            _EXCHANGES.c.exchange_id, _PARTNERS.c.partner_name, _EXCHANGES.c.exchange_units,
            _EXCHANGES.c.exchange_points, _EXCHANGES.c.asked_on, _EXCHANGES.c.exchange_state,
            _EXCHANGES.c.is_reversal_owed,
        )
        .join(_ACCOUNTS, _ACCOUNTS.c.account_id == _EXCHANGES.c.account_id)
        .join(_PARTNERS, _PARTNERS.c.partner_id == _EXCHANGES.c.partner_id)
        .where(_ACCOUNTS.c.holder_id == holder_id)
        .order_by(_EXCHANGES.c.asked_on.desc(), _EXCHANGES.c.exchange_id)
        .limit(MOST_SHOWN)
    )  # fmt: skip
    if exchange_id is not None:
        statement = statement.where(_EXCHANGES.c.exchange_id == exchange_id)
    return [ExchangeShown(*row) for row in work.connection.execute(statement)]
