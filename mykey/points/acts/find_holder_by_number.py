"""Whose points number is this: what a municipality grants by. It tells that somebody has it, and not who."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select

from mykey.crypto.purposes import PointsPurpose
from mykey.points.ground import PointsWork
from mykey.points.models.holders import Holder, HolderState
from mykey.points.points_numbers import read_points_number
from mykey.points.refusals import PointsNumberUnknown

__all__ = ["find_holder_by_number", "find_holders_by_numbers"]

AT_ONCE = 1000


def find_holder_by_number(work: PointsWork, typed: str) -> UUID:
    """The holder. Raises `PointsNumberUnknown`."""
    number = read_points_number(typed)
    found = find_holders_by_numbers(work, [number])
    if number not in found:
        raise PointsNumberUnknown
    return found[number].holder_id


def find_holders_by_numbers(work: PointsWork, numbers: Iterable[str]) -> dict[str, Holder]:
    """The open holders of these numbers (eleven digits); numbers of nobody are left out.

    Under a shared lock: nobody closes their account between being found and being given points.
    """
    places = {
        index: number
        for number in numbers
        for index in work.keys.candidates(PointsPurpose.POINTS_NUMBER_INDEX, number.encode())
    }
    wanted = list(places)
    found: dict[str, Holder] = {}
    for place in range(0, len(wanted), AT_ONCE):
        holders = work.session.scalars(
            select(Holder)
            .where(
                Holder.points_number_index.in_(wanted[place : place + AT_ONCE]),
                Holder.holder_state == HolderState.OPEN,
            )
            .order_by(Holder.holder_id)
            .with_for_update(read=True)
        )
        found |= {
            places[holder.points_number_index]: holder
            for holder in holders
            if holder.points_number_index is not None
        }
    return found
