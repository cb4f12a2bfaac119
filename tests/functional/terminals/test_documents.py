from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from mykey.terminals.operations import OPERATIONS
from mykey.terminals.problem_texts import PROBLEM_TEXTS
from tests.factories.counters import Counter
from tests.support.api_documents import check_document, check_page
from tests.support.card_at_counter import proved_object, touched_object
from tests.support.terminal_client import ORIGIN, TerminalClient


@pytest.fixture
def document(app: Flask) -> Any:
    answer = app.test_client().get("/v1/openapi.json")
    assert answer.content_type == "application/json"
    return answer.get_json()


def test_the_document_describes_every_call(app: Flask) -> None:
    check_document(app, OPERATIONS, "terminalSignature", ORIGIN)


def test_the_page_shows_calls_and_codes(app: Flask) -> None:
    check_page(app, OPERATIONS, PROBLEM_TEXTS, {"ja": "端末を登録する", "en": "Activate a terminal"})


def test_the_look_up_answers_as_described(counter: Counter, terminal: TerminalClient, document: Any) -> None:
    card, _ = counter.person("hanako")
    linked = {
        "card": proved_object(card, terminal.challenge()),
        "service_id": "180000000011",
        "change_notice": False,
    }
    assert terminal.post("/v1/links", linked).status_code == 201
    found = terminal.post("/v1/lookups", {"card": touched_object(card)}).get_json()
    described = document["components"]["schemas"]["LookUpAnswer"]["properties"]
    assert set(found) == set(described)
    handed = document["components"]["schemas"]["HandOverAnswer"]["properties"]
    assert set(found["hand_over"]) == set(handed)
    assert found["hand_over"]["symbology"] in handed["symbology"]["enum"]


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        {"card": {}},
        {"card": None},
        {"card": {"user_certificate": 1}},
        {"card": {"user_certificate": "AA=="}},
        {"card": {"user_certificate": "AAAA"}},
        {"card": {"user_certificate": ""}},
        {"card": {"user_certificate": "AAAA", "signature": "AAAA"}},
        {"card": {"user_certificate": "AAAA", "challenge_id": "x"}},
        {"card": {"user_certificate": "AAAA", "challenge_id": "x", "signature": 1}},
        {"card": {"user_certificate": "AAAA", "challenge_id": "x", "signature": "AAAA"}},
        {"card": {"user_certificate": "AAAA", "pin": "1234"}},
        {"card": {"user_certificate": "A" * 8193}},
    ],
)
def test_look_up_and_link_read_cards_alike(terminal: TerminalClient, body: Any) -> None:
    """The look-up reads its body by hand; the schema is what is described."""
    looked_up = terminal.post("/v1/lookups", body).get_json()
    sent = body if isinstance(body, list) else body | {"service_id": "180000000011", "change_notice": False}
    linked = terminal.post("/v1/links", sent).get_json()
    assert looked_up["code"] == linked["code"]
    assert looked_up.get("errors") == linked.get("errors")
