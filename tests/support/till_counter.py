"""The till API on a test's database: a shop's till, an office that grants, people with cards and phones."""

from __future__ import annotations

import base64
import hashlib
import itertools
import os
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import Flask
from werkzeug.test import TestResponse

from mykey.crypto.ticket_seals import points_subjects
from mykey.handoff.ticket import TicketPurpose
from mykey.kernel.clock import Clock
from mykey.points.acts.grant_points import grant_points
from mykey.points.acts.invite_till import invite_till
from mykey.points.acts.make_pay_code import make_pay_code
from mykey.points.acts.open_holder import open_holder
from mykey.points.till import create_points_till
from mykey.points.till.settings import TillSettings
from mykey.web.database import engine
from tests.support.points_ground import KAWASAKI, PointsTown
from tests.support.terminal_client import TerminalClient
from tests.support.ticket_office import TicketOffice
from tests.support.voucher_acts import allow_vouchers

__all__ = ["TILL_ORIGIN", "Person", "TillClient", "TillCounter", "jwk", "open_points_till"]

TILL_ORIGIN = "http://localhost:8614"


@contextmanager
def open_points_till(
    url: str, town: PointsTown, tickets: TicketOffice, directory: Path, **changes: Any
) -> Iterator[Flask]:
    """The face, as `wsgi.py` makes it, but for the ground and the ticket writer's keys."""
    settings = TillSettings(
        origin=TILL_ORIGIN,
        database_url=url,
        key_ring=directory / "keys.json",
        ticket_keys=directory / "public.json",
        **changes,
    )
    app = create_points_till(settings, town.ground, tickets.opener)
    yield app
    app.extensions["mykey_gate"].close()
    with app.app_context():
        engine().dispose()


def jwk(key: Ed25519PrivateKey) -> dict[str, str]:
    """The public half, as tills send it."""
    raw = key.public_key().public_bytes_raw()
    return {"kty": "OKP", "crv": "Ed25519", "x": base64.urlsafe_b64encode(raw).rstrip(b"=").decode()}


class TillClient(TerminalClient):
    """One till: signs with its own key, and names the key's thumbprint as its device."""

    def __init__(self, app: Flask, clock: Clock, till_id: str, key: Ed25519PrivateKey) -> None:
        x = jwk(key)["x"]
        thumbprint = hashlib.sha256(f'{{"crv":"Ed25519","kty":"OKP","x":"{x}"}}'.encode()).digest()
        super().__init__(app, clock, till_id, key, thumbprint, TILL_ORIGIN)
        self.thumbprint = thumbprint

    def act(self, path: str, body: Any, key: str | None = None) -> TestResponse:
        """One act, under an idempotency key: a new one, or the one given."""
        return self.post(path, body, {"Idempotency-Key": key or uuid.uuid4().hex})

    def session(self, opening: Mapping[str, str]) -> str:
        """A new session's token."""
        answer = self.post("/v1/sessions", dict(opening))
        assert answer.status_code == 201, answer.text
        return str(answer.get_json()["session"])


@dataclass(frozen=True)
class Person:
    """Somebody with a points account: who the core knows by one id, and the points side by another."""

    citizen_id: UUID
    holder_id: UUID


class TillCounter:
    """A shop with a till for payments and an office with one for grants; more on demand."""

    def __init__(self, app: Flask, town: PointsTown, tickets: TicketOffice) -> None:
        self.app = app
        self.town = town
        self.tickets = tickets
        self._names = itertools.count(1)
        self.shop_id = town.shop("見本商店")
        self.spender = self.till(self.shop_id)
        self.granter = self.till(town.shop("見本区役所"), "grant")

    @cached_property
    def issuer(self) -> TillClient:
        """A machine that issues vouchers, in a municipality that has some."""
        allow_vouchers(self.town)
        return self.till(self.town.shop("見本出張所"), "voucher")

    def code(self, shop_id: UUID, kind: str = "spend") -> str:
        """An enrolment code of a new till."""
        name = f"レジ{next(self._names)}"
        return self.town.do(lambda work: invite_till(work, KAWASAKI, shop_id, name, kind)).code

    def enrol(self, code: str, key: Ed25519PrivateKey) -> TestResponse:
        """One enrolment."""
        body = {"code": code, "public_key": jwk(key)}
        return self.app.test_client(use_cookies=False).post("/v1/enrolment", json=body)

    def till(self, shop_id: UUID, kind: str = "spend") -> TillClient:
        """An enrolled till."""
        key = Ed25519PrivateKey.from_private_bytes(os.urandom(32))
        answer = self.enrol(self.code(shop_id, kind), key)
        assert answer.status_code == 201, answer.text
        return TillClient(self.app, self.town.ground.clock, answer.get_json()["till_id"], key)

    def person(self, municipal: int = 0) -> Person:
        """Somebody with so many points of Kawasaki."""
        citizen_id = uuid.uuid4()
        subjects = points_subjects(self.tickets.ring, citizen_id.bytes)
        holder_id = self.town.do(lambda work: open_holder(work, subjects, "ja"))
        if municipal:
            self.town.do(lambda work: grant_points(work, holder_id, KAWASAKI, municipal))
        return Person(citizen_id, holder_id)

    def ticket(self, person: Person, till: TillClient | None = None, **changes: Any) -> dict[str, str]:
        """What opens a session at this till; `changes` make the ticket another's."""
        till = till or self.spender
        told = {
            "purpose": self._purpose(till),
            "municipality_code": KAWASAKI,
            "till_thumbprint": till.thumbprint,
        }
        return {"ticket": self.tickets.ticket(person.citizen_id, **(told | changes))}

    def _purpose(self, till: TillClient) -> TicketPurpose:
        if till is self.granter:
            return TicketPurpose.GRANT
        made = self.__dict__.get("issuer")
        return TicketPurpose.VOUCHER if till is made else TicketPurpose.SPEND

    def vouchers(self, person: Person, *faces: int) -> list[dict[str, Any]]:
        """Vouchers of a person, as the machine is told of them."""
        session = self.issuer.session(self.ticket(person, self.issuer))
        body = {"session": session, "purse": "municipal", "faces": list(faces)}
        answer = self.issuer.act("/v1/vouchers", body)
        assert answer.status_code == 201, answer.text
        vouchers: list[dict[str, Any]] = answer.get_json()["vouchers"]
        return vouchers

    def pay_code(self, person: Person) -> dict[str, str]:
        """The same from the person's phone."""
        return {"pay_code": self.town.do(lambda work: make_pay_code(work, person.holder_id)).code}

    def points(self, person: Person) -> int:
        """What the person can spend now, as a till sees it."""
        session = self.spender.session(self.ticket(person))
        purses = self.spender.post("/v1/balance", {"session": session}).get_json()["purses"]
        return int(purses[0]["points"])
