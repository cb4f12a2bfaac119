"""A shop's money around the end of a month: acts at a time of one's own, and what was posted."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import func, select

from mykey.points.acts.settlement.close_month import close_month
from mykey.points.acts.settlement.see_month import see_month
from mykey.points.acts.settlement.shop_lines import ShopLine
from mykey.points.acts.sign_in_clerk import SignedInClerk
from mykey.points.models.ledger import Account, Act, Posting
from tests.support.points_ground import KAWASAKI, PointsTown

__all__ = [
    "APRIL",
    "JUNE",
    "MAY",
    "MIDNIGHT",
    "Month",
    "balance_of_kind",
    "by_kind",
    "close",
    "lines_of",
    "when",
]

Month = date
APRIL, MAY, JUNE = date(2026, 4, 1), date(2026, 5, 1), date(2026, 6, 1)
#: April is over in Japan.
MIDNIGHT = datetime(2026, 4, 30, 15, 0, tzinfo=UTC)


def when(town: PointsTown, now: datetime) -> PointsTown:
    """The same town, as a process sees it whose clock shows this."""
    return replace(town, ground=replace(town.ground, clock=lambda: now))


def close(town: PointsTown, clerk: SignedInClerk, month: Month) -> int:
    """On the day after it is over."""
    over = (month + timedelta(days=32)).replace(day=1)
    later = datetime(over.year, over.month, 1, 3, tzinfo=UTC)
    return when(town, later).do(lambda work: close_month(work, clerk, month))


def lines_of(town: PointsTown, month: Month) -> dict[str, ShopLine]:
    """A closed month's lines by the shops' names."""
    seen = town.do(lambda work: see_month(work, KAWASAKI, month))
    return {one.shop_name: one.line for one in seen.lines}


def balance_of_kind(town: PointsTown, kind: str) -> int:
    """What all accounts of a kind come to."""
    statement = select(func.sum(Account.balance)).where(Account.account_kind == kind)
    return int(town.do(lambda work: work.connection.scalar(statement)) or 0)


def by_kind(town: PointsTown, until: date = date.max) -> dict[str, tuple[int, int]]:
    """What was posted to claims as far as a day: kind of act → how often, points."""
    statement = (
        select(Act.act_kind, func.count(), func.sum(Posting.amount))
        .join(Posting, Posting.act_id == Act.act_id)
        .join(Account, Account.account_id == Posting.account_id)
        .where(Account.account_kind == "claim", Act.act_day <= until)
        .group_by(Act.act_kind)
    )
    rows = town.do(lambda work: work.connection.execute(statement).all())
    return {kind: (int(times), int(points)) for kind, times, points in rows}
