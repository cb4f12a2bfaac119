"""A municipality's support events (特定支援イベント): points of use in their term alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from mykey.kernel.randomness import random_id
from mykey.points.ground import PointsWork
from mykey.points.models.programmes import Event, Programme
from mykey.points.names import clean_name, name_fault
from mykey.points.refusals import ProgrammeNotFound
from mykey.points.refusals_of_office import EventNotFound, OfficeDetailsInvalid

__all__ = ["EventDetails", "EventLine", "add_event", "edit_event", "list_events", "see_event"]

LONGEST_NAME = 60


@dataclass(frozen=True)
class EventDetails:
    """Name and term; days are Japan's."""

    event_name: str
    event_opens_on: date
    event_closes_on: date


@dataclass(frozen=True)
class EventLine:
    """One event in the list. `state`: `coming`, `open`, `over`."""

    event_id: UUID
    details: EventDetails
    state: str


def add_event(work: PointsWork, municipality_code: str, typed: EventDetails) -> UUID:
    """Keep a new event. It may begin today, but not before.

    Raises:
        ProgrammeNotFound; OfficeDetailsInvalid.
    """
    if work.session.get(Programme, municipality_code) is None:
        raise ProgrammeNotFound
    details = _judge(typed, work.today)
    event_id = random_id(work.random_bytes)
    work.session.add(Event(event_id=event_id, municipality_code=municipality_code, **vars(details)))
    return event_id


def edit_event(work: PointsWork, municipality_code: str, event_id: UUID, typed: EventDetails) -> None:
    """Change an event that has not begun: later, points may stand in it and end with it.

    Raises:
        EventNotFound: another municipality's, or begun; OfficeDetailsInvalid.
    """
    event = work.session.get(Event, event_id, with_for_update=True)
    if event is None or event.municipality_code != municipality_code or event.event_opens_on <= work.today:
        raise EventNotFound
    details = _judge(typed, work.today)
    for member, value in vars(details).items():
        setattr(event, member, value)


def see_event(work: PointsWork, municipality_code: str, event_id: UUID) -> EventLine:
    """One event. Raises `EventNotFound`."""
    event = work.session.get(Event, event_id)
    if event is None or event.municipality_code != municipality_code:
        raise EventNotFound
    return _line(event, work.today)


def list_events(work: PointsWork, municipality_code: str) -> list[EventLine]:
    """The municipality's events, the latest first."""
    events = work.session.scalars(
        select(Event)
        .where(Event.municipality_code == municipality_code)
        .order_by(Event.event_opens_on.desc(), Event.event_name, Event.event_id)
    )
    return [_line(event, work.today) for event in events]


def _judge(typed: EventDetails, today: date) -> EventDetails:
    details = EventDetails(clean_name(typed.event_name), typed.event_opens_on, typed.event_closes_on)
    faults = {
        "event_name": name_fault(details.event_name, LONGEST_NAME),
        "event_opens_on": "past" if details.event_opens_on < today else None,
        "event_closes_on": "before-opening" if details.event_closes_on < details.event_opens_on else None,
    }
    errors = [{"member": member, "reason": reason} for member, reason in faults.items() if reason]
    if errors:
        raise OfficeDetailsInvalid(errors=errors)
    return details


def _line(event: Event, today: date) -> EventLine:
    state = "coming" if today < event.event_opens_on else "open"
    if today > event.event_closes_on:
        state = "over"
    details = EventDetails(event.event_name, event.event_opens_on, event.event_closes_on)
    return EventLine(event.event_id, details, state)
