"""A partner company that citizens sign in at: it gives tokens, and answers exchanges as a test wishes."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mykey.points.acts.partners.add_partner import LinkTyped, PartnerTyped, add_partner
from mykey.points.acts.partners.set_rate import RateTyped, set_rate
from tests.support.partner_side import http_answer, signed_answer
from tests.support.points_ground import PointsTown
from tests.support.scripted_server import read_request, scripted_server
from tests.support.till_counter import jwk

__all__ = ["AnsweringCompany", "answering_company"]

#: As long as access tokens may be.
TOKEN = "t" * 1900 + "=" * 100


@dataclass
class AnsweringCompany:
    """`takes_code`: whether its token endpoint does. `result`: done, refused, or later (202)."""

    town: PointsTown
    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    takes_code: bool = True
    result: str = "done"
    origin: str = ""
    partner_id: UUID = field(default=UUID(int=0))
    asked: list[str] = field(default_factory=list)
    """The paths that were called."""

    def join(self, origin: str) -> None:
        """Become a partner: 1,000 of its points become 2,000, from 500 to 5,000 at once."""
        self.origin = origin
        link = LinkTyped(f"{origin}/authorize", f"{origin}/token", f"{origin}/redeem", "mykey", "s3cret")
        typed = PartnerTyped("見本カード", "見本カードの利用ポイント", jwk(self.key)["x"], link)
        self.partner_id = self.town.do(lambda work: add_partner(work, typed))
        agreed = (1000, 2000, 500, 500, 5000)
        self.town.do(lambda work: set_rate(work, self.partner_id, RateTyped(work.today, *agreed)))

    def answer(self, connection: socket.socket) -> bytes:
        """One request; the next connection is another's."""
        heard = read_request(connection)
        path = heard.split(b" ", 2)[1].decode()
        self.asked.append(path)
        status, document = self._reply(path, heard.partition(b"\r\n\r\n")[2])
        body = json.dumps(document).encode()
        signed = signed_answer(self.key, str(self.partner_id), status, body, self.town.ground.clock)
        head = ["Content-Type: application/json", *(f"{name}: {value}" for name, value in signed.items())]
        connection.sendall(http_answer(body, f"{status} told", *head))
        return heard

    def _reply(self, path: str, body: bytes) -> tuple[int, dict[str, object]]:
        if path == "/token" and self.takes_code:
            return 200, {"access_token": TOKEN, "token_type": "Bearer", "expires_in": 600}
        if path == "/token":
            return 400, {"error": "invalid_grant"}
        if path == "/redeem":
            return (202, {}) if self.result == "later" else (200, json.loads(body) | {"result": self.result})
        return 200, {}


@contextmanager
def answering_company(town: PointsTown) -> Iterator[AnsweringCompany]:
    """A company that takes part, until the end of the block."""
    company = AnsweringCompany(town)
    with scripted_server(company.answer) as server:
        company.join(server.origin)
        yield company
