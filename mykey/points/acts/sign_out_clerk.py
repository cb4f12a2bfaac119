"""A clerk signs out of every browser at once: the epoch grows, and sessions of an older one are nobody's."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import update

from mykey.points.ground import PointsWork
from mykey.points.models.officers import OfficeClerk

__all__ = ["sign_out_clerk"]


def sign_out_clerk(work: PointsWork, clerk_id: UUID) -> None:
    """End all sessions of the clerk, this one too."""
    work.session.execute(
        update(OfficeClerk)
        .where(OfficeClerk.clerk_id == clerk_id)
        .values(clerk_epoch=OfficeClerk.clerk_epoch + 1)
        .execution_options(synchronize_session=False)
    )
