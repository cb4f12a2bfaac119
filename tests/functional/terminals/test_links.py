from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from mykey.crypto.tokens import to_base64url
from mykey.models.citizens import Citizen, CitizenState
from mykey.services.ground import Ground
from tests.factories.counters import NUMBER, OTHER_NUMBER, Counter
from tests.factories.terminals import an_active_terminal
from tests.support.card_at_counter import proved_object, touched_object
from tests.support.device import FINGERPRINT, PUBLIC_KEY
from tests.support.dump import rows_by_table
from tests.support.ground import bring_lists
from tests.support.leak_guard import LeakGuard
from tests.support.moving_clock import MovingClock
from tests.support.office_linkage import OfficeLinkage
from tests.support.terminal_client import TerminalClient
from town.authority.issued import IssuedCard

#: What a refusal may leave behind (issue, "What it must show", 4).
TRACES = {
    "alembic_version",
    "idempotency_records",
    "limits",
    "nonce_marks",
    "nonces",
    "terminal_challenges",
    "terminal_usage",
}


def body(
    terminal: TerminalClient, card: IssuedCard, number: str = NUMBER, *, notice: bool = False
) -> dict[str, Any]:
    proved = proved_object(card, terminal.challenge())
    return {"card": proved, "service_id": number, "change_notice": notice}


def said(answer: TestResponse) -> tuple[int, str]:
    return answer.status_code, answer.get_json()["code"]


def test_a_number_is_linked_looked_up_replaced_renumbered_and_removed(
    counter: Counter, terminal: TerminalClient, leak_guard: LeakGuard
) -> None:
    card, _ = counter.person("hanako", mail="hanako@mail.example")
    leak_guard.watch_certificate(card.user.der)
    leak_guard.watch(NUMBER, "a number")
    leak_guard.watch("hanako@mail.example", "a mail address")
    answer = terminal.post("/v1/links", body(terminal, card, "１８００-0000 0011", notice=True))
    assert answer.status_code == 201, answer.text
    assert answer.get_json() == {
        "provider_id": "000001",
        "provider_name": "川崎市立図書館",
        "service_id": NUMBER,
        "change_notice": True,
    }
    look_up = {"card": touched_object(card)}
    assert terminal.post("/v1/lookups", look_up).get_json()["service_id"] == NUMBER
    replaced = terminal.put("/v1/links", body(terminal, card, OTHER_NUMBER))
    assert (replaced.status_code, replaced.get_json()["service_id"]) == (200, OTHER_NUMBER)
    moved = terminal.post("/v1/links/renumber", {"from": OTHER_NUMBER, "to": "180000000033"})
    assert (moved.status_code, moved.get_json()) == (200, {"service_id": "180000000033"})
    assert terminal.post("/v1/lookups", look_up).get_json()["service_id"] == "180000000033"
    gone = terminal.post("/v1/links/removal", {"service_id": "180000000033"})
    assert (gone.status_code, gone.data) == (204, b"")
    assert said(terminal.post("/v1/links/removal", {"service_id": "180000000033"})) == (404, "not-linked")
    assert said(terminal.put("/v1/links", body(terminal, card))) == (404, "not-linked")
    assert said(terminal.post("/v1/lookups", look_up)) == (404, "not-linked")


def test_numbers_that_are_taken(counter: Counter, terminal: TerminalClient) -> None:
    hanako, _ = counter.person("hanako")
    taro, _ = counter.person("taro")
    assert terminal.post("/v1/links", body(terminal, hanako)).status_code == 201
    assert said(terminal.post("/v1/links", body(terminal, taro))) == (409, "service-id-linked-elsewhere")
    again = terminal.post("/v1/links", body(terminal, hanako, OTHER_NUMBER))
    assert said(again) == (409, "already-linked")
    assert again.get_json()["service_id"] == NUMBER
    assert NUMBER in again.get_json()["detail"]
    assert terminal.post("/v1/links", body(terminal, taro, OTHER_NUMBER)).status_code == 201
    moved = terminal.post("/v1/links/renumber", {"from": NUMBER, "to": OTHER_NUMBER})
    assert said(moved) == (409, "service-id-linked-elsewhere")
    assert said(terminal.put("/v1/links", body(terminal, hanako, OTHER_NUMBER))) == (
        409,
        "service-id-linked-elsewhere",
    )


def test_a_number_of_another_form_is_told_the_rule(counter: Counter, terminal: TerminalClient) -> None:
    card, _ = counter.person("hanako")
    sent = body(terminal, card, "190000000011")
    answer = terminal.post("/v1/links", sent)
    assert said(answer) == (422, "service-id-format")
    assert "18で始まる12桁の数字です。" in answer.get_json()["detail"]
    assert answer.get_json()["prefix"] == "18"
    assert "190000000011" not in answer.text
    english = terminal.post("/v1/links", sent, {"Accept-Language": "en"}).get_json()
    assert "12 digits, beginning with 18." in english["detail"]
    assert said(terminal.post("/v1/links", sent | {"service_id": "123456789018"})) == (
        422,
        "my-number-refused",
    )


def test_the_order_of_judgement(
    counter: Counter, terminal: TerminalClient, session: Session, clock: MovingClock
) -> None:
    card, citizen_id = counter.person("hanako")
    session.get_one(Citizen, citizen_id).state = CitizenState.PAUSED
    session.commit()
    sent = body(terminal, card, "1")
    wrong = sent | {"extra": 1}
    headers = terminal.signed_headers("POST", "/v1/links", b"{}")
    assert said(terminal.send_as_is("POST", "/v1/links", b"{ }", headers)) == (401, "signature-invalid")
    assert said(terminal.post("/v1/links", wrong)) == (422, "request-invalid")
    assert said(terminal.post("/v1/links", sent)) == (422, "service-id-format")
    right = sent | {"service_id": NUMBER}
    clock.advance(minutes=3)
    assert said(terminal.post("/v1/links", right)) == (410, "challenge-expired")
    right = body(terminal, card)
    assert said(terminal.post("/v1/links", right)) == (403, "mykey-id-paused")
    assert said(terminal.post("/v1/links", right)) == (409, "challenge-used")


def test_a_retry_with_its_key_gives_the_same_answer(counter: Counter, terminal: TerminalClient) -> None:
    card, _ = counter.person("hanako")
    sent = body(terminal, card)
    key = {"Idempotency-Key": "link hanako 1"}
    first = terminal.post("/v1/links", sent, key)
    again = terminal.post("/v1/links", sent, key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.data == again.data
    assert said(terminal.post("/v1/links", sent)) == (409, "challenge-used")
    other = terminal.post("/v1/links", sent | {"change_notice": True}, key)
    assert said(other) == (422, "idempotency-key-reused")
    removal = {"service_id": NUMBER}
    for _ in range(2):
        assert terminal.post("/v1/links/removal", removal, key).status_code == 204


def test_a_kept_refusal_stays_a_problem(counter: Counter, terminal: TerminalClient) -> None:
    card, _ = counter.person("hanako")
    sent = body(terminal, card, "1")
    key = {"Idempotency-Key": "k"}
    first, again = (terminal.post("/v1/links", sent, key) for _ in range(2))
    assert said(first) == said(again) == (422, "service-id-format")
    assert again.content_type == "application/problem+json"


def test_links_of_other_kinds_of_cards(
    counter: Counter, terminal: TerminalClient, tmp_path: Path, clock: MovingClock
) -> None:
    child, _ = counter.person("kodomo", under_15=True)
    assert said(terminal.post("/v1/links", body(terminal, child, notice=True))) == (
        409,
        "signing-certificate-missing",
    )
    assert terminal.post("/v1/links", body(terminal, child)).status_code == 201
    renewed, _ = counter.person("hanako")
    renewed = counter.office.renew("hanako")
    assert terminal.post("/v1/links", body(terminal, renewed, OTHER_NUMBER)).status_code == 201
    counter.office.revoke("kodomo")
    bring_lists(counter.ground, tmp_path, counter.office)
    clock.advance(seconds=2)
    assert said(terminal.put("/v1/links", body(terminal, child))) == (403, "certificate-revoked")


def test_every_refusal_leaves_every_row(
    app: Flask,
    database_url: str,
    counter: Counter,
    terminal: TerminalClient,
    session: Session,
    ground: Ground,
    clock: MovingClock,
    tmp_path: Path,
) -> None:
    card, _ = counter.person("hanako", mail="hanako@mail.example")
    linked, _ = counter.person("taro", mail="taro@mail.example")
    child, _ = counter.person("kodomo", under_15=True)
    paused, paused_id = counter.person("jiro")
    stranger = counter.office.issue(name="saburo", holder="見本 三郎")
    counter.office.issue(name="furui", holder="見本 古", not_before=clock() - timedelta(days=900))
    expired = counter.office.expire("furui")
    counter.office.issue(name="ushinai", holder="見本 失")
    revoked = counter.office.lose("ushinai")
    bring_lists(ground, tmp_path, counter.office)
    clock.advance(seconds=2)
    session.get_one(Citizen, paused_id).state = CitizenState.PAUSED
    other_id = an_active_terminal(ground, session, public_key=PUBLIC_KEY, fingerprint=FINGERPRINT).terminal_id
    session.commit()
    other = TerminalClient(app, clock, other_id)
    assert terminal.post("/v1/links", body(terminal, linked, OTHER_NUMBER)).status_code == 201
    used = body(terminal, card)
    assert said(terminal.post("/v1/links", used | {"service_id": OTHER_NUMBER}))[0] == 409
    foreign = proved_object(card, other.challenge())
    signing = card.signing
    assert signing is not None
    right = body(terminal, card)
    broken = bytearray(card.user.der)
    broken[len(broken) // 2] ^= 1

    def with_card(**changes: Any) -> dict[str, Any]:
        return right | {"card": right["card"] | changes}

    refusals: list[tuple[dict[str, Any], tuple[int, str]]] = [
        (right | {"card": touched_object(card)}, (403, "card-not-proved")),
        (right | {"card": foreign}, (403, "challenge-failed")),
        (with_card(challenge_id="00000000-0000-4000-8000-000000000000"), (403, "challenge-failed")),
        (with_card(challenge_id="nothing like it"), (403, "challenge-failed")),
        (used, (409, "challenge-used")),
        (body(terminal, expired), (403, "certificate-expired")),
        (body(terminal, revoked), (403, "certificate-revoked")),
        (with_card(user_certificate=to_base64url(signing.der)), (403, "certificate-wrong-kind")),
        (with_card(user_certificate=to_base64url(b"0")), (422, "certificate-malformed")),
        (body(terminal, stranger), (404, "mykey-id-not-found")),
        (body(terminal, paused), (403, "mykey-id-paused")),
        (body(terminal, card, OTHER_NUMBER), (409, "service-id-linked-elsewhere")),
        (body(terminal, linked), (409, "already-linked")),
        (body(terminal, child, notice=True), (409, "signing-certificate-missing")),
        (right | {"service_id": "1"}, (422, "service-id-format")),
        (right | {"service_id": "123456789018"}, (422, "my-number-refused")),
        (right | {"change_notice": 1}, (422, "request-invalid")),
        (right | {"title": "坊っちゃん"}, (422, "request-invalid")),
        (with_card(signature=to_base64url(bytes(256))), (403, "challenge-failed")),
    ]
    before = rows_by_table(database_url, TRACES)
    for sent, expected in refusals:
        answer = terminal.post("/v1/links", sent)
        assert said(answer) == expected, answer.text
    changed = terminal.post("/v1/links", with_card(user_certificate=to_base64url(bytes(broken))))
    assert said(changed) in {(422, "certificate-malformed"), (403, "certificate-not-trusted")}
    linkage = ground.cards.linkage
    assert isinstance(linkage, OfficeLinkage)
    linkage.down = True
    noticed = terminal.post("/v1/links", body(terminal, card, notice=True))
    assert said(noticed) == (503, "succession-unknown")
    assert int(noticed.headers["Retry-After"]) > 0
    clock.advance(hours=30)
    assert said(terminal.post("/v1/links", body(terminal, card))) == (503, "revocation-unknown")
    assert rows_by_table(database_url, TRACES) == before
