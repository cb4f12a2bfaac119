"""Schemathesis reads the OpenAPI document and tries every call with right and wrong data, signed.

Half of the cases are filled with what only this town knows: a real challenge, a real card, a free number. So
every operation comes to its success as well as to its refusals, and each answer is held against the document.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import requests
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from sqlalchemy.orm import Session

from mykey.services.ground import Ground
from mykey.terminals.operations import OPERATIONS
from tests.factories.counters import NUMBER, OTHER_NUMBER, Counter
from tests.factories.terminals import TERMINAL_PASSWORD, a_terminal
from tests.functional.terminals.test_terminal import GIVEN
from tests.support.card_at_counter import proved_object, touched_object
from tests.support.terminal_client import ORIGIN, TerminalClient

Case = schemathesis.Case[Any]
CHECKS: list[schemathesis.CheckFunction] = [
    schemathesis.checks.not_a_server_error,
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
]
EXAMPLES = 16
#: The client signs; a header made up in its place would only be overwritten.
CONFIG = {"generation": {"with-security-parameters": False}}
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

    def _link(self, number: str) -> dict[str, Any]:
        proved = proved_object(self._card, self._terminal.challenge())
        return {"card": proved, "service_id": number, "change_notice": True}

    def _free_link(self) -> dict[str, Any]:
        for number in (NUMBER, OTHER_NUMBER):
            self._terminal.post("/v1/links/removal", {"service_id": number})
        return self._link(NUMBER)

    def _linked(self) -> bool:
        return self._terminal.post("/v1/links", self._free_link()).status_code == 201


def call(case: Case, terminal: TerminalClient) -> Any:
    """Send a case through the face, signed as it stands."""
    kwargs = case.as_transport_kwargs(base_url=ORIGIN)
    kwargs.pop("cookies", None)
    request = requests.Request(
        **{name: value for name, value in kwargs.items() if name in requests.Request().__dict__}
    ).prepare()
    data = request.body.encode() if isinstance(request.body, str) else request.body
    headers = {
        name: value if isinstance(value, str) else value.decode("latin-1")
        for name, value in request.headers.items()
        if name.lower() not in {"content-length", "transfer-encoding"}
    }
    path = request.path_url
    signed = terminal.signed_headers(str(request.method), path, data, {})
    return terminal.send_as_is(str(request.method), path, data, signed | headers)


def explore(operation: Any, mode: schemathesis.GenerationMode, attempt: Callable[[Case, bool], None]) -> None:
    """Let Schemathesis make cases of one mode, always the same ones."""

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode), real=st.booleans())
    def explored(case: Case, real: bool) -> None:
        attempt(case, real and mode.is_positive)

    explored()


@pytest.mark.parametrize("endpoint", BY_ENDPOINT)
def test_every_call_keeps_the_documents_word(
    app: Flask,
    ground: Ground,
    counter: Counter,
    terminal: TerminalClient,
    session: Session,
    endpoint: str,
) -> None:
    document = app.test_client().get("/v1/openapi.json").get_json()
    described = BY_ENDPOINT[endpoint]
    read = schemathesis.openapi.from_dict(document, config=schemathesis.Config.from_dict(CONFIG))
    operation = read[described.path][described.method]
    town = Town(ground, counter, terminal, session)
    seen: set[int] = set()

    def attempt(case: Case, real: bool) -> None:
        if real and described.body is not None:
            case.headers.clear()
            case.body = town.body(endpoint)
        answer = call(case, terminal)
        seen.add(answer.status_code)
        # A body of the town's is right, whatever the case was made to be.
        checks = [check for check in CHECKS if not (real and check is negative_data_rejection)]
        case.validate_response(answer, checks=checks)

    explore(operation, schemathesis.GenerationMode.POSITIVE, attempt)
    if described.body is not None:
        explore(operation, schemathesis.GenerationMode.NEGATIVE, attempt)
    assert described.status in seen
    assert all(status < 500 for status in seen)
