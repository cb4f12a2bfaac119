"""A voucher's row: found by its code or its number, and changed under lock of the municipality's account.

Whoever changes a voucher holds the account `vouchers` of its municipality: what is read under that lock stays
as it is until the transaction ends.
"""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple, cast
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Table, select, update

from mykey.crypto.purposes import PointsPurpose
from mykey.points.ground import PointsWork
from mykey.points.ledger.accounts import LockedAccount
from mykey.points.ledger.lots import Take, give_back_to_lots
from mykey.points.ledger.post import Receipt, Side, post
from mykey.points.models.ledger import ActKind, Posting
from mykey.points.models.vouchers import Voucher, VoucherState
from mykey.points.refusals import LedgerBroken
from mykey.points.voucher_codes import read_voucher_code

__all__ = ["VoucherRow", "end_voucher", "find_voucher", "return_to_lots", "select_vouchers"]

_TABLE, _POSTINGS = cast("Table", Voucher.__table__), cast("Table", Posting.__table__)


class VoucherRow(NamedTuple):
    """A row of `vouchers`, read without the ORM."""

    voucher_id: UUID
    municipality_code: str
    account_id: UUID
    voucher_points: int
    voucher_ends_on: date
    voucher_state: str
    issue_act_id: UUID


def select_vouchers() -> Select[Any]:
    """The columns of `VoucherRow`."""
    return select(*(_TABLE.c[name] for name in VoucherRow._fields))


def find_voucher(
    work: PointsWork, which: str | ColumnElement[bool], *, lock: bool = False
) -> VoucherRow | None:
    """One voucher, by what was scanned or typed, or by a condition.

    Raises:
        VoucherUnknown: what was typed is no code at all.
    """
    if isinstance(which, str):
        places = work.keys.candidates(PointsPurpose.VOUCHER_INDEX, read_voucher_code(which).encode())
        which = _TABLE.c.voucher_index.in_(places)
    statement = select_vouchers().where(which)
    row = work.connection.execute(statement.with_for_update() if lock else statement).first()
    return None if row is None else VoucherRow(*row)


def end_voucher(work: PointsWork, voucher: VoucherRow, state: str, act_id: UUID) -> None:
    """Note which act took or returned it.

    Raises:
        LedgerBroken: it had ended before; the caller has looked under lock.
    """
    done = work.connection.execute(
        update(_TABLE)
        .where(_TABLE.c.voucher_id == voucher.voucher_id, _TABLE.c.voucher_state == VoucherState.ISSUED)
        .values(voucher_state=state, end_act_id=act_id)
    )
    if done.rowcount != 1:
        raise LedgerBroken(what="voucher-ended-twice")


def return_to_lots(
    work: PointsWork,
    voucher: VoucherRow,
    house: LockedAccount,
    purse: LockedAccount,
    receipt: Receipt | None = None,
) -> UUID:
    """Give an unused voucher's points back to the lots that they came from; both accounts are under lock."""
    number = work.connection.scalar(
        select(_POSTINGS.c.posting_number).where(
            _POSTINGS.c.act_id == voucher.issue_act_id, _POSTINGS.c.account_id == purse.account_id
        )
    )
    if number is None:
        raise LedgerBroken(what="voucher-without-posting")
    back: list[Take] = give_back_to_lots(work, purse, number)
    points = voucher.voucher_points
    sides = [Side(house, -points), Side(purse, points, takes=back)]
    act_id = post(work, ActKind.RETURN_VOUCHER, sides, receipt=receipt)
    end_voucher(work, voucher, VoucherState.RETURNED, act_id)
    return act_id
