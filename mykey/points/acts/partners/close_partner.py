"""The operator ends a company's part: nothing new begins, its coupons are of no use.

What was asked before may still be answered; its files and its answers are still taken.
"""

from __future__ import annotations

from uuid import UUID

from mykey.points.acts.partners.edit_partner import lock_partner
from mykey.points.ground import PointsWork
from mykey.points.models.partners import PartnerState
from mykey.points.refusals_of_partners import PartnerClosed

__all__ = ["close_partner"]


def close_partner(work: PointsWork, partner_id: UUID) -> None:
    """For good. Raises `PartnerNotFound`, `PartnerClosed`."""
    partner = lock_partner(work, partner_id)
    if partner.partner_state != PartnerState.OPEN:
        raise PartnerClosed
    partner.partner_state = PartnerState.CLOSED
    work.session.flush()
