"""Admit one signed request of a company: its nonce is spent, and the company is read as it is now.

The signature has been checked.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mykey.kernel.refusals_of_terminals import SignatureInvalid
from mykey.points.acts.spend_nonce import spend_nonce
from mykey.points.ground import PointsWork
from mykey.points.models.partners import Partner, PartnerState

__all__ = ["AdmittedPartner", "admit_partner_request", "find_partner_key"]


@dataclass(frozen=True)
class AdmittedPartner:
    """What a call needs to know of its company. Of a closed one answers are taken and files given."""

    partner_id: UUID
    name: str
    is_open: bool
    takes_coupons: bool


def find_partner_key(session: Session, partner_id: str) -> bytes | None:
    """The 32 bytes of a company's key, by its id as it stands in a signature; None where there is none."""
    try:
        wanted = UUID(partner_id)
    except ValueError:
        return None
    if str(wanted) != partner_id:
        return None
    raw = session.scalar(select(Partner.partner_key).where(Partner.partner_id == wanted))
    return None if raw is None else bytes(raw)


def admit_partner_request(work: PointsWork, partner_id: str, raw_key: bytes, nonce: str) -> AdmittedPartner:
    """Spend the nonce and read the company. `raw_key` is the key that the signature was checked with.

    Raises:
        SignatureReplayed: the nonce was seen.
        SignatureInvalid: the company has another key by now, or none.
    """
    spend_nonce(work, partner_id, nonce)
    row = work.connection.execute(
        select(
            Partner.partner_id, Partner.partner_key, Partner.partner_name, Partner.partner_state,
            Partner.takes_coupons,
        ).where(Partner.partner_id == UUID(partner_id))
    ).first()  # fmt: skip
    if row is None or row.partner_key is None or bytes(row.partner_key) != raw_key:
        raise SignatureInvalid
    is_open = row.partner_state == PartnerState.OPEN
    return AdmittedPartner(row.partner_id, row.partner_name, is_open, row.takes_coupons)
