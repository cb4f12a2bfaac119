"""A municipality's people on both sides, written by the services themselves, in the order of the hours."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from uuid import UUID

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bench.linkage.core_acts import CoreActs
from bench.linkage.dump import Dump, read_dump
from bench.linkage.people import BEGAN, CORE_ACTS, Person, make_people
from bench.linkage.points_acts import PointsActs
from mykey.crypto.keyring import Key, KeyRing
from mykey.crypto.purposes import CorePurpose
from mykey.jobs.rewrite_citizens_tables import rewrite_citizens_tables
from mykey.kernel.clock import japan_day
from mykey.kernel.randomness import RandomBytes
from mykey.models.keys import CoreKeys
from mykey.points.models.all_tables import CITIZENS_TABLES
from mykey.services.ground import Ground
from mykey.web.engines import make_engine
from mykey.web.rewriting import rewrite_tables
from tests.factories.providers import a_library
from tests.support.ground import bring_lists, make_ground, make_office
from tests.support.moving_clock import MovingClock
from tests.support.points_ground import PointsTown
from tests.support.ticket_sides import TicketSides

__all__ = ["World", "build", "stream"]


def stream(seed: int | str, purpose: str) -> RandomBytes:
    """A stream of bytes that is the same for the same seed and purpose."""
    return random.Random(f"{seed} {purpose}").randbytes  # noqa: S311 - a world that can be made again


@dataclass
class World:
    """Both databases, and who is who in them."""

    core_url: str
    points_url: str
    people: list[Person]
    clock: MovingClock
    core: Ground = field(repr=False)
    town: PointsTown = field(repr=False)
    core_engine: Engine = field(repr=False)
    #: this machine's clock and the world's (Unix seconds) at each act
    moments: list[tuple[float, float]] = field(default_factory=list, repr=False)

    @property
    def truth(self) -> list[tuple[UUID | None, UUID | None]]:
        """Who is who."""
        return [(person.citizen_id, person.holder_id) for person in self.people]

    def dumps(self) -> tuple[Dump, Dump]:
        """Both sides as they are now."""
        return (
            read_dump(self.core_url, ("citizens", "id")),
            read_dump(self.points_url, ("holders", "holder_id")),
        )

    def rewrite(self) -> None:
        """The rewriting jobs of both sides."""
        rewrite_citizens_tables(self.core_engine, self.core.random_bytes)
        rewrite_tables(self.town.engine, CITIZENS_TABLES, self.town.ground.random_bytes)

    def close(self) -> None:
        """Let go of the databases."""
        self.core_engine.dispose()
        self.town.engine.dispose()


def build(
    core_url: str, points_url: str, directory: Path, count: int, seed: int | str, *, daily: bool = False
) -> World:
    """Let `count` people act, on two migrated databases; mails leave and what is over goes, day by day.

    `directory` takes the lists of the authority. `daily`: both sides are written anew as each day begins.
    """
    clock = MovingClock(BEGAN)
    office = make_office(clock)
    core_bytes, points_bytes = stream(seed, "core"), stream(seed, "points")
    ring = KeyRing({purpose: (Key(1, core_bytes(32)),) for purpose in CorePurpose})
    core = replace(
        make_ground(clock, directory, office), keys=CoreKeys(ring, core_bytes), random_bytes=core_bytes
    )
    world = World(
        core_url,
        points_url,
        make_people(count, random.Random(f"{seed} people")),  # noqa: S311 - invented people
        clock,
        core,
        PointsTown.on(points_url, clock, points_bytes),
        make_engine(core_url),
    )
    with Session(world.core_engine) as session, session.begin():
        a_library(session)
    core_acts = CoreActs(core, world.core_engine, office)
    points_acts = PointsActs(world.town, TicketSides(clock, stream(seed, "tickets")), count)
    today = None
    for moment, number, act in sorted(
        (moment, person.number, act) for person in world.people for act, moment in person.hours.items()
    ):
        clock.now = moment
        if japan_day(moment) != today:
            today = japan_day(moment)
            bring_lists(core, directory, office)
            core_acts.clear_up()
            points_acts.clear_up()
            if daily:
                world.rewrite()
        world.moments.append((time.time(), moment.timestamp()))
        _act(core_acts, points_acts, world.people[number], act)
    core_acts.clear_up()
    points_acts.clear_up()
    return world


def _act(core: CoreActs, points: PointsActs, person: Person, act: str) -> None:
    """The way to the points site begins at the portal."""
    if act == "open":
        core.visit(person)
    side = core if act in CORE_ACTS else points
    getattr(side, act)(person)
