"""A citizen makes a code to pay at a till without the card: it serves once, within a minute."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import cast
from uuid import UUID

from sqlalchemy import Table, delete, insert

from mykey.crypto.purposes import PointsPurpose
from mykey.points.ground import PointsWork
from mykey.points.holders import open_holder_row
from mykey.points.models.requests import PAY_CODE, PayCode
from mykey.points.pay_codes import new_pay_code

__all__ = ["PAY_CODE_LIFE", "MadePayCode", "drop_pay_code", "make_pay_code"]

PAY_CODE_LIFE = timedelta(minutes=1)

_TABLE = cast("Table", PayCode.__table__)


@dataclass(frozen=True)
class MadePayCode:
    """The code and the moment (UTC) from which it is refused."""

    code: str = field(repr=False)
    until: datetime


def make_pay_code(work: PointsWork, holder_id: UUID, instead_of: str | None = None) -> MadePayCode:
    """A new one. `instead_of` is the same browser's code before it, which ends now.

    Raises:
        PointsAccountNotFound: the holder has closed.
    """
    open_holder_row(work, holder_id)
    if instead_of is not None:
        drop_pay_code(work, instead_of)
    code, until = new_pay_code(work.random_bytes), work.clock() + PAY_CODE_LIFE
    index = work.keys.index(PointsPurpose.PAY_CODE_INDEX, code.encode())
    value = {"holder": str(holder_id), "until": until.isoformat()}
    work.connection.execute(
        insert(_TABLE).values(pay_code_index=index, pay_code_sealed=work.keys.seal(PAY_CODE, index, value))
    )
    return MadePayCode(code, until)


def drop_pay_code(work: PointsWork, code: str) -> None:
    """End a code that may be unused."""
    places = work.keys.candidates(PointsPurpose.PAY_CODE_INDEX, code.encode())
    work.connection.execute(delete(_TABLE).where(_TABLE.c.pay_code_index.in_(places)))
