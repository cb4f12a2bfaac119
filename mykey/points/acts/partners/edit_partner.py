"""The operator changes what is known of a company, and reads all of it but the secret."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from mykey.crypto.tokens import to_base64url
from mykey.points.acts.partners.add_partner import LinkTyped, PartnerTyped, keep_typed
from mykey.points.ground import PointsWork
from mykey.points.models.partners import Partner, PartnerState
from mykey.points.refusals_of_partners import PartnerClosed, PartnerNotFound

__all__ = ["PartnerWhole", "edit_partner", "lock_partner", "read_partner"]


@dataclass(frozen=True)
class PartnerWhole:
    """A company as the operator sees it; the client secret is never shown again."""

    partner_id: UUID
    is_open: bool
    typed: PartnerTyped


def read_partner(work: PointsWork, partner_id: UUID) -> PartnerWhole:
    """Raises `PartnerNotFound`."""
    partner = work.session.get(Partner, partner_id)
    if partner is None:
        raise PartnerNotFound
    link = None
    if partner.authorize_url and partner.token_url and partner.redeem_url and partner.client_name:
        link = LinkTyped(
            partner.authorize_url, partner.token_url, partner.redeem_url, partner.client_name, ""
        )
    typed = PartnerTyped(
        partner.partner_name,
        partner.partner_about,
        "" if partner.partner_key is None else to_base64url(bytes(partner.partner_key)),
        link,
        partner.notice_url or "",
        partner.takes_coupons,
    )
    return PartnerWhole(partner_id, partner.partner_state == PartnerState.OPEN, typed)


def edit_partner(work: PointsWork, partner_id: UUID, typed: PartnerTyped) -> None:
    """Keep all of it anew; an empty client secret leaves the old one.

    Raises:
        PartnerNotFound, PartnerClosed; PartnerDetailsInvalid: see `add_partner`.
    """
    partner = lock_partner(work, partner_id)
    if partner.partner_state != PartnerState.OPEN:
        raise PartnerClosed
    keep_typed(work, partner, typed)


def lock_partner(work: PointsWork, partner_id: UUID) -> Partner:
    """The row under lock until the transaction ends. Raises `PartnerNotFound`."""
    partner = work.session.get(Partner, partner_id, with_for_update=True, populate_existing=True)
    if partner is None:
        raise PartnerNotFound
    return partner
