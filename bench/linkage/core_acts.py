"""What a person does at the core, by the services that the faces call.

What is left out is the card's own judgement: the holder is named where a counter would read it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar
from unittest.mock import patch

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bench.linkage.people import BEGAN, SESSIONS_FROM, Person, browser_session
from mykey.crypto.purposes import CorePurpose
from mykey.jobs.purge import purge
from mykey.jobs.send_outbox import send_outbox
from mykey.kernel.ports import CertificateName, Mail
from mykey.models.sessions import PORTAL_SESSION, PortalSession
from mykey.services.card_certificate import ProvedCard
from mykey.services.create_mykey_id import Registration, create_mykey_id
from mykey.services.ground import Ground
from mykey.services.judge_card import CardObject
from mykey.services.link_service_id import LinkGiven, link_service_id
from mykey.services.prove_holder import ProvedHolder
from mykey.services.work import Work
from tests.support.ground import work_on
from town.authority.office import DEMO_MUNICIPALITY, CardOffice

__all__ = ["CoreActs", "Nowhere"]

T = TypeVar("T")

LIBRARY, TERMINAL = "000001", "00052459"
PASSWORD = "correct horse 42 battery"  # noqa: S105 - invented people's
FIRST_SERIAL, STEP = 700_000_000, 7919


class Nowhere:
    """A relay that takes every mail."""

    def send(self, mail: Mail) -> None:
        """Forget it."""
        del mail


class CoreActs:
    """A method an act, named as in `people`."""

    def __init__(self, core: Ground, engine: Engine, office: CardOffice) -> None:
        self._core = core
        self._engine = engine
        self._list = next(
            listed
            for listed in office.lists()
            if listed.municipality == DEMO_MUNICIPALITY
            and core.cards.trust.authority(listed.ca_key_id) is not None
        )

    def register(self, person: Person) -> None:
        """At the portal, by card."""
        given = Registration(
            f"AB{person.number:06d}",
            PASSWORD,
            person.mail,
            notice_of_password=False,
            notice_of_mykey_id=False,
            language="ja",
            terms="2026-04",
            agreed_at=self._core.clock().isoformat(),
        )
        card = self._card(person)
        person.citizen_id = self._do(
            lambda work: create_mykey_id(work, self._core.cards, self._core.passwords, card, given).citizen_id
        )
        self.visit(person)

    def link(self, person: Person) -> None:
        """At the library's counter."""
        holder = ProvedHolder(person.known_citizen, self._card(person))
        number = f"18{person.number * STEP:010d}"
        given = LinkGiven(CardObject(b"", None, None), number, change_notice=False)
        with patch("mykey.services.link_service_id.prove_holder", lambda *_: holder):
            self._do(lambda work: link_service_id(work, self._core.cards, TERMINAL, LIBRARY, given))

    def visit(self, person: Person) -> None:
        """The browser at the portal, written after the request as `mykey.web.sessions` does."""
        moment = self._core.clock()
        if moment < SESSIONS_FROM:
            return
        index = self._core.keys.index(CorePurpose.PORTAL_SESSION_INDEX, self._core.random_bytes(32))
        sealed = self._core.keys.seal(
            PORTAL_SESSION, index, browser_session(str(person.known_citizen), moment)
        )
        self._do(lambda work: work.session.add(PortalSession(token_index=index, data_sealed=sealed)))

    def clear_up(self) -> None:
        """What the timed jobs do."""
        while send_outbox(self._engine, self._core.keys, Nowhere(), self._core.clock).sent:
            pass
        purge(self._engine, self._core.keys, self._core.clock)

    def _do(self, act: Callable[[Work], T]) -> T:
        with Session(self._engine) as session, session.begin():
            return act(work_on(self._core, session))

    def _card(self, person: Person) -> ProvedCard:
        name = CertificateName(self._list.ca_key_id, FIRST_SERIAL + person.number * STEP)
        return ProvedCard(name, BEGAN + timedelta(days=1000), self._list.distribution_point)
