"""The town around the second client: providers, terminals, cards, and people with a MyKey ID.

Rows are written as the console and the portal write them; everything else goes through the API. One world
serves a whole module and engine, so every test takes fresh people, numbers and terminals from it.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from mykey.certificates import index_revocation_list, store
from mykey.kernel.ports import RevocationListName
from mykey.models.citizens import Citizen
from mykey.models.providers import Provider
from mykey.models.terminals import Terminal
from mykey.services.create_mykey_id import Registration, create_mykey_id
from mykey.terminals import create_terminals
from mykey.terminals.settings import TerminalsSettings
from mykey.web.engines import make_engine
from tests.factories.citizens import proved
from tests.factories.providers import a_library, a_shopping_street
from tests.factories.terminals import a_terminal
from tests.functional.second_client.client import Answer, SecondClient
from tests.functional.second_client.database_rows import Rows
from tests.support.databases import Databases
from tests.support.ground import ApartOn, bring_lists, lists_directory, make_ground, make_office
from tests.support.leak_guard import LeakGuard
from tests.support.moving_clock import MovingClock
from tests.support.ticket_sides import TicketSides
from town.authority.issued import IssuedCard, IssuedCertificate

__all__ = ["CONTACT", "ORIGIN", "TILL_URL", "Person", "World"]

ORIGIN = "http://localhost:8611"
TILL_URL = "http://localhost:8614"
KAWASAKI = "141305"
T = TypeVar("T")

CONTACT = {
    "place": "中央館1階 総合カウンター",
    "terminal_name": "カウンター1番",
    "person_in_charge": "見本 館子",
    "organisation": "川崎市立図書館 奉仕係",
    "postal_code": "2110063",
    "address": "神奈川県川崎市中原区見本町一丁目2番3号",
    "telephone": "044-000-0000",
    "email": "counter@library.example.jp",
}


@dataclass
class Person:
    """Somebody with a card and, if `mykey_id` is given, a MyKey ID. The card is as it is now."""

    world: World
    name: str
    mykey_id: str | None
    citizen_id: UUID | None

    @property
    def card(self) -> IssuedCard:
        return self.world.office.card(self.name)

    @property
    def chip(self) -> IssuedCertificate:
        return self.card.user


class World:
    """One ground, one terminals face, both databases on one engine."""

    def __init__(self, databases: Databases, engine: str, directory: Path, **settings: Any) -> None:
        self.clock = MovingClock()
        self.office = make_office(self.clock)
        self.ground = make_ground(self.clock, directory, self.office)
        self.directory = directory
        self.engine_name = engine
        self.guard: LeakGuard | None = None
        self.answers: list[bytes] = []
        self.after_test = ExitStack()
        self._databases = databases
        self._urls = {side: databases.create(side, engine) for side in ("core", "points")}
        self.engines = {side: make_engine(url) for side, url in self._urls.items()}
        self.rows = Rows(self.engines)
        self.tickets = TicketSides(self.clock)
        self.app = create_terminals(self._settings(settings), self.ground, self.tickets)
        self.app.wsgi_app = self._listening(self.app.wsgi_app)
        self._numbers = itertools.count(1)
        self._listed = self.clock()
        self.library = self.write(a_library, hand_over="barcode")
        self.street = self.write(a_shopping_street)
        self.desk = self.terminal()
        self.street_desk = self.terminal(self.street)

    def _settings(self, changes: dict[str, Any]) -> TerminalsSettings:
        pace = {"requests_a_minute": 100_000}
        return TerminalsSettings(
            origin=ORIGIN,
            database_url=self._urls["core"],
            key_ring=self.directory / "keys.json",
            trust=self.directory / "trust.json",
            revocation_lists=lists_directory(self.directory),
            linkage_origin="http://127.0.0.1:9",
            ticket_socket=self.directory / "writer.sock",
            points_till_url=TILL_URL,
            **pace | changes,
        )

    def _listening(self, inner: Callable[..., Any]) -> Callable[..., Any]:
        """Keep every answer's body, for the leak guard to look into at the end of the test."""

        def listen(environ: Any, start_response: Any) -> list[bytes]:
            with closing(inner(environ, start_response)) as parts:
                body = b"".join(parts)
            self.answers.append(body)
            return [body]

        return listen

    def close(self) -> None:
        gate = self.app.extensions["mykey_gate"]
        gate.close()
        for engine in self.engines.values():
            engine.dispose()
        with self.app.app_context():
            self.app.extensions["sqlalchemy"].engine.dispose()
        self.office.close()
        for url in self._urls.values():
            self._databases.drop(url)

    def url(self, side: str) -> str:
        return self._urls[side]

    # Rows.

    def within(self, act: Callable[[Session], T]) -> T:
        return ApartOn(self.engines["core"])(act)

    def write(self, factory: Callable[..., Provider], **changes: Any) -> Provider:
        def act(session: Session) -> Provider:
            provider = factory(session, **changes)
            session.flush()
            session.refresh(provider)
            session.expunge(provider)
            return provider

        return self.within(act)

    def provider(self, **changes: Any) -> Provider:
        """Another library of Kawasaki."""
        number = next(self._numbers)
        name = f"見本図書館 第{number}分館"
        return self.write(a_library, **{"provider_id": f"{number + 10:06d}", "name": name} | changes)

    def change(self, row: type[Any], where: Any, **values: Any) -> None:
        """What an officer, a citizen or the authority changes while a terminal is at work."""
        self.within(lambda session: session.execute(update(row).where(where).values(**values)))

    def set_terminal_state(self, terminal: SecondClient, state: str) -> None:
        self.change(Terminal, Terminal.terminal_id == terminal.terminal_id, state=state)

    def set_citizen_state(self, person: Person, state: str) -> None:
        self.change(Citizen, Citizen.id == person.citizen_id, state=state)

    # Terminals.

    def issued_terminal(
        self, provider: Provider | None = None, *, kind: str = "service-id", municipality: str = KAWASAKI
    ) -> SecondClient:
        """A terminal as Form II gives it out: an ID and a password, no machine yet."""
        number = next(self._numbers)
        owner = (provider or self.library) if kind == "service-id" else None
        issued = SecondClient(
            self.app,
            ORIGIN,
            self.clock,
            f"{71_000_000 + number}",
            f"PASSWRD{number:07d}".translate(NO_LOOKALIKES),
        )

        rows: dict[str, Any] = {
            "terminal_id": issued.terminal_id,
            "password": issued.password,
            "kind": kind,
            "municipality_code": municipality,
        }
        if owner is not None:
            rows |= {"provider_id": owner.provider_id, "provider_name": owner.name}
        self.within(lambda session: a_terminal(self.ground, session, **rows))
        return issued

    def activated_terminal(
        self, provider: Provider | None = None, *, kind: str = "service-id"
    ) -> SecondClient:
        """A machine that has not registered its contact."""
        terminal = self.issued_terminal(provider, kind=kind)
        _succeeds(terminal.activation().send(), 201)
        return terminal

    def terminal(self, provider: Provider | None = None, *, kind: str = "service-id") -> SecondClient:
        """A machine at work."""
        terminal = self.activated_terminal(provider, kind=kind)
        owner = (provider or self.library).provider_id if kind == "service-id" else None
        _succeeds(terminal.send("PUT", "/v1/terminal/contact", CONTACT | {"provider_id": owner}), 200)
        return terminal

    # People.

    def place_name(self) -> str:
        """A town that no list has been brought for: letters alone, as on a distribution point."""
        return "Mihon-" + "".join(chr(ord("a") + int(digit)) for digit in str(next(self._numbers)))

    def number(self, prefix: str = "18") -> str:
        """A number of the library that nobody has."""
        return f"{prefix}{next(self._numbers):0{12 - len(prefix)}d}"

    def person(self, *, mykey_id: bool = True, **card: Any) -> Person:
        """Somebody new. Without a MyKey ID only with a card."""
        number = next(self._numbers)
        name = f"person-{number}"
        self.office.issue(name=name, holder=f"見本\u3000{number}子", **card)
        person = Person(self, name, None, None)
        if mykey_id:
            person.mykey_id = f"ZQ{number:06d}"
            person.citizen_id = self._register(person)
        self._watch(person)
        return person

    def _watch(self, person: Person) -> None:
        if self.guard is None:
            return
        self.guard.watch_certificate(person.chip.der)
        self.guard.watch(f"{person.name}@town.example.jp", "a mail address")
        if person.mykey_id is not None:
            self.guard.watch(person.mykey_id, "a MyKey ID")

    def linked_person(
        self, terminal: SecondClient | None = None, number: str | None = None, **settings: Any
    ) -> tuple[Person, str]:
        """Somebody with a number at the terminal's provider."""
        person, chosen = self.person(), number or self.number()
        _succeeds((terminal or self.desk).link(person.chip, chosen, **settings).send(), 201)
        return person, chosen

    def _register(self, person: Person) -> UUID:
        registration = Registration(
            mykey_id=str(person.mykey_id),
            password="correct horse 42 battery",
            mail=f"{person.name}@town.example.jp",
            notice_of_password=True,
            notice_of_mykey_id=True,
            language="ja",
            terms="2026-04",
            agreed_at=self.clock().isoformat(),
        )
        apart = ApartOn(self.engines["core"])

        def act(session: Session) -> UUID:
            work = self.ground.work(session, apart)
            card = proved(self.ground, person.card)
            signed_in = create_mykey_id(work, self.ground.cards, self.ground.passwords, card, registration)
            return signed_in.citizen_id

        return self.within(act)

    # The authority.

    @property
    def linkage(self) -> Any:
        return self.ground.cards.linkage

    def bring_list(self, certificate: IssuedCertificate) -> None:
        """Import the list that covers a certificate, as of now, and let the face notice it."""
        self.clock.advance(seconds=2)
        der = self.office.crl(certificate.ca_key_id, certificate.distribution_point)
        name = RevocationListName(certificate.ca_key_id, certificate.distribution_point, "")
        index = index_revocation_list(der, self.ground.cards.trust, self.clock(), name)
        store(lists_directory(self.directory), index)
        self.clock.advance(seconds=2)

    def bring_all_lists(self) -> None:
        self.clock.advance(seconds=2)
        bring_lists(self.ground, self.directory, self.office)
        self._listed = self.clock()
        self.clock.advance(seconds=2)

    def freshen(self) -> None:
        """Import all lists where a test let them grow old."""
        if self.clock() - self._listed > timedelta(hours=12):
            self.bring_all_lists()

    def renew(self, person: Person, **settings: Any) -> IssuedCertificate:
        """New certificates for the person's card; gives the old user certificate. The lists know of it."""
        old = person.chip
        self.office.renew(person.name, **settings)
        self.bring_list(old)
        self._watch(person)
        return old


NO_LOOKALIKES = str.maketrans("01", "XY")


def _succeeds(answer: Answer, status: int) -> None:
    assert answer.status == status, answer.raw.decode()
