"""Partner companies for tests: one that calls our API, and its server, which answers as a test tells it."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import Flask
from werkzeug.test import TestResponse

from mykey.kernel.clock import Clock
from mykey.points.acts.partners.add_partner import LinkTyped, PartnerTyped, add_partner
from mykey.points.acts.partners.begin_exchange import begin_exchange
from mykey.points.acts.partners.edit_partner import edit_partner, read_partner
from mykey.points.acts.partners.set_rate import RateTyped, set_rate
from mykey.points.coupon_codes import new_coupon_code
from mykey.points.ground import PointsWork
from mykey.points.partners import create_points_partners
from mykey.points.partners.settings import PartnersSettings
from mykey.web.database import engine
from tests.support.points_ground import PointsTown
from tests.support.scripted_server import ScriptedServer, read_request
from tests.support.terminal_client import TerminalClient
from tests.support.till_counter import jwk

__all__ = [
    "CLIENT_SECRET",
    "PARTNERS_ORIGIN",
    "Company",
    "PartnerClient",
    "http_answer",
    "open_points_partners",
    "signed_answer",
]

PARTNERS_ORIGIN = "http://localhost:8617"
ADDRESS = "https://partner.example/"
CLIENT_SECRET = "the-secret-of-our-client"

#: What a company answers: (status, document), or None: nothing, until we hang up.
Reply = tuple[int, dict[str, Any]] | None


@contextmanager
def open_points_partners(url: str, town: PointsTown, **changes: Any) -> Iterator[Flask]:
    """The face, as `wsgi.py` makes it, but for the ground."""
    settings = PartnersSettings(
        origin=PARTNERS_ORIGIN, database_url=url, key_ring=Path("unused.json"), **changes
    )
    app = create_points_partners(settings, town.ground)
    yield app
    app.extensions["mykey_gate"].close()
    with app.app_context():
        engine().dispose()


class PartnerClient(TerminalClient):
    """A company's server calling our API."""

    without_body: tuple[str, ...] = ("@method", "@target-uri")
    with_body: tuple[str, ...] = ("@method", "@target-uri", "content-digest")

    def __init__(self, app: Flask, clock: Clock, partner_id: str, key: Ed25519PrivateKey) -> None:
        super().__init__(app, clock, partner_id, key, b"", PARTNERS_ORIGIN)

    def announce(self, batch: str = "spring", points: int = 500, ends_on: str = "2026-09-30") -> str:
        """A new batch's id."""
        answer = self.post("/v1/coupon-batches", {"batch": batch, "points": points, "ends_on": ends_on})
        assert answer.status_code == 201, answer.text
        return str(answer.get_json()["batch_id"])

    def put_codes(self, batch_id: str, codes: list[str] | bytes) -> TestResponse:
        """A list of codes."""
        data = codes if isinstance(codes, bytes) else "".join(f"{code}\n" for code in codes).encode()
        path = f"/v1/coupon-batches/{batch_id}/codes"
        return self.put(path, data, {"Content-Type": "text/plain"})

    def coupons(self, count: int, batch: str = "spring", points: int = 500, **told: str) -> list[str]:
        """A batch's codes, uploaded."""
        codes = [new_coupon_code(os.urandom) for _ in range(count)]
        answer = self.put_codes(self.announce(batch, points, **told), codes)
        assert answer.status_code == 200, answer.text
        return codes

    def file(self, month: str = "2026-04") -> dict[str, list[dict[str, str]]]:
        """The reconciliation file's rows by the kind of line."""
        answer = self.get(f"/v1/reconciliation?month={month}")
        assert answer.status_code == 200, answer.text
        head, *lines = answer.data.decode("utf-8-sig").splitlines()
        rows = [dict(zip(head.split(","), line.split(","), strict=True)) for line in lines]
        return {kind: [row for row in rows if row["line"] == kind] for kind in {row["line"] for row in rows}}


@dataclass
class Company:
    """A company in a points town, at 1,000 of its points to 500, in steps of 1,000."""

    town: PointsTown
    partner_id: UUID
    key: Ed25519PrivateKey
    asked: list[tuple[str, dict[str, str], dict[str, Any]]] = field(default_factory=list)
    """(path, headers, document) of each of our calls."""

    @classmethod
    def of(cls, town: PointsTown, name: str = "見本ポイント", **more: Any) -> Company:
        """Take one in, with everything."""
        key = Ed25519PrivateKey.from_private_bytes(os.urandom(32))
        typed = PartnerTyped(name, "見本のお店で貯まるポイント", jwk(key)["x"], takes_coupons=True, **more)
        partner_id = town.do(lambda work: add_partner(work, _reached_at(typed, ADDRESS)))
        agreed = (1000, 500, 1000, 1000, 100_000)
        town.do(lambda work: set_rate(work, partner_id, RateTyped(work.today, *agreed)))
        return cls(town, partner_id, key)

    def client(self, app: Flask) -> PartnerClient:
        """Its server's client."""
        return PartnerClient(app, self.town.ground.clock, str(self.partner_id), self.key)

    def exchange(self, holder_id: UUID, units: int = 2000) -> UUID:
        """An exchange asked by a citizen who has come back from the sign-in."""
        return self.town.do(lambda work: begin_exchange(work, holder_id, self.partner_id, units, "token-1"))

    @contextmanager
    def serving(
        self, reply: Callable[[str, dict[str, Any]], Reply], key: Ed25519PrivateKey | None = None
    ) -> Iterator[str]:
        """Answer our calls by `reply(path, document)`, signed; `key`: by another's. Gives the address."""

        def script(connection: socket.socket) -> bytes:
            request = read_request(connection)
            head, _, body = request.partition(b"\r\n\r\n")
            first, *lines = head.decode("ascii").split("\r\n")
            path = first.split(" ")[1]
            headers = dict(line.split(": ", 1) for line in lines)
            self.asked.append((path, headers, json.loads(body)))
            told = reply(path, json.loads(body))
            if told is None:
                connection.recv(1)  # until the other side hangs up
                return request
            status, document = told
            content = json.dumps(document).encode()
            signed = signed_answer(
                key or self.key, str(self.partner_id), status, content, self.town.ground.clock
            )
            told_head = [f"{name}: {value}" for name, value in signed.items()]
            connection.sendall(http_answer(content, f"{status} told", *told_head))
            return request

        server = ScriptedServer(script)
        self.move_to(f"{server.origin}/")
        try:
            yield f"{server.origin}/"
        finally:
            server.close()

    def move_to(self, address: str) -> None:
        """Its server is at this address now, with a slash at the end."""

        def move(work: PointsWork) -> None:
            typed = read_partner(work, self.partner_id).typed
            edit_partner(work, self.partner_id, _reached_at(typed, address))

        self.town.do(move)


def _reached_at(typed: PartnerTyped, address: str) -> PartnerTyped:
    authorize, token, redeem = (f"{address}{path}" for path in ("authorize", "token", "redeem"))
    link = LinkTyped(authorize, token, redeem, "mykey-at-partner", CLIENT_SECRET)
    return replace(typed, link=link, notice_url=f"{address}notices")


def signed_answer(
    key: Ed25519PrivateKey, partner_id: str, status: int, body: bytes, clock: Clock, late: int = 0
) -> dict[str, str]:
    """The header fields of a signed answer, by hand (RFC 9421, section 2.5)."""
    digest = f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"
    created = int((clock() - timedelta(seconds=late)).timestamp())
    told = f'("@status" "content-digest");created={created};keyid="{partner_id}";alg="ed25519"'
    base = f'"@status": {status}\n"content-digest": {digest}\n"@signature-params": {told}'
    signature = base64.b64encode(key.sign(base.encode())).decode()
    return {
        "Content-Digest": digest,
        "Signature-Input": f"mykey={told}",
        "Signature": f"mykey=:{signature}:",
    }


def http_answer(body: bytes, status: str, *headers: str) -> bytes:
    """An answer as it goes over the line; the connection is closed after it."""
    head = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body
