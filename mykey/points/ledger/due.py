"""Lots whose day has come, found page by page along the index of their days.

A page is read without any lock: what it names is looked at again under the accounts' locks. Whoever goes on
from the last place of a page passes over what others hold, and finds it in the next run.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast
from uuid import UUID

from sqlalchemy import Table, select, tuple_

from mykey.points.ground import PointsWork
from mykey.points.models.ledger import Account, Lot

__all__ = ["BEGINNING", "DueLot", "LotLeft", "Place", "due_lots", "lots_left_of"]

_LOTS, _ACCOUNTS = cast("Table", Lot.__table__), cast("Table", Account.__table__)

#: Where a page ends: the last row's day and account.
Place = tuple[date, UUID]
BEGINNING: Place = (date.min, UUID(int=0))


@dataclass(frozen=True)
class DueLot:
    """One row of a page."""

    ends_on: date
    account_id: UUID
    municipality_code: str

    @property
    def place(self) -> Place:
        """From where the next page goes on."""
        return (self.ends_on, self.account_id)


@dataclass(frozen=True)
class LotLeft:
    """A lot with points, read under its account's lock."""

    account_id: UUID
    lot_number: int
    left: int
    ends_on: date
    reminded: bool


def due_lots(
    work: PointsWork,
    kinds: Iterable[str],
    days: tuple[date, date],
    after: Place,
    limit: int,
    *,
    unreminded: bool = False,
) -> list[DueLot]:
    """Lots with points in accounts of these kinds that end between two days, both included.

    A place may be cut in two by a page's end; all lots of an account are dealt with together, so nothing is
    left behind.
    """
    first, last = days
    statement = (
        select(_LOTS.c.ends_on, _LOTS.c.account_id, _ACCOUNTS.c.municipality_code)
        .join_from(_LOTS, _ACCOUNTS, _ACCOUNTS.c.account_id == _LOTS.c.account_id)
        .where(
            _LOTS.c.lot_left > 0,
            _LOTS.c.ends_on.between(first, last),
            tuple_(_LOTS.c.ends_on, _LOTS.c.account_id) > tuple_(*after),
            _ACCOUNTS.c.account_kind.in_(sorted(kinds)),
        )
        .order_by(_LOTS.c.ends_on, _LOTS.c.account_id)
        .limit(limit)
    )
    if unreminded:
        statement = statement.where(~_LOTS.c.reminded)
    return [DueLot(*row) for row in work.connection.execute(statement)]


def lots_left_of(
    work: PointsWork, account_ids: Sequence[UUID], days: tuple[date, date]
) -> dict[UUID, list[LotLeft]]:
    """By account, its lots with points that end between two days, oldest first. They must be under lock."""
    first, last = days
    rows = work.connection.execute(
        select(_LOTS.c.account_id, _LOTS.c.lot_number, _LOTS.c.lot_left, _LOTS.c.ends_on, _LOTS.c.reminded)
        .where(
            _LOTS.c.account_id.in_(account_ids), _LOTS.c.lot_left > 0, _LOTS.c.ends_on.between(first, last)
        )
        .order_by(_LOTS.c.account_id, _LOTS.c.ends_on, _LOTS.c.lot_number)
    )
    found: dict[UUID, list[LotLeft]] = {}
    for row in rows:
        found.setdefault(row.account_id, []).append(LotLeft(*row))
    return found
