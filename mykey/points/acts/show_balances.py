"""What a citizen has: the points of use in each account, and the days on which they end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import cast
from uuid import UUID

from sqlalchemy import Table, func, select

from mykey.points.acts.list_accounts import MyAccount, list_accounts
from mykey.points.ground import PointsWork
from mykey.points.models.ledger import AccountKind, Lot

__all__ = ["SOON_DAYS", "Balance", "Ending", "show_balances"]

#: How far ahead the home page looks for points that end.
SOON_DAYS = 30

_LOTS = cast("Table", Lot.__table__)


@dataclass(frozen=True)
class Ending:
    """So many points whose last day, or in the reserve the last day of whose term, is this one."""

    day: date
    points: int


@dataclass(frozen=True)
class Balance:
    """One account. `points` are of use today; `endings` are their days, the next one first.

    In the reserve points past their term are still the citizen's, until the job moves them.
    """

    account: MyAccount
    points: int
    endings: tuple[Ending, ...]
    soon: tuple[Ending, ...]
    """Those within 30 days."""


def show_balances(work: PointsWork, holder_id: UUID) -> list[Balance]:
    """All accounts of the holder, in the order of `list_accounts`. Two statements, whatever they hold."""
    accounts = list_accounts(work, holder_id)
    rows = work.connection.execute(
        select(_LOTS.c.account_id, _LOTS.c.ends_on, func.sum(_LOTS.c.lot_left))
        .where(_LOTS.c.account_id.in_([account.account_id for account in accounts]), _LOTS.c.lot_left > 0)
        .group_by(_LOTS.c.account_id, _LOTS.c.ends_on)
        .order_by(_LOTS.c.ends_on)
    )
    endings: dict[UUID, list[Ending]] = {account.account_id: [] for account in accounts}
    for account_id, day, points in rows:
        endings[account_id].append(Ending(day, int(points)))
    return list(_balances(accounts, endings, work.today))


def _balances(accounts: list[MyAccount], endings: dict[UUID, list[Ending]], today: date) -> Iterator[Balance]:
    for account in accounts:
        usable = tuple(
            ending
            for ending in endings[account.account_id]
            if account.kind == AccountKind.RESERVE or ending.day >= today
        )
        soon = tuple(ending for ending in usable if ending.day <= today + timedelta(days=SOON_DAYS))
        yield Balance(account, sum(ending.points for ending in usable), usable, soon)
