"""Show a citizen their own MyKey ID. Nobody else is ever shown it (privacy.md, P1)."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from mykey.kernel.refusals_of_cards import MykeyIdNotFound
from mykey.models.mykey_ids import MYKEY_ID_VALUE, MykeyId
from mykey.services.work import Work

__all__ = ["show_mykey_id"]


def show_mykey_id(work: Work, citizen_id: UUID) -> str:
    """The eight characters. Raises `MykeyIdNotFound` where it is retired."""
    row = work.session.scalar(select(MykeyId).where(MykeyId.citizen_id == citizen_id))
    if row is None:
        raise MykeyIdNotFound
    value: str = work.keys.open_sealed(MYKEY_ID_VALUE, row.id_index, row.value_sealed)
    return value
