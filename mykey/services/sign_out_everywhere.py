"""End every session of a citizen, this one included: for a lost phone or a forgotten library PC."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import update

from mykey.models.citizens import Citizen
from mykey.services.work import Work

__all__ = ["sign_out_everywhere"]


def sign_out_everywhere(work: Work, citizen_id: UUID) -> None:
    """Begin a new epoch; sessions of older ones are refused at their next request and purged later."""
    work.session.execute(
        update(Citizen)
        .where(Citizen.id == citizen_id)
        .values(session_epoch=Citizen.session_epoch + 1)
        .execution_options(synchronize_session=False)
    )
