"""A citizen says which mails they want. Each is a choice of its own and none is preset (privacy.md, P11)."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from mykey.points.acts.tell_holder import Notice
from mykey.points.ground import PointsWork
from mykey.points.holders import choices_of, keep_choices, open_holder_row

__all__ = ["choose_notices"]


def choose_notices(work: PointsWork, holder_id: UUID, wanted: Collection[Notice], language: str) -> None:
    """Keep the choice, and the language of the mails. They go only to a confirmed address.

    Raises:
        PointsAccountNotFound: the holder has closed.
    """
    holder = open_holder_row(work, holder_id, lock=True)
    choices = choices_of(work, holder)
    choices.notices = {notice.value: notice in wanted for notice in Notice}
    choices.language = language
    keep_choices(work, holder, choices)
