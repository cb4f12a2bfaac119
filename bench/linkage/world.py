"""A municipality's people on both sides, written by the services themselves, in the order of the hours.

What is left out is the card's own judgement: the holder is named where a counter would read it. From there on
everything is what the faces call: registration, link, ticket, its opening, points account, points, a move.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar
from unittest.mock import patch
from uuid import UUID

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bench.linkage.dump import Dump, read_dump
from bench.linkage.people import BEGAN, DAYS, Person, make_people
from mykey.crypto.keyring import Key, KeyRing
from mykey.crypto.purposes import CorePurpose, PointsPurpose
from mykey.handoff.ticket import NO_MUNICIPALITY, NO_TILL, TicketPurpose
from mykey.jobs.purge import purge
from mykey.jobs.rewrite_citizens_tables import rewrite_citizens_tables
from mykey.jobs.send_outbox import send_outbox
from mykey.kernel.clock import japan_day
from mykey.kernel.ports import CertificateName, Mail, TicketWish
from mykey.kernel.randomness import RandomBytes
from mykey.models.keys import CoreKeys
from mykey.models.sessions import PORTAL_SESSION, PortalSession
from mykey.points.acts.find_holder_by_ticket import Subjects
from mykey.points.acts.move_points import move_points
from mykey.points.acts.open_holder import open_holder
from mykey.points.acts.put_into_reserve import put_into_reserve
from mykey.points.ground import PointsWork
from mykey.points.holders import NO_NOTICES, Choices, keep_choices, open_holder_row
from mykey.points.jobs.purge import purge_points
from mykey.points.jobs.send_letters import send_letters
from mykey.points.ledger.once import make_call, once
from mykey.points.models.all_tables import CITIZENS_TABLES
from mykey.points.models.sessions import POINTS_SESSION, PointsSession
from mykey.points.settling import settle
from mykey.points.tickets import check_for, open_once
from mykey.services.card_certificate import ProvedCard
from mykey.services.create_mykey_id import Registration, create_mykey_id
from mykey.services.ground import Ground
from mykey.services.judge_card import CardObject
from mykey.services.link_service_id import LinkGiven, link_service_id
from mykey.services.prove_holder import ProvedHolder
from mykey.services.work import Work
from mykey.web.engines import make_engine
from mykey.web.rewriting import rewrite_tables
from tests.factories.providers import a_library
from tests.support.ground import bring_lists, make_ground, make_office, work_on
from tests.support.moving_clock import MovingClock
from tests.support.points_ground import KAWASAKI, PointsTown
from tests.support.ticket_sides import TicketSides
from town.authority.lists import ListName
from town.authority.office import DEMO_MUNICIPALITY, CardOffice

__all__ = ["World", "build", "stream"]

T = TypeVar("T")

LIBRARY, TERMINAL = "000001", "00052459"
PASSWORD = "correct horse 42 battery"  # noqa: S105 - invented people's
#: Sessions of the days before are purged by the end.
SESSIONS_FROM = BEGAN + timedelta(days=DAYS - 1)
POINTS_COME, POINTS_MOVE = 1000, 300


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


def build(core_url: str, points_url: str, directory: Path, count: int, seed: int | str) -> World:
    """Let `count` people act, on two migrated databases. `directory` takes the authority's lists."""
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
    _live(world, _Acts(world, office, TicketSides(clock, stream(seed, "tickets"))), directory, office)
    return world


def _live(world: World, acts: _Acts, directory: Path, office: CardOffice) -> None:
    """Everybody's acts in the order of their hours; mails leave and what is over goes, day by day."""
    hours = sorted(
        (moment, person.number, act) for person in world.people for act, moment in person.hours.items()
    )
    today = None
    for moment, number, act in hours:
        world.clock.now = moment
        if japan_day(moment) != today:
            today = japan_day(moment)
            bring_lists(world.core, directory, office)
            acts.clear_up()
        world.moments.append((time.time(), moment.timestamp()))
        getattr(acts, act)(world.people[number])
    acts.clear_up()


class _Acts:
    """What a person does, a method each, named as in `people`."""

    def __init__(self, world: World, office: CardOffice, tickets: TicketSides) -> None:
        self._world = world
        self._tickets = tickets
        self._list = _list_of(world.core, office)

    def clear_up(self) -> None:
        """What the timed jobs do."""
        core = self._world.core
        while send_outbox(self._world.core_engine, core.keys, _Nowhere(), core.clock).sent:
            pass
        purge(self._world.core_engine, core.keys, core.clock)
        town = self._world.town
        while send_letters(town.engine, town.ground.keys, _Nowhere()).sent:
            pass
        purge_points(town.engine, town.ground.keys, town.ground.clock)

    def register(self, person: Person) -> None:
        """At the portal, by card."""
        moment = self._world.clock()
        given = Registration(
            f"AB{person.number:06d}",
            PASSWORD,
            person.mail,
            notice_of_password=False,
            notice_of_mykey_id=False,
            language="ja",
            terms="2026-04",
            agreed_at=moment.isoformat(),
        )

        def act(work: Work) -> UUID:
            ground = self._world.core
            return create_mykey_id(work, ground.cards, ground.passwords, self._card(person), given).citizen_id

        person.citizen_id = self._at_the_core(act)
        self._core_session(person)

    def link(self, person: Person) -> None:
        """At the library's counter."""
        holder = ProvedHolder(_sure(person.citizen_id), self._card(person))
        given = LinkGiven(
            CardObject(b"", None, None), f"18{person.number * 7919 % 10**10:010d}", change_notice=False
        )
        with patch("mykey.services.link_service_id.prove_holder", lambda *_: holder):
            self._at_the_core(
                lambda work: link_service_id(work, self._world.core.cards, TERMINAL, LIBRARY, given)
            )

    def open(self, person: Person) -> None:
        """From My Page with a ticket; the points account is opened there."""
        self._core_session(person)
        wish = TicketWish(TicketPurpose.PORTAL, NO_MUNICIPALITY, NO_TILL, _sure(person.citizen_id))
        text = self._tickets.write(wish).text
        town = self._world.town

        def enter(work: PointsWork) -> Subjects:
            return check_for(open_once(work, self._tickets.opener, text), TicketPurpose.PORTAL).subjects

        subjects = settle(town.engine, town.ground, enter, apart_first=True)
        person.holder_id = town.do(lambda work: open_holder(work, subjects, "ja"))
        if person.mail is not None:
            self._wants_notices(person, person.mail)
        self._points_session(person)

    def _wants_notices(self, person: Person, mail: str) -> None:
        """The address is confirmed; every notice is wished for."""
        holder = _sure(person.holder_id)

        def act(work: PointsWork) -> None:
            row = open_holder_row(work, holder, lock=True)
            keep_choices(work, row, Choices(mail, dict.fromkeys(NO_NOTICES, True), "ja", None))

        self._world.town.do(act)

    def reserve(self, person: Person) -> None:
        """Points come in."""
        holder = _sure(person.holder_id)
        self._world.town.do(lambda work: put_into_reserve(work, holder, POINTS_COME + person.number % 7))

    def move(self, person: Person) -> None:
        """Out of the reserve, by a form with its key."""
        holder = _sure(person.holder_id)

        def act(work: PointsWork) -> dict[str, Any]:
            call = make_call(work.keys, str(holder), "move", work.random_bytes(16).hex(), b"")

            def moved() -> dict[str, Any]:
                done = move_points(work, holder, POINTS_MOVE, municipality_code=KAWASAKI)
                return {"ends_on": done.ends_on.isoformat()}

            return once(work, call, moved)

        self._world.town.do(act)
        self._points_session(person)

    def _at_the_core(self, act: Callable[[Work], T]) -> T:
        with Session(self._world.core_engine) as session, session.begin():
            return act(work_on(self._world.core, session))

    def _card(self, person: Person) -> ProvedCard:
        name = CertificateName(self._list.ca_key_id, 700_000_000 + person.number * 7919)
        return ProvedCard(name, BEGAN + timedelta(days=1000), self._list.distribution_point)

    def _core_session(self, person: Person) -> None:
        """The browser at the portal, written after the request as `mykey.web.sessions` does."""
        keys, moment = self._world.core.keys, self._world.clock()
        if moment < SESSIONS_FROM:
            return
        index = keys.index(CorePurpose.PORTAL_SESSION_INDEX, self._world.core.random_bytes(32))
        sealed = keys.seal(PORTAL_SESSION, index, _session(str(person.citizen_id), moment))
        self._at_the_core(lambda work: work.session.add(PortalSession(token_index=index, data_sealed=sealed)))

    def _points_session(self, person: Person) -> None:
        """The browser on the points side."""
        keys, moment = self._world.town.ground.keys, self._world.clock()
        if moment < SESSIONS_FROM:
            return
        index = keys.index(PointsPurpose.POINTS_SESSION_INDEX, self._world.town.ground.random_bytes(32))
        sealed = keys.seal(POINTS_SESSION, index, _session(str(person.holder_id), moment))
        self._world.town.do(
            lambda work: work.session.add(PointsSession(token_index=index, data_sealed=sealed))
        )


class _Nowhere:
    """A relay that takes every mail."""

    def send(self, mail: Mail) -> None:
        del mail


def _session(who: str, moment: datetime) -> dict[str, Any]:
    return {"data": {"who": who}, "opened_at": moment.isoformat(), "seen_at": moment.isoformat()}


def _list_of(core: Ground, office: CardOffice) -> ListName:
    return next(
        listed
        for listed in office.lists()
        if listed.municipality == DEMO_MUNICIPALITY
        and core.cards.trust.authority(listed.ca_key_id) is not None
    )


def _sure(found: UUID | None) -> UUID:
    if found is None:
        raise LookupError
    return found
