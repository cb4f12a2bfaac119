"""`Idempotency-Key`: same key and body, same answer for 24 hours, per terminal, method and path."""

from __future__ import annotations

import pytest

from tests.functional.second_client.client import Answer, Call
from tests.functional.second_client.database_rows import differences
from tests.functional.second_client.world import CONTACT, World


def same(first: Answer, second: Answer) -> bool:
    return (first.status, first.members) == (second.status, second.members)


def test_retried_link_gives_the_same_answer_and_is_not_refused_for_its_used_challenge(world: World) -> None:
    person, number = world.person(), world.number()
    card = world.desk.proved(person.chip)
    first = world.desk.link(person.chip, number, card=card, idempotency_key="a link").send()
    assert first.status == 201
    retry = world.desk.link(person.chip, number, card=card, idempotency_key="a link")
    before = world.rows.dump()
    again = retry.send()
    assert same(first, again)
    assert differences(before, world.rows.dump()) == set()


def test_every_call_that_honours_keys(world: World) -> None:
    terminal = world.activated_terminal()
    person, number, other = world.person(), world.number(), world.number()

    def given_again(call: Call) -> None:
        first = call.send()
        assert first.status < 300, first.raw
        again = terminal.compose(call.method, call.path, body=call.body)
        again.headers["Idempotency-Key"] = "1"
        assert same(first, terminal.sign(again).send()), call.path

    contact = CONTACT | {"provider_id": "000001"}
    given_again(terminal.call("PUT", "/v1/terminal/contact", contact, idempotency_key="1"))
    given_again(terminal.link(person.chip, number, idempotency_key="1"))
    given_again(terminal.link(person.chip, number, method="PUT", idempotency_key="1"))
    given_again(terminal.renumber(number, other, idempotency_key="1"))
    given_again(terminal.removal(other, idempotency_key="1"))


def test_refusals_are_kept_too(world: World) -> None:
    _, number = world.linked_person()
    person = world.person()
    card = world.desk.proved(person.chip)
    first = world.desk.link(person.chip, number, card=card, idempotency_key="no").send()
    assert first.word == (409, "service-id-linked-elsewhere")
    assert world.desk.removal(number).send().status == 204
    again = world.desk.link(person.chip, number, card=card, idempotency_key="no").send()
    assert same(first, again)


def test_what_could_not_be_told_is_not_kept(world: World) -> None:
    person, number = world.person(), world.number()
    members = {"card": world.desk.proved(person.chip), "service_id": number, "change_notice": True}
    world.linkage.down = True
    first = world.desk.send("POST", "/v1/links", members, idempotency_key="down")
    assert first.word == (503, "succession-unknown")
    world.linkage.down = False
    members["card"] = world.desk.proved(person.chip)
    assert world.desk.send("POST", "/v1/links", members, idempotency_key="down").status == 201


def test_keys_are_a_terminal_s_own(world: World) -> None:
    other = world.terminal()
    for terminal in (world.desk, other):
        _, number = world.linked_person()
        assert terminal.removal(number, idempotency_key="shared").send().status == 204


def test_keys_are_a_method_s_and_a_path_s_own(world: World) -> None:
    person, number = world.person(), world.number()
    assert world.desk.link(person.chip, number, idempotency_key="once").send().status == 201
    replaced = world.desk.link(person.chip, number, method="PUT", idempotency_key="once").send()
    assert replaced.status == 200
    assert world.desk.removal(number, idempotency_key="once").send().status == 204


def test_keys_are_ignored_elsewhere(world: World) -> None:
    first = world.desk.send("POST", "/v1/challenges", {}, idempotency_key="c")
    second = world.desk.send("POST", "/v1/challenges", {}, idempotency_key="c")
    assert first.members["challenge_id"] != second.members["challenge_id"]
    person, number = world.linked_person()
    assert world.desk.look_up(person.chip, idempotency_key="l").send().status == 200
    assert world.desk.removal(number).send().status == 204
    assert world.desk.look_up(person.chip, idempotency_key="l").send().word == (404, "not-linked")


def test_a_key_lives_for_24_hours(world: World) -> None:
    _, number = world.linked_person()
    assert world.desk.removal(number, idempotency_key="today").send().status == 204
    world.clock.advance(hours=23, minutes=59)
    assert world.desk.removal(number, idempotency_key="today").send().status == 204
    world.clock.advance(hours=1, minutes=2)
    assert world.desk.removal(number, idempotency_key="today").send().word == (404, "not-linked")


@pytest.mark.parametrize("key", ["k", "k" * 64, "!~ |"])
def test_keys_of_1_to_64_printable_characters(world: World, key: str) -> None:
    _, number = world.linked_person()
    assert world.desk.removal(number, idempotency_key=key).send().status == 204
    assert world.desk.removal(number, idempotency_key=key).send().status == 204


@pytest.mark.parametrize("key", ["", "k" * 65, "caf\xe9"])
def test_other_keys_are_refused(world: World, key: str) -> None:
    _, number = world.linked_person()
    refused = world.desk.removal(number, idempotency_key=key).send()
    assert refused.word == (422, "request-invalid")


def test_record_ties_no_person_place_and_time(world: World) -> None:
    person, number = world.person(), world.number()
    terminal = world.terminal()
    before = world.rows.dump()["core.idempotency_records"]
    assert terminal.link(person.chip, number, idempotency_key="kept").send().status == 201
    after = world.rows.dump()["core.idempotency_records"]
    (record,) = [row for key, row in after.items() if key not in before]
    text = repr(record)
    assert number not in text
    assert terminal.terminal_id not in text
    assert "kept" not in text
    assert str(record["expires_at"])[13:19] == ":00:00"
