"""A person opens a points account, after saying yes to it here: a random id, a points number, no choices."""

from __future__ import annotations

from dataclasses import asdict
from typing import cast
from uuid import UUID

from sqlalchemy import Table, select
from sqlalchemy.dialects import postgresql, sqlite

from mykey.crypto.purposes import PointsPurpose
from mykey.kernel.randomness import random_id
from mykey.points.acts.find_holder_by_ticket import Subjects, add_subject_name, find_by_subjects
from mykey.points.ground import PointsWork
from mykey.points.holders import Choices
from mykey.points.ledger.once import AnsweredMeanwhile
from mykey.points.models.holders import HOLDER_CHOICES, POINTS_NUMBER, Holder, HolderState
from mykey.points.points_numbers import new_points_number

__all__ = ["open_holder"]

_TABLE = cast("Table", Holder.__table__)


def open_holder(work: PointsWork, subjects: Subjects, language: str) -> UUID:
    """The new holder's id; that of the account where the person has one, as after a second press.

    Raises:
        AnsweredMeanwhile: two at once; `settle` begins anew and finds the other's.
    """
    existing = find_by_subjects(work, subjects)
    if existing is not None:
        return existing
    holder_id = random_id(work.random_bytes)
    while not _insert(work, holder_id, language):
        pass  # the points number was somebody's: draw another
    for version, subject in subjects:
        if not add_subject_name(work, holder_id, version, subject):
            raise AnsweredMeanwhile
    return holder_id


def _insert(work: PointsWork, holder_id: UUID, language: str) -> bool:
    keys, number = work.keys, new_points_number(work.random_bytes)
    places = keys.candidates(PointsPurpose.POINTS_NUMBER_INDEX, number.encode())
    taken = select(_TABLE.c.holder_id).where(_TABLE.c.points_number_index.in_(places))
    if work.connection.scalar(taken) is not None:
        return False
    insert = postgresql.insert if work.connection.dialect.name == "postgresql" else sqlite.insert
    fresh = work.connection.execute(
        insert(_TABLE)
        .values(
            holder_id=holder_id,
            holder_state=HolderState.OPEN,
            sign_in_epoch=0,
            points_number_index=places[0],
            points_number_sealed=keys.seal(POINTS_NUMBER, holder_id, number),
            choices_sealed=keys.seal(HOLDER_CHOICES, holder_id, asdict(Choices.nothing(language))),
        )
        .on_conflict_do_nothing()
        .returning(_TABLE.c.holder_id)
    ).first()
    return fresh is not None
