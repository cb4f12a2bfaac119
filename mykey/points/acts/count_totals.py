"""What a municipality's points came to: sums of the system's accounts alone, never a person's.

They are found by the system accounts' own indexes, whose conditions stand here word for word: no look goes
through the accounts of people, however many they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from sqlalchemy import Table, func, select, text

from mykey.points.ground import PointsWork
from mykey.points.models.ledger import Account, AccountKind
from mykey.points.models.shops import Shop

__all__ = ["Totals", "count_totals"]

_ACCOUNTS = cast("Table", Account.__table__)


@dataclass(frozen=True)
class Totals:
    """Points. `issued`: granted, less what closed accounts gave back. `with_shops`: taken and not yet paid.

    `settled`: what closed months pay. `on_paper`: on vouchers that nobody has used yet. `corrected`: given by
    corrections, less what they took back; below zero where they took more.
    """

    issued: int
    with_shops: int
    settled: int
    on_paper: int
    expired: int
    corrected: int

    @property
    def taken(self) -> int:
        """All that shops have taken, paid or not."""
        return self.with_shops + self.settled


def count_totals(work: PointsWork, municipality_code: str) -> Totals:
    """The sums as of now."""
    rows = work.connection.execute(
        select(_ACCOUNTS.c.account_kind, _ACCOUNTS.c.balance).where(
            text(_where_of("uq_accounts_system")), _ACCOUNTS.c.municipality_code == municipality_code
        )
    )
    found: dict[str, int] = {kind: int(points) for kind, points in rows}
    claims = work.connection.scalar(
        select(func.sum(_ACCOUNTS.c.balance))
        .join(Shop, Shop.shop_id == _ACCOUNTS.c.shop_id)
        .where(text(_where_of("uq_accounts_claim")), Shop.municipality_code == municipality_code)
    )
    return Totals(
        issued=-found.get(AccountKind.ISSUE, 0),
        with_shops=int(claims or 0),
        settled=found.get(AccountKind.SETTLED, 0),
        on_paper=found.get(AccountKind.VOUCHERS, 0),
        expired=found.get(AccountKind.EXPIRED, 0),
        corrected=-found.get(AccountKind.CORRECTIONS, 0),
    )


def _where_of(name: str) -> str:
    """The condition of a partial index: the database uses it only for a look that repeats it."""
    index = next(one for one in _ACCOUNTS.indexes if one.name == name)
    return str(index.dialect_options["postgresql"]["where"])
