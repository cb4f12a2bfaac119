from __future__ import annotations

import json
from typing import Any

import pytest
from flask import Flask

from mykey.terminals.operations import OPERATIONS
from mykey.terminals.problem_texts import PROBLEM_TEXTS
from tests.factories.counters import Counter
from tests.support.card_at_counter import proved_object, touched_object
from tests.support.terminal_client import ORIGIN, TerminalClient


@pytest.fixture
def document(app: Flask) -> Any:
    answer = app.test_client().get("/v1/openapi.json")
    assert answer.content_type == "application/json"
    return answer.get_json()


def test_the_document_is_openapi_3_1_of_this_origin(document: Any) -> None:
    assert document["openapi"].startswith("3.1.")
    assert document["servers"] == [{"url": ORIGIN}]
    assert "RFC 9421" in document["components"]["securitySchemes"]["terminalSignature"]["description"]


def test_every_route_is_described_and_nothing_else(app: Flask, document: Any) -> None:
    own = {"documents.openapi", "documents.docs", "static"}
    routes = {
        (rule.endpoint, method, rule.rule)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.endpoint not in own
    }
    assert {(one.endpoint, one.method, one.path) for one in OPERATIONS} == routes
    described = {
        (operation["operationId"], method.upper(), path)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    }
    assert described == routes


def test_every_refusal_of_a_call_is_in_its_answers(document: Any) -> None:
    for operation in OPERATIONS:
        answers = document["paths"][operation.path][operation.method.lower()]["responses"]
        assert str(operation.status) in answers
        for refusal in operation.refusals:
            problem = answers[str(refusal.status)]["content"]["application/problem+json"]
            codes = problem["schema"]["allOf"][1]["properties"]["code"]["enum"]
            assert refusal.code in codes
            assert refusal.code in problem["examples"]


def test_every_body_has_an_example_that_is_an_object(document: Any) -> None:
    for operation in OPERATIONS:
        if operation.body is not None:
            described = document["paths"][operation.path][operation.method.lower()]["requestBody"]
            assert isinstance(described["content"]["application/json"]["example"], dict)


def test_every_reference_leads_somewhere(document: Any) -> None:
    schemas = document["components"]["schemas"]
    text = json.dumps(document)
    references = {part.split('"', 1)[0] for part in text.split('"$ref": "')[1:]}
    assert references
    assert all(reference.removeprefix("#/components/schemas/") in schemas for reference in references)


@pytest.mark.parametrize(("lang", "word"), [("ja", "端末を登録する"), ("en", "Activate a terminal")])
def test_the_page_shows_calls_and_codes(app: Flask, lang: str, word: str) -> None:
    page = app.test_client().get(f"/v1/docs?lang={lang}").text
    assert f'<html lang="{lang}">' in page
    assert word in page
    for operation in OPERATIONS:
        assert f"{operation.method} {operation.path}" in page
    for code, text in PROBLEM_TEXTS.items():
        assert f'id="{code}"' in page
        assert text.title.in_language(lang).replace("'", "&#39;") in page
    assert "<script" not in page
    assert "style=" not in page


def test_the_page_follows_the_browsers_language(app: Flask) -> None:
    page = app.test_client().get("/v1/docs", headers={"Accept-Language": "en"}).text
    assert '<html lang="en">' in page


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
