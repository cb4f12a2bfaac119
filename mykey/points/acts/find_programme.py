"""The programme of a municipality or one of its events, as of today, and when points under it end."""

from __future__ import annotations

import calendar
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, select

from mykey.points.ground import PointsWork
from mykey.points.models.programmes import Event, ExpiryRule, Programme
from mykey.points.refusals import EventNotOpen, ProgrammeNotFound, ProgrammeNotOpen

__all__ = ["OpenProgramme", "expiry_day", "find_programme", "open_event", "open_programme"]

MONTHS_A_YEAR = 12


class OpenProgramme(NamedTuple):
    """A programme's rules. Read as a row: every act asks for them, and an object of the ORM costs more."""

    municipality_code: str
    programme_name: str
    opens_on: date
    closes_on: date | None
    expiry_rule: str
    expiry_months: int | None
    expiry_month: int | None
    expiry_day: int | None
    most_a_grant: int
    most_a_person: int


_FIND = select(*(getattr(Programme, name) for name in OpenProgramme._fields)).where(
    Programme.municipality_code == bindparam("the_code")
)


def find_programme(work: PointsWork, municipality_code: str) -> OpenProgramme:
    """The programme's rules, whether it runs today or not. Raises `ProgrammeNotFound`."""
    row = work.connection.execute(_FIND, {"the_code": municipality_code}).first()
    if row is None:
        raise ProgrammeNotFound
    return OpenProgramme(*row)


def open_programme(work: PointsWork, municipality_code: str) -> OpenProgramme:
    """The programme, if it runs today.

    Raises:
        ProgrammeNotFound: the municipality runs no points.
        ProgrammeNotOpen: it has not begun, or is over.
    """
    programme = find_programme(work, municipality_code)
    if work.today < programme.opens_on or (
        programme.closes_on is not None and work.today > programme.closes_on
    ):
        raise ProgrammeNotOpen
    return programme


def open_event(work: PointsWork, event_id: UUID) -> Event:
    """The event, if it runs today. Raises `EventNotOpen`."""
    event = work.session.get(Event, event_id)
    if event is None or not event.event_opens_on <= work.today <= event.event_closes_on:
        raise EventNotOpen
    return event


def expiry_day(programme: OpenProgramme, today: date) -> date:
    """The last day of points that come today.

    By months: the same day of a later month, or that month's last. By a day of the year: its next return
    that is at least a month away. 29 February is 28 February in years without it.
    """
    if programme.expiry_rule == ExpiryRule.MONTHS and programme.expiry_months is not None:
        return _months_on(today, programme.expiry_months)
    if programme.expiry_month is None or programme.expiry_day is None:
        raise ProgrammeNotFound
    first = _months_on(today, 1)
    candidates = (
        _day_of(year, programme.expiry_month, programme.expiry_day)
        for year in (today.year, today.year + 1, today.year + 2)
    )
    return next(day for day in candidates if day >= first)


def _months_on(day: date, months: int) -> date:
    year, month = divmod(day.year * MONTHS_A_YEAR + day.month - 1 + months, MONTHS_A_YEAR)
    return _day_of(year, month + 1, day.day)


def _day_of(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))
