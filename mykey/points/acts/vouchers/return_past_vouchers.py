"""Vouchers past their last day go back to the lots they came from; what is past its day there then ends.

One batch. Its job (`jobs.return_vouchers`) finds them; running it twice, or twice at the same time, returns
nothing twice, because a voucher is read under lock.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import cast
from uuid import UUID

from sqlalchemy import Table, select, tuple_

from mykey.points.acts.vouchers.voucher_rows import (
    VoucherRow,
    end_voucher,
    return_to_lots,
    select_vouchers,
)
from mykey.points.ground import PointsWork
from mykey.points.ledger.accounts import LockedAccount, lock_accounts, lock_free_accounts, open_account
from mykey.points.ledger.due import Place
from mykey.points.ledger.post import Side, post
from mykey.points.models.ledger import Account, AccountKind, ActKind
from mykey.points.models.vouchers import Voucher, VoucherState

__all__ = ["DueVoucher", "due_vouchers", "return_past_vouchers"]

_TABLE, _ACCOUNTS = cast("Table", Voucher.__table__), cast("Table", Account.__table__)


@dataclass(frozen=True)
class DueVoucher:
    """One row of a page."""

    ends_on: date
    voucher_id: UUID
    account_id: UUID
    municipality_code: str

    @property
    def place(self) -> Place:
        """From where the next page goes on."""
        return (self.ends_on, self.voucher_id)


def due_vouchers(work: PointsWork, after: Place, limit: int) -> list[DueVoucher]:
    """Unused vouchers whose last day is over, along the index of their days."""
    columns = (_TABLE.c.voucher_ends_on, _TABLE.c.voucher_id)
    rows = work.connection.execute(
        select(*columns, _TABLE.c.account_id, _TABLE.c.municipality_code)
        .where(
            _TABLE.c.voucher_state == VoucherState.ISSUED,
            _TABLE.c.voucher_ends_on <= work.today - timedelta(days=1),
            tuple_(*columns) > tuple_(*after),
        )
        .order_by(*columns)
        .limit(limit)
    )
    return [DueVoucher(*row) for row in rows]


def return_past_vouchers(work: PointsWork, due: Sequence[DueVoucher]) -> int:
    """Return these, in an act each, and give their number.

    The municipalities' accounts are locked first and those of citizens only where they are free, so that
    nobody waits in a ring; what is left over is found by the next run. Where the holder has closed the points
    account there is no lot to return to: the points end, as they would have in the account.
    """
    codes = {one.municipality_code for one in due}
    open_ones, closed = _accounts(work, {one.account_id for one in due})
    houses = _houses(work, AccountKind.VOUCHERS, codes)
    ends = _houses(work, AccountKind.EXPIRED, codes if closed else ())
    locked = lock_accounts(work, [*houses.values(), *ends.values()])
    purses = lock_free_accounts(work, open_ones)
    returned = 0
    for voucher in _still_due(work, due):
        house, purse = locked[houses[voucher.municipality_code]], purses.get(voucher.account_id)
        if voucher.account_id in closed:
            _end(work, voucher, house, locked[ends[voucher.municipality_code]])
        elif purse is None or purse.is_closed:
            continue  # somebody is at work there, or closed it at this moment
        else:
            return_to_lots(work, voucher, house, purse)
        returned += 1
    return returned


def _accounts(work: PointsWork, account_ids: Iterable[UUID]) -> tuple[set[UUID], set[UUID]]:
    """Those that are open, and those that are closed; a closed one stays closed."""
    rows = work.connection.execute(
        select(_ACCOUNTS.c.account_id, _ACCOUNTS.c.is_closed).where(
            _ACCOUNTS.c.account_id.in_(sorted(account_ids))
        )
    ).all()
    closed = {row.account_id for row in rows if row.is_closed}
    return {row.account_id for row in rows} - closed, closed


def _houses(work: PointsWork, kind: str, codes: Iterable[str]) -> dict[str, UUID]:
    return {code: open_account(work, kind, municipality_code=code) for code in sorted(codes)}


def _still_due(work: PointsWork, due: Sequence[DueVoucher]) -> list[VoucherRow]:
    """Read under lock, in one order: a shop, a citizen or a twin of this job may have been faster."""
    rows = work.connection.execute(
        select_vouchers()
        .where(
            _TABLE.c.voucher_id.in_([one.voucher_id for one in due]),
            _TABLE.c.voucher_state == VoucherState.ISSUED,
        )
        .order_by(_TABLE.c.voucher_id)
        .with_for_update()
    )
    return [VoucherRow(*row) for row in rows]


def _end(work: PointsWork, voucher: VoucherRow, house: LockedAccount, expired: LockedAccount) -> None:
    sides = [Side(house, -voucher.voucher_points), Side(expired, voucher.voucher_points)]
    end_voucher(work, voucher, VoucherState.RETURNED, post(work, ActKind.EXPIRE, sides))
