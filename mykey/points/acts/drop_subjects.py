"""Drop the names of a withdrawn version of the ticket writer's key; nobody may lose their last name."""

from __future__ import annotations

from typing import cast

from sqlalchemy import Table, delete, exists, func, select

from mykey.points.ground import PointsWork
from mykey.points.models.holders import SubjectName
from mykey.points.refusals import SubjectsStillNeeded

__all__ = ["drop_subjects"]

_TABLE = cast("Table", SubjectName.__table__)


def drop_subjects(work: PointsWork, version: int) -> int:
    """Drop them and give their number. The ticket writer must have withdrawn the key a day ago or more.

    A ticket from before a replacement lives a minute, but who came in with one may sit before the page that
    opens an account for as long as a session lasts, named by the old key alone.

    Raises:
        SubjectsStillNeeded: holders stand under this version only, or under it and older ones; nothing is
            dropped.
    """
    newer = _TABLE.alias()
    # An older name is none to fall back on: its key is withdrawn first. So a 2 typed for a 1 drops nobody.
    has_newer = exists().where(newer.c.holder_id == _TABLE.c.holder_id, newer.c.subject_key_version > version)
    # The condition stands in the statement itself: who came in since a count before it keeps the name.
    dropped = work.connection.execute(
        delete(_TABLE).where(_TABLE.c.subject_key_version == version, has_newer)
    ).rowcount
    left = work.connection.scalar(
        select(func.count()).select_from(_TABLE).where(_TABLE.c.subject_key_version == version)
    )
    if left:
        raise SubjectsStillNeeded(holders=left)
    return dropped
