"""Two requests at once, on both engines: one wins, the other gets the right word."""

from __future__ import annotations

import os
from collections.abc import Sequence
from threading import Barrier, Thread

import pytest

from tests.functional.second_client.client import Answer, Call, SecondClient, base64url
from tests.functional.second_client.world import World

ROUNDS = 3


def at_once(calls: Sequence[Call]) -> list[Answer]:
    """Send all calls from threads that begin together."""
    barrier = Barrier(len(calls), timeout=30)
    answers: dict[int, Answer] = {}

    def send(place: int) -> None:
        barrier.wait()
        answers[place] = calls[place].send()

    threads = [Thread(target=send, args=(place,)) for place in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return [answers[place] for place in range(len(calls))]


def words(answers: Sequence[Answer]) -> list[tuple[int, str | None]]:
    return sorted((answer.word for answer in answers), key=str)


def test_one_number_linked_by_two_cards(world: World) -> None:
    for _ in range(ROUNDS):
        first, second, number = world.person(), world.person(), world.number()
        answers = at_once([world.desk.link(person.chip, number) for person in (first, second)])
        assert words(answers) == [(201, None), (409, "service-id-linked-elsewhere")]
        found = [world.desk.look_up(person.chip).send() for person in (first, second)]
        assert words(found) == [(200, None), (404, "not-linked")]
        assert answers[0].status == 201 or found[1].status == 200


def test_two_numbers_linked_by_one_card(world: World) -> None:
    for _ in range(ROUNDS):
        person = world.person()
        numbers = [world.number(), world.number()]
        answers = at_once([world.desk.link(person.chip, number) for number in numbers])
        assert words(answers) == [(201, None), (409, "already-linked")]
        won = next(answer.members["service_id"] for answer in answers if answer.status == 201)
        lost = next(answer.members["service_id"] for answer in answers if answer.status == 409)
        assert won == lost == world.desk.look_up(person.chip).send().members["service_id"]


def test_one_challenge_used_by_two_links(world: World) -> None:
    for _ in range(ROUNDS):
        person = world.person()
        card = world.desk.proved(person.chip)
        calls = [world.desk.link(person.chip, world.number(), card=card) for _ in range(2)]
        assert words(at_once(calls)) == [(201, None), (409, "challenge-used")]


def test_one_challenge_used_by_two_look_ups(world: World) -> None:
    for _ in range(ROUNDS):
        person, _ = world.linked_person()
        members = {"card": world.desk.proved(person.chip)}
        calls = [world.desk.call("POST", "/v1/lookups", members) for _ in range(2)]
        assert words(at_once(calls)) == [(200, None), (409, "challenge-used")]


def test_two_activations(world: World) -> None:
    for _ in range(ROUNDS):
        first = world.issued_terminal()
        second = SecondClient(first.app, first.origin, first.clock, first.terminal_id, first.password)
        answers = at_once([machine.activation() for machine in (first, second)])
        assert words(answers) == [(201, None), (409, "terminal-already-activated")]
        own = [machine.send("GET", "/v1/terminal") for machine in (first, second)]
        assert words(own) == [(200, None), (401, "signature-invalid")]
        assert (answers[0].status == 201) == (own[0].status == 200)


def test_one_signed_call_sent_twice(world: World) -> None:
    for _ in range(ROUNDS):
        person, _ = world.linked_person()
        for call, done in (
            (world.desk.look_up(person.chip), 200),
            (world.desk.call("GET", "/v1/providers"), 200),
        ):
            assert words(at_once([call, call])) == [(done, None), (401, "signature-replayed")]


def test_one_nonce_for_two_calls(world: World) -> None:
    nonce = base64url(os.urandom(16))
    calls = [world.desk.call("POST", "/v1/challenges", {}, nonce=nonce) for _ in range(4)]
    refused = (401, "signature-replayed")
    assert words(at_once(calls)) == [(201, None), refused, refused, refused]


def test_one_key_for_two_calls(world: World) -> None:
    for turn in range(ROUNDS):
        person, number = world.person(), world.number()
        card = world.desk.proved(person.chip)
        key = f"race {turn}"
        calls = [world.desk.link(person.chip, number, card=card, idempotency_key=key) for _ in range(2)]
        first, second = words(at_once(calls))
        assert first == (201, None)
        assert second in {(201, None), (409, "request-in-progress")}
        retried = world.desk.link(person.chip, number, card=card, idempotency_key=key).send()
        assert retried.status == 201


def test_one_number_removed_twice(world: World) -> None:
    for _ in range(ROUNDS):
        _, number = world.linked_person()
        answers = at_once([world.desk.removal(number) for _ in range(2)])
        assert words(answers) == [(204, None), (404, "not-linked")]


def test_two_numbers_renumbered_to_one(world: World) -> None:
    for _ in range(ROUNDS):
        (_, first), (_, second), new = world.linked_person(), world.linked_person(), world.number()
        answers = at_once([world.desk.renumber(old, new) for old in (first, second)])
        assert words(answers) == [(200, None), (409, "service-id-linked-elsewhere")]


@pytest.mark.parametrize("change_notice", [False, True])
def test_renewed_card_at_two_desks(world: World, change_notice: bool) -> None:
    for _ in range(ROUNDS):
        person, number = world.linked_person(change_notice=change_notice)
        world.renew(person)
        answers = at_once([world.desk.look_up(person.chip) for _ in range(2)])
        assert [answer.members["service_id"] for answer in answers] == [number, number]
