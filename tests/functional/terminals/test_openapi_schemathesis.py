"""Schemathesis on the terminals' document: a real challenge, a real card, a free number (`explored_api`)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from mykey.services.ground import Ground
from mykey.terminals.operations import OPERATIONS
from tests.factories.counters import NUMBER, OTHER_NUMBER, Counter
from tests.factories.terminals import TERMINAL_PASSWORD, a_terminal, an_active_terminal
from tests.functional.terminals.test_terminal import GIVEN
from tests.support.card_at_counter import proved_object, touched_object
from tests.support.device import FINGERPRINT, PUBLIC_KEY
from tests.support.explored_api import explore_operation
from tests.support.terminal_client import TerminalClient

BY_ENDPOINT = {operation.endpoint: operation for operation in OPERATIONS}


class Town:
    """Makes the body with which a call succeeds, and whatever must be so before."""

    def __init__(self, ground: Ground, counter: Counter, terminal: TerminalClient, session: Session) -> None:
        self._ground = ground
        self._terminal = terminal
        self._session = session
        self._card, _ = counter.person("hanako")
        self._bodies: dict[str, Callable[[], Any]] = {
            "activation.activate": self._activation,
            "terminal.put_contact": lambda: GIVEN,
            "challenges.make": dict,
            "links.link": self._free_link,
            "links.replace": lambda: self._linked() and self._link(OTHER_NUMBER),
            "links.remove": lambda: self._linked() and {"service_id": NUMBER},
            "links.renumber": lambda: self._linked() and {"from": NUMBER, "to": OTHER_NUMBER},
            "lookups.look_up": lambda: self._linked() and {"card": touched_object(self._card)},
            "points_tickets.write": self._ticket,
        }

    def body(self, endpoint: str) -> Any:
        """None for calls without one."""
        return self._bodies[endpoint]() if endpoint in self._bodies else None

    def _activation(self) -> dict[str, Any]:
        terminal_id = a_terminal(self._ground, self._session).terminal_id
        self._session.commit()
        key = {"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}
        return {
            "terminal_id": terminal_id,
            "password": TERMINAL_PASSWORD,
            "device_fingerprint": "0" * 64,
            "public_key": key,
        }

    def _ticket(self) -> dict[str, Any]:
        proved = proved_object(self._card, self._terminal.challenge())
        return {"card": proved, "purpose": "spend", "till_key_thumbprint": "A" * 42 + "E"}

    def _link(self, number: str) -> dict[str, Any]:
        proved = proved_object(self._card, self._terminal.challenge())
        return {"card": proved, "service_id": number, "change_notice": True}

    def _free_link(self) -> dict[str, Any]:
        for number in (NUMBER, OTHER_NUMBER):
            self._terminal.post("/v1/links/removal", {"service_id": number})
        return self._link(NUMBER)

    def _linked(self) -> bool:
        return self._terminal.post("/v1/links", self._free_link()).status_code == 201


def a_till(ground: Ground, session: Session) -> str:
    """A shop's terminal on the same machine."""
    device = {"public_key": PUBLIC_KEY, "fingerprint": FINGERPRINT}
    till = an_active_terminal(ground, session, kind="spend-points", **device)
    terminal_id = till.terminal_id
    session.commit()
    return terminal_id


@pytest.mark.parametrize("endpoint", BY_ENDPOINT)
def test_every_call_keeps_the_documents_word(
    app: Flask,
    ground: Ground,
    counter: Counter,
    terminal: TerminalClient,
    session: Session,
    endpoint: str,
) -> None:
    described = BY_ENDPOINT[endpoint]
    if endpoint == "points_tickets.write":
        terminal.terminal_id = a_till(ground, session)  # the library's own terminal gets none
    town = Town(ground, counter, terminal, session)

    def fill(case: Any) -> None:
        case.body = town.body(endpoint)

    seen = explore_operation(app, terminal, described, None if described.body is None else fill)
    assert described.status in seen
    assert all(status < 500 for status in seen)
