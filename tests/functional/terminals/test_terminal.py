from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from mykey.models.terminals import Terminal, TerminalState
from mykey.services.ground import Ground
from tests.factories.counters import NUMBER, Counter
from tests.factories.terminals import a_terminal
from tests.support.card_at_counter import touched_object
from tests.support.device import FINGERPRINT, PUBLIC_KEY
from tests.support.moving_clock import MovingClock
from tests.support.terminal_client import TerminalClient

CONTACT = {
    "place": "見本図書館 1階カウンター",
    "terminal_name": "カウンター1",
    "person_in_charge": "見本 花子",
    "organisation": "見本図書館",
    "postal_code": "２１１－００００",
    "address": "神奈川県川崎市中原区見本町1-2-3",
    "telephone": "044-000-0000",
    "email": "counter@library.example.jp",
}
GIVEN = CONTACT | {"provider_id": "000001"}


def activated(app: Flask, clock: MovingClock, ground: Ground, session: Session, kind: str) -> TerminalClient:
    terminal = a_terminal(
        ground,
        session,
        kind=kind,
        state=TerminalState.CONTACT_REQUIRED,
        public_key=PUBLIC_KEY,
        fingerprint=FINGERPRINT,
    )
    terminal_id = terminal.terminal_id
    session.commit()
    return TerminalClient(app, clock, terminal_id)


@pytest.fixture
def fresh(
    app: Flask, clock: MovingClock, ground: Ground, session: Session, counter: Counter
) -> TerminalClient:
    """A terminal of the counter's library without a contact."""
    assert counter.terminal_id
    return activated(app, clock, ground, session, "service-id")


def test_before_the_contact_four_calls_are_answered(fresh: TerminalClient, counter: Counter) -> None:
    card, _ = counter.person("hanako")
    own = fresh.get("/v1/terminal").get_json()
    assert (own["state"], own["provider"], own["contact"]) == ("contact-required", None, None)
    assert fresh.get("/v1/providers").get_json() == {
        "providers": [
            {"provider_id": "000001", "name": "川崎市立図書館"},
            {"provider_id": "000002", "name": "見本銀座商店街"},
        ]
    }
    for path, body in (
        ("/v1/challenges", {}),
        ("/v1/lookups", {"card": touched_object(card)}),
        ("/v1/links/removal", {"service_id": NUMBER}),
    ):
        answer = fresh.post(path, body)
        assert (answer.status_code, answer.get_json()["code"]) == (409, "contact-required")


def test_the_contact_makes_the_terminal_active(fresh: TerminalClient) -> None:
    answer = fresh.put("/v1/terminal/contact", GIVEN)
    assert answer.status_code == 200, answer.text
    assert answer.get_json() == {
        "terminal_id": fresh.terminal_id,
        "kind": "service-id",
        "municipality_code": "141305",
        "state": "active",
        "provider": {"provider_id": "000001", "name": "川崎市立図書館"},
        "contact": CONTACT | {"postal_code": "2110000"},
    }
    assert fresh.get("/v1/terminal").get_json() == answer.get_json()
    assert fresh.post("/v1/challenges", {}).status_code == 201


@pytest.mark.parametrize("kind", ["spend-points", "issue-vouchers", "grant-points"])
@pytest.mark.parametrize("body", [CONTACT, CONTACT | {"provider_id": None}])
def test_other_kinds_have_no_provider_and_no_links(
    app: Flask,
    clock: MovingClock,
    ground: Ground,
    session: Session,
    counter: Counter,
    kind: str,
    body: dict[str, Any],
) -> None:
    card, _ = counter.person("hanako")
    terminal = activated(app, clock, ground, session, kind)
    assert terminal.put("/v1/terminal/contact", body).get_json()["provider"] is None
    assert terminal.post("/v1/challenges", {}).status_code == 201
    for path, sent in (
        ("/v1/lookups", {"card": touched_object(card)}),
        ("/v1/links/removal", {"service_id": NUMBER}),
    ):
        answer = terminal.post(path, sent)
        assert (answer.status_code, answer.get_json()["code"]) == (403, "wrong-terminal-kind")


def test_everything_wrong_is_told_at_once_in_words(fresh: TerminalClient) -> None:
    sent = GIVEN | {"postal_code": "211", "email": "", "provider_id": "000002", "place": "長" * 101}
    answer = fresh.put("/v1/terminal/contact", sent)
    assert (answer.status_code, answer.get_json()["code"]) == (422, "request-invalid")
    reasons = {error["member"]: error["reason"] for error in answer.get_json()["errors"]}
    assert reasons == {
        "postal_code": "format",
        "email": "empty",
        "provider_id": "not-this-terminals",
        "place": "too-long",
    }
    assert "postal_code：形が違います" in answer.get_json()["detail"]
    english = fresh.put("/v1/terminal/contact", sent, {"Accept-Language": "en"}).get_json()
    assert "postal_code has another form" in english["detail"]
    assert fresh.get("/v1/terminal").get_json()["contact"] is None


def test_the_longest_contact_is_kept_and_answered_again(fresh: TerminalClient) -> None:
    longest = GIVEN | {
        "place": "𠮷" * 100,
        "terminal_name": '"' * 100,
        "person_in_charge": "𠮷" * 100,
        "organisation": "\\" * 100,
        "address": "𠮷" * 200,
        "email": "a" * 64 + "@" + "b" * 60 + ".example.jp",
    }
    key = {"Idempotency-Key": "contact-1"}
    first = fresh.put("/v1/terminal/contact", longest, key)
    assert first.status_code == 200, first.text
    again = fresh.put("/v1/terminal/contact", longest, key)
    assert (again.status_code, again.data) == (200, first.data)


@pytest.mark.parametrize(
    ("state", "code"),
    [(TerminalState.STOPPED, "terminal-stopped"), (TerminalState.CLOSED, "terminal-closed")],
)
def test_a_stopped_or_closed_terminal_is_served_nothing(
    terminal: TerminalClient, counter: Counter, session: Session, state: str, code: str
) -> None:
    card, _ = counter.person("hanako")
    session.get_one(Terminal, counter.terminal_id).state = state
    session.commit()
    answers = [
        terminal.get("/v1/terminal"),
        terminal.get("/v1/providers"),
        terminal.put("/v1/terminal/contact", GIVEN),
        terminal.post("/v1/challenges", {}),
        terminal.post("/v1/lookups", {"card": touched_object(card)}),
        terminal.post("/v1/links/removal", {"service_id": NUMBER}),
    ]
    assert [(answer.status_code, answer.get_json()["code"]) for answer in answers] == [(403, code)] * 6
