"""All that citizens meet on both sides, in one process, each face as `wsgi.py` makes it.

A portal, the terminals face with a library and a shop, the points site, the till API; between them a ticket
writer. Each has the keys of its side, its randomness from that side's stream, and its own database.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from html import unescape
from pathlib import Path
from typing import Any, TypeVar
from unittest.mock import patch
from uuid import UUID

from flask import Flask
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from mykey.crypto.keyring import Key, KeyRing
from mykey.crypto.purposes import CorePurpose
from mykey.crypto.tokens import to_base64url
from mykey.jobs.send_outbox import send_outbox
from mykey.kernel.ports import Mail
from mykey.models.keys import CoreKeys
from mykey.points.citizens import PointsSettings, create_points
from mykey.points.jobs.send_letters import send_letters
from mykey.points.models.holders import Holder
from mykey.portal import PortalSettings, create_portal
from mykey.services.ground import Ground
from mykey.web.database import engine
from mykey.web.engines import make_engine
from mykey.web.gathered_counts import GatheredCounts
from tests.factories.citizens import PASSWORD
from tests.factories.providers import a_library, a_shopping_street
from tests.factories.terminals import an_active_terminal
from tests.proofs.streams import Streams
from tests.support.card_at_counter import proved_object
from tests.support.device import FINGERPRINT, PUBLIC_KEY
from tests.support.ground import lists_directory, make_ground, make_office
from tests.support.moving_clock import MovingClock
from tests.support.points_browser import PointsBrowser
from tests.support.points_ground import PointsTown
from tests.support.portal_browser import PortalBrowser
from tests.support.terminal_client import TerminalClient
from tests.support.terminals_face import open_terminals
from tests.support.ticket_sides import TicketSides
from tests.support.till_counter import TillClient, TillCounter, open_points_till
from town.authority.issued import IssuedCard
from town.authority.office import CardOffice

__all__ = ["Citizen", "Mailbox", "TwoSides", "two_sides"]

T = TypeVar("T")

_TICKET = re.compile(r'<input type="hidden" name="ticket" value="([^"]+)">')


class Mailbox:
    """A relay that keeps what it is given."""

    def __init__(self) -> None:
        self.mails: list[Mail] = []

    def send(self, mail: Mail) -> None:
        self.mails.append(mail)


@dataclass
class Citizen:
    """One person with a card, a browser for each site, and the number that the shop's core terminal knows."""

    card: IssuedCard
    portal: PortalBrowser
    points: PointsBrowser
    holder_id: UUID | None = None


@dataclass
class TwoSides:
    """Both sides at work."""

    streams: Streams
    clock: MovingClock
    office: CardOffice
    core: Ground
    core_engine: Engine
    tickets: TicketSides
    town: PointsTown
    portal: Flask
    points: Flask
    machines: Flask
    library: TerminalClient
    street: TerminalClient
    shop: TerminalClient
    counter: TillCounter
    core_mails: Mailbox
    points_mails: Mailbox

    def citizen(self, name: str, mykey_id: str, mail: str) -> Citizen:
        """Somebody who gets a card and registers with it at the portal."""
        with self.streams.at("card"):
            card = self.office.issue(name=name, holder=f"見本 {name}")
        person = Citizen(card, PortalBrowser(self.portal), PointsBrowser(self.points, self.tickets))
        person.portal.come_to_choice(card)
        person.portal.show("/create/id/own")
        person.portal.follow(person.portal.post("/create/id/own", mykey_id=mykey_id))
        form = {"password": PASSWORD, "password_again": PASSWORD, "mail": mail, "mail_again": mail}
        person.portal.follow(person.portal.post("/create/register", **form, notice_of_mykey_id="y"))
        assert "登録が完了しました" in person.portal.text
        return person

    def hand_over(self, person: Citizen) -> None:
        """From My Page to the points site, by the page's own form."""
        person.portal.show("/my-page")
        person.portal.post("/my-page/points")
        ticket = _TICKET.search(person.portal.text)
        assert ticket, person.portal.text
        person.points.follow(person.points.enter(unescape(ticket[1])))
        if "ポイント口座をつくる" in person.points.text:
            person.points.follow(person.points.post("/open", agreed="y"))
            person.holder_id = self._newest_holder()

    def card_object(self, terminal: TerminalClient, person: Citizen) -> dict[str, Any]:
        """The card with its PIN, at this terminal."""
        return proved_object(person.card, terminal.challenge())

    def till_ticket(self, person: Citizen, till: TillClient) -> dict[str, str]:
        """What the shop's core terminal gets for this till."""
        with self.streams.at("desk"):
            body = {
                "card": self.card_object(self.shop, person),
                "purpose": "spend",
                "till_key_thumbprint": to_base64url(till.thumbprint),
            }
            answer = self.shop.post("/v1/points-tickets", body)
        assert answer.status_code == 201, answer.text
        self.clock.advance(seconds=7)  # the desk asks both sides one after the other
        return {"ticket": answer.get_json()["ticket"]}

    def send_mails(self) -> None:
        """Both sides' mail jobs."""
        send_outbox(self.core_engine, self.core.keys, self.core_mails, self.clock)
        send_letters(self.town.engine, self.town.ground.keys, self.points_mails)

    def write_counts(self) -> None:
        """What a thread of each face writes once a second or a minute; here at moments of our own."""
        for side, app in (("core", self.machines), ("points", self.counter.app)):
            gate = app.extensions["mykey_gate"]
            with self.streams.at(side):
                for counts in (gate.pace._counts, getattr(gate, "_usage", None)):
                    if counts is not None:
                        counts.flush()
            self.clock.advance(seconds=5)  # no two machines' threads write at the same moment

    def _newest_holder(self) -> UUID:
        known = set(self._known_holders)
        found = self.town.do(lambda work: set(work.session.scalars(select(Holder.holder_id))))
        (new,) = found - known
        self._known_holders.add(new)
        return new

    def __post_init__(self) -> None:
        self._known_holders: set[UUID] = set()


@contextmanager
def two_sides(core_url: str, points_url: str, directory: Path, streams: Streams) -> Iterator[TwoSides]:
    """On two migrated databases."""
    clock = MovingClock()
    with ExitStack() as stack:
        stack.enter_context(streams.flowing())
        stack.enter_context(patch.object(GatheredCounts, "_run", lambda _: None))
        office = stack.enter_context(make_office(clock))
        core = _core_ground(clock, directory, office, streams)
        tickets = TicketSides(clock, streams.drawn("tickets"))
        with streams.at("points"):
            town = PointsTown.on(points_url, clock, streams.drawn("points"))
        core_engine = make_engine(core_url)
        stack.callback(core_engine.dispose)
        stack.callback(town.engine.dispose)
        terminals = _add_terminals(core, core_engine)
        portal = stack.enter_context(_opened(_portal(core_url, directory, core, tickets)))
        points = stack.enter_context(_opened(_points(points_url, directory, town, tickets)))
        machines = stack.enter_context(open_terminals(core_url, core, directory, tickets))
        till = stack.enter_context(open_points_till(points_url, town, tickets, directory))
        for app, side in ((portal, "core"), (machines, "core"), (points, "points"), (till, "points")):
            app.wsgi_app = streams.inside(side, app.wsgi_app)
        with streams.at("points"):
            counter = TillCounter(till, town, tickets)
        yield TwoSides(
            streams,
            clock,
            office,
            core,
            core_engine,
            tickets,
            town,
            portal,
            points,
            machines,
            *(TerminalClient(machines, clock, terminal) for terminal in terminals),
            counter,
            Mailbox(),
            Mailbox(),
        )


def _core_ground(clock: MovingClock, directory: Path, office: CardOffice, streams: Streams) -> Ground:
    drawn = streams.drawn("core")
    ring = KeyRing({purpose: (Key(1, drawn(32)),) for purpose in CorePurpose})
    with streams.at("core"):
        ground = make_ground(clock, directory, office)
    return replace(ground, keys=CoreKeys(ring, drawn), random_bytes=drawn)


def _add_terminals(core: Ground, on: Engine) -> list[str]:
    """The library's, the shopping street's, and a shop's that takes points."""
    device = {"public_key": PUBLIC_KEY, "fingerprint": FINGERPRINT}
    with Session(on) as session, session.begin():
        a_library(session)
        a_shopping_street(session)
        street = {"provider_id": "000002", "provider_name": "見本銀座商店街"}
        return [
            an_active_terminal(core, session, **device, **kind).terminal_id
            for kind in ({}, street, {"kind": "spend-points"})
        ]


def _portal(url: str, directory: Path, core: Ground, tickets: TicketSides) -> Flask:
    settings = PortalSettings(
        origin="http://localhost:8610",
        path="/portal",
        database_url=url,
        key_ring=directory / "keys.json",
        trust=directory / "trust.json",
        revocation_lists=lists_directory(directory),
        linkage_origin="http://127.0.0.1:8630",
        form_token_key="a key of these tests alone, and of nobody",
        ticket_socket=directory / "writer.sock",
        points_url="http://localhost:8613/points",
        console_url="http://localhost:8612/console",
    )
    return create_portal(settings, core, tickets)


def _points(url: str, directory: Path, town: PointsTown, tickets: TicketSides) -> Flask:
    settings = PointsSettings(
        origin="http://localhost:8613",
        path="/points",
        database_url=url,
        key_ring=directory / "points-keys.json",
        form_token_key="another key of these tests, and of nobody",
        portal_origin="http://localhost:8610",
        portal_url="http://localhost:8610/portal/",
        ticket_keys=directory / "public.json",
    )
    return create_points(settings, town.ground, tickets.opener)


@contextmanager
def _opened(app: Flask) -> Iterator[Flask]:
    yield app
    with app.app_context():
        engine().dispose()
