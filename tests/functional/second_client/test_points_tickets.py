"""Points tickets: what they say to the points side, and what they leave behind here, which is nothing."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

import pytest

from tests.functional.second_client.client import base64url
from tests.functional.second_client.database_rows import differences
from tests.functional.second_client.refusal import BURNT
from tests.functional.second_client.world import KAWASAKI, TILL_URL, World
from tests.support.dump import dump
from tests.support.leak_guard import LeakGuard

TILL = hashlib.sha256(b"this till's key").digest()

KINDS = [
    ("service-id", "spend", True),
    ("spend-points", "spend", True),
    ("issue-vouchers", "voucher", True),
    ("grant-points", "grant", False),
    ("grant-points", "grant", True),
]


@pytest.mark.parametrize(("kind", "purpose", "proved"), KINDS)
def test_every_kind_gets_the_ticket_of_its_purpose(
    world: World, kind: str, purpose: str, proved: bool
) -> None:
    person, terminal = world.person(), world.terminal(world.street, kind=kind)
    call = terminal.points_ticket(person.chip, purpose, proved=proved, thumbprint=base64url(TILL))
    answer = call.send()
    assert answer.status == 201, answer.raw.decode()
    assert set(answer.members) == {"ticket", "points_url", "expires_at"}
    assert answer.members["points_url"] == TILL_URL
    opened = world.tickets.open(answer.members["ticket"], world.clock())
    assert person.citizen_id is not None
    assert opened.purpose == purpose
    assert opened.municipality_code == KAWASAKI
    assert opened.till_thumbprint == TILL
    assert opened.subjects == world.tickets.subjects(person.citizen_id)
    assert opened.expires_at == datetime.fromisoformat(answer.members["expires_at"])
    assert timedelta(seconds=59) <= opened.expires_at - world.clock() <= timedelta(seconds=60)


def test_a_renewed_card_is_followed(world: World) -> None:
    person = world.person()
    world.renew(person)
    answer = world.street_desk.points_ticket(person.chip, "spend").send()
    opened = world.tickets.open(answer.members["ticket"], world.clock())
    assert person.citizen_id is not None
    assert opened.subjects == world.tickets.subjects(person.citizen_id)


def test_a_ticket_is_another_each_time_and_always_of_one_length(world: World) -> None:
    people = [world.person() for _ in range(3)]
    grants, vouchers = (world.terminal(kind=kind) for kind in ("grant-points", "issue-vouchers"))
    tickets = [
        call.send().members["ticket"]
        for person in people
        for call in (
            world.street_desk.points_ticket(person.chip, "spend"),
            vouchers.points_ticket(person.chip, "voucher"),
            grants.points_ticket(person.chip, "grant", proved=False),
            grants.points_ticket(person.chip, "grant", proved=False),
        )
    ]
    assert len(set(tickets)) == len(tickets)
    assert {len(ticket) for ticket in tickets} == {327}


def test_an_idempotency_key_is_ignored(world: World) -> None:
    person, terminal = world.person(), world.terminal(kind="grant-points")
    body = terminal.points_ticket(person.chip, "grant", proved=False).body
    tickets = set()
    for _ in range(2):
        call = terminal.compose("POST", "/v1/points-tickets", body=body)
        call.headers["Idempotency-Key"] = "the same"
        tickets.add(terminal.sign(call).send().members["ticket"])
    assert len(tickets) == 2


def test_a_hand_over_leaves_no_row_and_no_counter(world: World, leak_guard: LeakGuard) -> None:
    person, grants = world.person(), world.terminal(kind="grant-points")
    gate = world.app.extensions["mykey_gate"]
    spend = world.street_desk.points_ticket(person.chip, "spend", thumbprint=base64url(TILL))
    grant = grants.points_ticket(person.chip, "grant", proved=False, thumbprint=base64url(TILL))
    gate.flush_usage()
    before = world.rows.dump()

    tickets = [call.send().members["ticket"] for call in (spend, grant)]
    gate.flush_usage()
    after = world.rows.dump()

    assert differences(before, after) == BURNT
    assert after["core.terminal_usage"] == before["core.terminal_usage"]
    new = {key for key in after["core.nonces"] if key not in before["core.nonces"]}
    assert len(new) == 2
    world.answers.clear()  # a ticket may stand there
    for ticket in tickets:
        leak_guard.watch(ticket, "a ticket")
    assert person.citizen_id is not None
    for _, subject in world.tickets.subjects(person.citizen_id):
        leak_guard.watch(subject, "a subject")
    leak_guard.watch(TILL, "a till's thumbprint")
    for side in ("core", "points"):
        leak_guard.look_into(f"a dump of {side}", dump(world.url(side)))


def test_while_the_writer_is_silent_look_ups_and_links_go_on(world: World) -> None:
    world.tickets.silent = True
    person, number = world.linked_person()
    assert world.desk.look_up(person.chip).send().members["service_id"] == number
