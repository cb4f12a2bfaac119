"""A citizen names the municipality to which reserve points go when their term is over; or none."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from sqlalchemy import Table, update

from mykey.points.acts.find_programme import OpenProgramme, open_programme
from mykey.points.ground import PointsWork
from mykey.points.holders import open_holder_row
from mykey.points.ledger.accounts import open_account
from mykey.points.models.ledger import Account, AccountKind

__all__ = ["choose_base_account"]

_TABLE = cast("Table", Account.__table__)


def choose_base_account(
    work: PointsWork, holder_id: UUID, municipality_code: str | None
) -> OpenProgramme | None:
    """Set it, or with None unset it, and give the programme. An event is never one: it ends.

    Raises:
        ProgrammeNotFound, ProgrammeNotOpen: only municipalities that run points today.
        PointsAccountNotFound: the holder has closed.
    """
    # One change at a time: the index that allows one base account a holder would refuse the second.
    open_holder_row(work, holder_id, lock=True)
    programme = None if municipality_code is None else open_programme(work, municipality_code)
    work.connection.execute(
        update(_TABLE).where(_TABLE.c.holder_id == holder_id, _TABLE.c.is_base).values(is_base=False)
    )
    if programme is None:
        return None
    account_id = open_account(
        work,
        AccountKind.MUNICIPAL,
        holder_id=holder_id,
        municipality_code=programme.municipality_code,
    )
    work.connection.execute(update(_TABLE).where(_TABLE.c.account_id == account_id).values(is_base=True))
    return programme
