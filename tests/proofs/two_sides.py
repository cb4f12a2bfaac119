"""All that citizens meet on both sides, in one process, each face as `wsgi.py` makes it.

A portal, the terminals face with a library and a shop, the points site, the till API; between them a ticket
writer. Each has the keys of its side, its randomness from that side's stream, and its own database.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any, TypeVar
from unittest.mock import patch
from uuid import UUID

from flask import Flask
from sqlalchemy import Engine, select

from mykey.crypto.tokens import to_base64url
from mykey.jobs.send_outbox import send_outbox
from mykey.kernel.ports import Mail
from mykey.points.jobs.send_letters import send_letters
from mykey.points.models.holders import Holder
from mykey.services.ground import Ground
from mykey.web.engines import make_engine
from mykey.web.gathered_counts import GatheredCounts
from tests.factories.citizens import PASSWORD
from tests.proofs.company import Seen, WatchfulCompany
from tests.proofs.parts_of_sides import add_terminals, core_ground, points_of, portal_of
from tests.proofs.streams import Streams
from tests.support.card_at_counter import proved_object
from tests.support.every_face import opened
from tests.support.ground import make_office
from tests.support.moving_clock import MovingClock
from tests.support.partner_side import open_points_partners
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
    library: Seen
    street: Seen
    shop: Seen
    branch: Seen
    counter: TillCounter
    company: WatchfulCompany
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
        """What the shop's core terminal gets for this till, or the branch office's for vouchers."""
        is_issuer = till is self.counter.issuer
        terminal = self.branch if is_issuer else self.shop
        with self.streams.at("desk"):
            body = {
                "card": self.card_object(terminal, person),
                "purpose": "voucher" if is_issuer else "spend",
                "till_key_thumbprint": to_base64url(till.thumbprint),
            }
            answer = terminal.post("/v1/points-tickets", body)
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
        core = core_ground(clock, directory, office, streams)
        tickets = TicketSides(clock, streams.drawn("tickets"))
        with streams.at("points"):
            town = PointsTown.on(points_url, clock, streams.drawn("points"))
        core_engine = make_engine(core_url)
        stack.callback(core_engine.dispose)
        stack.callback(town.engine.dispose)
        terminals = add_terminals(core, core_engine)
        portal = stack.enter_context(opened(portal_of(core_url, directory, core, tickets)))
        points = stack.enter_context(opened(points_of(points_url, directory, town, tickets)))
        machines = stack.enter_context(open_terminals(core_url, core, directory, tickets))
        till = stack.enter_context(open_points_till(points_url, town, tickets, directory))
        partners = stack.enter_context(open_points_partners(points_url, town))
        for app in (portal, machines):
            app.wsgi_app = streams.inside("core", app.wsgi_app)
        for app in (points, till, partners):
            app.wsgi_app = streams.inside("points", app.wsgi_app)
        with streams.at("points"):
            counter = TillCounter(till, town, tickets)
            assert counter.issuer
            company = WatchfulCompany(partners, town, streams.drawn("company"))
        with streams.at("company"):
            company.upload()
        stack.enter_context(company.answering())
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
            *(Seen(machines, clock, terminal) for terminal in terminals),
            counter,
            company,
            Mailbox(),
            Mailbox(),
        )
