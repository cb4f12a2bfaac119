"""Admit one signed request of a till: its nonce is spent, and the till is read as it is now.

The signature has been checked.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mykey.crypto.request_keys import DevicePublicKey
from mykey.kernel.municipalities import municipality
from mykey.kernel.refusals_of_terminals import SignatureInvalid
from mykey.points.acts.spend_nonce import spend_nonce
from mykey.points.ground import PointsWork
from mykey.points.models.shops import Shop, ShopState, Till, TillKind, TillState
from mykey.points.refusals import ShopClosed
from mykey.points.refusals_of_tills import TillClosed, WrongTillKind

__all__ = ["AdmittedTill", "admit_till_request", "find_till_key", "judge_till"]


@dataclass(frozen=True)
class AdmittedTill:
    """What a call needs to know of its till. `thumbprint`: of its key (RFC 7638); tickets are bound to it."""

    till_id: str
    till_name: str
    till_kind: str
    till_state: str
    thumbprint: bytes
    shop_id: UUID
    shop_name: str
    shop_state: str
    municipality_code: str

    @property
    def municipality_name(self) -> str:
        """With the prefecture before it."""
        return municipality(self.municipality_code).full_name


def find_till_key(session: Session, till_id: str) -> bytes | None:
    """The 32 bytes of a till's key; None where there is no such till, or it has no key yet."""
    raw = session.scalar(select(Till.till_key).where(Till.till_id == till_id))
    return None if raw is None else bytes(raw)


def admit_till_request(work: PointsWork, till_id: str, raw_key: bytes, nonce: str) -> AdmittedTill:
    """Spend the nonce and read the till. `raw_key` is the key that the signature was checked with.

    Raises:
        SignatureReplayed: the nonce was seen.
        SignatureInvalid: the till has another key by now, or none.
    """
    spend_nonce(work, till_id, nonce)
    row = work.connection.execute(
        select(
            Till.till_key, Till.till_name, Till.till_kind, Till.till_state,
            Shop.shop_id, Shop.shop_name, Shop.shop_state, Shop.municipality_code,
        )
        .join(Shop, Shop.shop_id == Till.shop_id)
        .where(Till.till_id == till_id)
    ).first()  # fmt: skip
    if row is None or row.till_key is None or bytes(row.till_key) != raw_key:
        raise SignatureInvalid
    _, name, kind, state, shop_id, shop_name, shop_state, code = row
    thumbprint = DevicePublicKey.thumbprint(raw_key)
    return AdmittedTill(till_id, name, kind, state, thumbprint, shop_id, shop_name, shop_state, code)


def judge_till(till: AdmittedTill, *kinds: str) -> None:
    """Refuse what a till in this state, or of another kind than these, may not do.

    Raises:
        TillClosed; ShopClosed; WrongTillKind.
    """
    if till.till_state == TillState.CLOSED:
        raise TillClosed
    if till.shop_state != ShopState.OPEN:
        raise ShopClosed
    if till.till_kind not in (kinds or (TillKind.SPEND, TillKind.GRANT, TillKind.VOUCHER)):
        raise WrongTillKind
