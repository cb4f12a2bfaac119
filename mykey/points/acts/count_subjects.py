"""How many holders stand under each version of the ticket writer's key: when may the old one be withdrawn?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from sqlalchemy import Table, func, select

from mykey.points.ground import PointsWork
from mykey.points.models.holders import SubjectName

__all__ = ["SubjectCount", "count_subjects"]

_TABLE = cast("Table", SubjectName.__table__)


@dataclass(frozen=True)
class SubjectCount:
    """`only_here`: holders who stand under no other version, and would be lost without this one."""

    version: int
    holders: int
    only_here: int


def count_subjects(work: PointsWork) -> list[SubjectCount]:
    """By version, the oldest first."""
    of_holder = (
        select(
            _TABLE.c.holder_id.label("holder"),
            func.min(_TABLE.c.subject_key_version).label("oldest"),
            func.max(_TABLE.c.subject_key_version).label("newest"),
        )
        .group_by(_TABLE.c.holder_id)
        .subquery()
    )
    only: dict[int, int] = {
        row[0]: row[1]
        for row in work.connection.execute(
            select(of_holder.c.oldest, func.count())
            .where(of_holder.c.oldest == of_holder.c.newest)
            .group_by(of_holder.c.oldest)
        )
    }
    rows = work.connection.execute(
        select(_TABLE.c.subject_key_version, func.count(_TABLE.c.holder_id.distinct()))
        .group_by(_TABLE.c.subject_key_version)
        .order_by(_TABLE.c.subject_key_version)
    )
    return [SubjectCount(version, holders, only.get(version, 0)) for version, holders in rows]
