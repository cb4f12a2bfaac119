"""The people of the attacked world and the hours at which they act."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

__all__ = ["BEGAN", "CORE_ACTS", "SESSIONS_FROM", "Person", "browser_session", "make_people"]

BEGAN = datetime(2026, 4, 6, 0, 0, tzinfo=UTC)
DAYS = 20
#: privacy.md, proof e
BOTH_SIDES_WITHIN_THE_HOUR = 0.3
HAVE_MAIL = 0.4
#: Sessions of the days before are purged by the end.
SESSIONS_FROM = BEGAN + timedelta(days=DAYS - 1)
CORE_ACTS, POINTS_ACTS = ("register", "link"), ("open", "reserve", "move")


@dataclass
class Person:
    """One person. `hours`: act → when."""

    number: int
    mail: str | None = field(repr=False)
    hours: dict[str, datetime]
    citizen_id: UUID | None = field(default=None, repr=False)
    holder_id: UUID | None = field(default=None, repr=False)

    @property
    def known_citizen(self) -> UUID:
        """Raises `LookupError` before the person has registered."""
        return _known(self.citizen_id)

    @property
    def known_holder(self) -> UUID:
        """Raises `LookupError` before the person has a points account."""
        return _known(self.holder_id)


def make_people(count: int, rng: random.Random) -> list[Person]:
    """Three in ten go from an act at the core to the points side within the hour; the others come apart."""
    return [_person(number, rng) for number in range(count)]


def browser_session(who: str, moment: datetime) -> dict[str, Any]:
    """What is sealed of one; on both sides it has this form."""
    return {"data": {"who": who}, "opened_at": moment.isoformat(), "seen_at": moment.isoformat()}


def _known(found: UUID | None) -> UUID:
    if found is None:
        raise LookupError
    return found


def _person(number: int, rng: random.Random) -> Person:
    name = "".join(rng.choices("abcdefghijklmnopqrstuvwxyz", k=rng.randint(4, 24)))
    core = dict(zip(CORE_ACTS, sorted(_any_hour(rng) for _ in CORE_ACTS), strict=True))
    if rng.random() < BOTH_SIDES_WITHIN_THE_HOUR:
        first = core[rng.choice(CORE_ACTS)] + timedelta(minutes=rng.uniform(1, 30))
        came = [first + timedelta(minutes=10 * step) for step, _ in enumerate(POINTS_ACTS)]
    else:
        came = sorted(_any_hour(rng, core["register"]) for _ in POINTS_ACTS)
    points = dict(zip(POINTS_ACTS, came, strict=True))
    mail = f"{name}{number}@example.jp" if rng.random() < HAVE_MAIL else None
    return Person(number, mail, core | points)


def _any_hour(rng: random.Random, after: datetime = BEGAN) -> datetime:
    return after + rng.random() * (BEGAN + timedelta(days=DAYS) - after)
