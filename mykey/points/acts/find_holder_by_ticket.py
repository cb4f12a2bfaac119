"""Whose ticket it is: the holder who stands under one of its subjects.

While the ticket writer's key is being replaced a ticket names the person twice. Who stands under the old
name alone gets the new one here, so that every account has moved before the old key is withdrawn, and nobody
loses a point (privacy.md, "Deliberately non-joinable", 7).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast
from uuid import UUID

from sqlalchemy import Table, select
from sqlalchemy.dialects import postgresql, sqlite

from mykey.crypto.purposes import PointsPurpose
from mykey.handoff.ticket import OpenedTicket
from mykey.points.ground import PointsWork
from mykey.points.holders import open_holder_row
from mykey.points.models.holders import SubjectName
from mykey.points.refusals import PointsAccountNotFound

__all__ = ["Subjects", "add_subject_name", "find_by_subjects", "find_holder_by_ticket"]

#: (key version, 32 bytes) each, that of the current key first, as a ticket has them.
Subjects = Sequence[tuple[int, bytes]]

_TABLE = cast("Table", SubjectName.__table__)


def find_holder_by_ticket(work: PointsWork, ticket: OpenedTicket) -> UUID:
    """The holder's id.

    Raises:
        PointsAccountNotFound: the person has no points account, or has closed it.
    """
    holder_id = find_by_subjects(work, ticket.subjects)
    if holder_id is None:
        raise PointsAccountNotFound
    return holder_id


def find_by_subjects(work: PointsWork, subjects: Subjects) -> UUID | None:
    """The same by a ticket's subjects; None where nobody stands under them."""
    places = {
        index: order
        for order, (_version, subject) in enumerate(subjects)
        for index in work.keys.candidates(PointsPurpose.SUBJECT_INDEX, subject)
    }
    rows = work.connection.execute(
        select(_TABLE.c.subject_index, _TABLE.c.holder_id).where(_TABLE.c.subject_index.in_(places))
    )
    found: dict[int, UUID] = {places[index]: holder_id for index, holder_id in rows}
    if not found:
        return None
    holder_id = found[min(found)]
    if 0 not in found:
        try:
            open_holder_row(work, holder_id, lock=True)
        except PointsAccountNotFound:  # closed since the look above; no name may be given to it again
            return None
        add_subject_name(work, holder_id, *subjects[0])
    return holder_id


def add_subject_name(work: PointsWork, holder_id: UUID, version: int, subject: bytes) -> bool:
    """Let the holder stand under this subject, too; false where somebody stands there already."""
    insert = postgresql.insert if work.connection.dialect.name == "postgresql" else sqlite.insert
    added = work.connection.execute(
        insert(_TABLE)
        .values(
            subject_index=work.keys.index(PointsPurpose.SUBJECT_INDEX, subject),
            holder_id=holder_id,
            subject_key_version=version,
        )
        .on_conflict_do_nothing()
        .returning(_TABLE.c.holder_id)
    ).first()
    return added is not None
