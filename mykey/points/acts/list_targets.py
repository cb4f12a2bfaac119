"""Where reserve points can go today: programmes that are open, and their support events that are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select

from mykey.kernel.municipalities import municipality
from mykey.points.acts.find_municipality import find_by_municipality
from mykey.points.acts.find_programme import OpenProgramme, expiry_day, open_event, open_programme
from mykey.points.ground import PointsWork
from mykey.points.models.programmes import Event, Programme

__all__ = ["MOST_SHOWN", "Target", "find_target", "list_targets", "narrow_targets"]

#: as many are shown to choose from; of more, those that were looked for
MOST_SHOWN = 50


@dataclass(frozen=True)
class Target:
    """A municipality's programme, or an event of it. `ends_on`: the last day of points moved there today."""

    municipality_code: str
    event_id: UUID | None
    name: str
    ends_on: date

    @property
    def municipality_name(self) -> str:
        """With its prefecture: there are two 府中市."""
        return municipality(self.municipality_code).full_name


def list_targets(work: PointsWork, *, events: bool = True) -> list[Target]:
    """By municipality, its events after its programme; without events where only a base account is asked."""
    today = work.today
    rows = work.connection.execute(
        select(*(getattr(Programme, name) for name in OpenProgramme._fields))
        .where(Programme.opens_on <= today, or_(Programme.closes_on.is_(None), Programme.closes_on >= today))
        .order_by(Programme.municipality_code)
    )
    programmes = [OpenProgramme(*row) for row in rows]
    targets = [
        Target(one.municipality_code, None, one.programme_name, expiry_day(one, today)) for one in programmes
    ]
    if events:
        open_today = (Event.event_opens_on <= today, Event.event_closes_on >= today)
        found = work.session.scalars(select(Event).where(*open_today).order_by(Event.event_name))
        running = {one.municipality_code for one in programmes}
        targets += [_of_event(event) for event in found if event.municipality_code in running]
    return sorted(targets, key=lambda target: (target.municipality_code, target.event_id is not None))


def narrow_targets(targets: list[Target], typed: str, near: set[str | None]) -> list[Target]:
    """Those to choose from, where all of Japan would be too many: what fits, or, with nothing typed, `near`.

    Give the first `MOST_SHOWN` of them to choose from. `near` are codes of municipalities that the citizen
    has points of.
    """
    if len(targets) <= MOST_SHOWN:
        return targets
    if not typed.strip():
        return [target for target in targets if target.municipality_code in near]
    return find_by_municipality(targets, typed, lambda target: (target.municipality_code, target.name))


def find_target(work: PointsWork, municipality_code: str, event_id: UUID | None) -> Target:
    """One of them.

    Raises:
        ProgrammeNotFound, ProgrammeNotOpen, EventNotOpen.
    """
    if event_id is not None:
        event = open_event(work, event_id)
        open_programme(work, event.municipality_code)
        return _of_event(event)
    programme = open_programme(work, municipality_code)
    return Target(municipality_code, None, programme.programme_name, expiry_day(programme, work.today))


def _of_event(event: Event) -> Target:
    return Target(event.municipality_code, event.event_id, event.event_name, event.event_closes_on)
