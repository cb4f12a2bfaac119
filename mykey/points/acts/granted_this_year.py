"""What people were granted by a municipality in this fiscal year, against its limit for a person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from mykey.points.ground import PointsWork
from mykey.points.models.ledger import Account, Act, ActKind, Posting

__all__ = ["fiscal_year_of", "granted_this_year", "year_began"]

FISCAL_YEAR_BEGINS = 4  # April
AT_ONCE = 1000


def fiscal_year_of(day: date) -> int:
    """The year in which a day's fiscal year began."""
    return day.year - (day.month < FISCAL_YEAR_BEGINS)


def year_began(fiscal_year: int) -> date:
    """The first day of a fiscal year."""
    return date(fiscal_year, FISCAL_YEAR_BEGINS, 1)


def granted_this_year(
    work: PointsWork, municipality_code: str, holder_ids: Sequence[UUID]
) -> dict[UUID, int]:
    """Points since 1 April, the municipality's events included; a person without any is left out.

    True while the municipality's issue account is under lock: its grants follow one another.
    """
    began = year_began(fiscal_year_of(work.today))
    found: dict[UUID, int] = {}
    for place in range(0, len(holder_ids), AT_ONCE):
        rows = work.connection.execute(
            select(Account.holder_id, func.sum(Posting.amount))
            .join(Act, Act.act_id == Posting.act_id)
            .join(Account, Account.account_id == Posting.account_id)
            .where(
                Account.holder_id.in_(holder_ids[place : place + AT_ONCE]),
                Account.municipality_code == municipality_code,
                Act.act_kind == ActKind.GRANT,
                Act.act_day >= began,
            )
            .group_by(Account.holder_id)
        )
        found |= {holder_id: int(points) for holder_id, points in rows if holder_id is not None}
    return found
