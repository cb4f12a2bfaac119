"""A till shows a citizen's pay code: whose is it? The code is gone with the question, whatever follows."""

from __future__ import annotations

from datetime import datetime
from typing import cast
from uuid import UUID

from sqlalchemy import Table, delete
from sqlalchemy.orm import Session

from mykey.crypto.purposes import PointsPurpose
from mykey.points.ground import PointsWork
from mykey.points.models.requests import PAY_CODE, PayCode
from mykey.points.pay_codes import read_pay_code
from mykey.points.refusals import PayCodeExpired, PayCodeUnknown

__all__ = ["use_pay_code"]

_TABLE = cast("Table", PayCode.__table__)


def use_pay_code(work: PointsWork, text: str) -> UUID:
    """The holder's id. `work` comes from `settle(…, apart_first=True)` and was not yet used.

    Whether the holder is still open is asked by whoever acts for them.

    Raises:
        PayCodeUnknown: no such code, or it was used; PayCodeExpired: older than its minute.
    """
    places = work.keys.candidates(PointsPurpose.PAY_CODE_INDEX, read_pay_code(text).encode())

    def burn(session: Session) -> tuple[bytes, bytes] | None:
        # Of many at once, one deletes the row; the others find none.
        row = session.execute(
            delete(_TABLE)
            .where(_TABLE.c.pay_code_index.in_(places))
            .returning(_TABLE.c.pay_code_index, _TABLE.c.pay_code_sealed)
        ).first()
        return None if row is None else (row[0], row[1])

    burnt = work.apart(burn)
    if burnt is None:
        raise PayCodeUnknown
    value = work.keys.open_sealed(PAY_CODE, *burnt)
    if datetime.fromisoformat(value["until"]) <= work.clock():
        raise PayCodeExpired
    return UUID(value["holder"])
