"""Calls whose form, key or pace is wrong ("Conventions")."""

from __future__ import annotations

from threading import Event, Thread

from tests.functional.second_client.client import Call
from tests.functional.second_client.refusal import KEPT, Table
from tests.functional.second_client.world import CONTACT, World

__all__ = ["REQUESTS"]

REQUESTS = refusal = Table()


@refusal(400, "json-malformed")
def half_an_object(world: World) -> Call:
    return world.desk.sign(world.desk.compose("POST", "/v1/lookups", body=b'{"card": '))


@refusal(400, "json-malformed")
def a_body_in_another_encoding(world: World) -> Call:
    body = '{"service_id": "１８"}'.encode("shift_jis")
    return world.desk.sign(world.desk.compose("POST", "/v1/links/removal", body=body))


@refusal(400, "json-malformed")
def no_body(world: World) -> Call:
    """The content digest is left out when there is no body."""
    call = world.desk.call("POST", "/v1/links/renumber")
    call.headers["Content-Type"] = "application/json"
    return call


@refusal(404, "not-found")
def a_call_that_is_not_there(world: World) -> Call:
    return world.desk.call("GET", "/v1/patrons")


@refusal(405, "method-not-allowed")
def a_method_that_is_not_there(world: World) -> Call:
    return world.desk.call("DELETE", "/v1/links")


@refusal(413, "body-too-large")
def more_than_64_kib(world: World) -> Call:
    return world.desk.call("POST", "/v1/links/removal", {"service_id": "1" * 65_537})


@refusal(413, "body-too-large")
def an_activation_of_more_than_64_kib(world: World) -> Call:
    return world.issued_terminal().activation("A" * 65_537)


@refusal(415, "media-type")
def a_form(world: World) -> Call:
    call = world.desk.call("POST", "/v1/links/removal", {"service_id": world.number()})
    call.headers["Content-Type"] = "application/x-www-form-urlencoded"
    return call


@refusal(415, "media-type")
def a_look_up_as_text(world: World) -> Call:
    person, _ = world.linked_person()
    call = world.desk.look_up(person.chip)
    call.headers["Content-Type"] = "text/plain"
    return call


@refusal(422, "request-invalid")
def an_array(world: World) -> Call:
    return world.desk.call("POST", "/v1/links/removal", ["180000000011"])


@refusal(422, "request-invalid")
def a_member_of_another_type(world: World) -> Call:
    return world.desk.call("POST", "/v1/links/removal", {"service_id": 180000000011})


@refusal(422, "idempotency-key-reused", may_change=KEPT)
def a_key_with_another_body(world: World) -> Call:
    person = world.person()
    assert world.desk.link(person.chip, world.number(), idempotency_key="first").send().status == 201
    return world.desk.link(person.chip, world.number(), idempotency_key="first")


@refusal(409, "request-in-progress", may_change=KEPT)
def a_key_whose_first_call_is_still_at_work(world: World) -> Call:
    """The first call hangs in the linkage service, which it asks for the signing certificate."""
    chip, number, key = world.person().chip, world.number(), "slow one"
    card = world.desk.proved(chip)
    first = world.desk.link(chip, number, card=card, change_notice=True, idempotency_key=key)
    again = world.desk.link(chip, number, card=card, change_notice=True, idempotency_key=key)
    asked, go_on = Event(), Event()
    answer = world.linkage.signing_certificate

    def hang(name: object) -> object:
        asked.set()
        assert go_on.wait(30)
        return answer(name)

    world.linkage.signing_certificate = hang
    at_work = Thread(target=first.send)
    at_work.start()

    def end() -> None:
        go_on.set()
        at_work.join(30)
        del world.linkage.signing_certificate

    world.after_test.callback(end)
    assert asked.wait(30)
    return again


@refusal(429, "too-many-requests")
def activations_without_end(world: World) -> Call:
    terminal = world.issued_terminal()
    for _ in range(5):
        assert terminal.activation("WRONG").send().status == 401
    for _ in range(20):
        if terminal.activation("WRONG").send().status == 429:
            break
    return terminal.activation("WRONG")


@refusal(422, "request-invalid")
def a_contact_with_nothing_in_it(world: World) -> Call:
    empty = dict.fromkeys(CONTACT, "") | {"provider_id": world.library.provider_id}
    return world.desk.call("PUT", "/v1/terminal/contact", empty)
