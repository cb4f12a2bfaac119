"""A machine becomes a till: the one-time code of a municipality's officer binds the till to its key.

A code is tried five times in a quarter of an hour at most. The tries are counted by its first half, so that
who saw that half of a code cannot guess the rest, and nobody can lock a till out without knowing its code.
The answer is kept under code and key for a day at least: who heard nothing asks again and is told the same.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from mykey.crypto.purposes import PointsPurpose
from mykey.kernel.municipalities import municipality
from mykey.points.enrolment_codes import CODE_LENGTH
from mykey.points.ground import PointsWork
from mykey.points.models.shops import Shop, ShopState, Till, TillState
from mykey.points.refusals import ShopClosed
from mykey.points.refusals_of_tills import (
    EnrolmentCodeExpired,
    EnrolmentCodeInvalid,
    TillClosed,
    TillKeyInUse,
)

__all__ = ["enrol_till", "known_half"]


def known_half(code: str) -> str:
    """The part of a code by which its tries are counted."""
    return code[: CODE_LENGTH // 2]


def enrol_till(work: PointsWork, code: str, raw_key: bytes) -> dict[str, Any]:
    """Bind the key (32 bytes) and tell the till what it is; `code` is as `read_enrolment_code` gives it.

    Raises:
        EnrolmentCodeInvalid, EnrolmentCodeExpired; TillKeyInUse; TillClosed, ShopClosed.
    """
    places = work.keys.candidates(PointsPurpose.ENROLMENT_CODE_INDEX, code.encode())
    # Under lock: of two machines with one code the second finds it used.
    till = work.session.scalar(
        select(Till)
        .where(Till.code_index.in_(places))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if till is None or till.code_until is None:
        raise EnrolmentCodeInvalid
    if till.code_until < work.today:
        raise EnrolmentCodeExpired
    shop = work.session.get_one(Shop, till.shop_id)
    if till.till_state == TillState.CLOSED:
        raise TillClosed
    if shop.shop_state != ShopState.OPEN:
        raise ShopClosed
    try:
        with work.session.begin_nested():  # so that the conflict of uq_tills_key_in_use can be told
            till.till_state, till.till_key = TillState.ENROLLED, raw_key
            till.code_index = till.code_until = None
    except IntegrityError:
        raise TillKeyInUse from None
    return {
        "till_id": till.till_id,
        "till_name": till.till_name,
        "till_kind": till.till_kind,
        "shop_name": shop.shop_name,
        "municipality_code": shop.municipality_code,
        "municipality_name": municipality(shop.municipality_code).full_name,
    }
