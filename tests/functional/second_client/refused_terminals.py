"""Activations and terminals that are refused ("Terminals")."""

from __future__ import annotations

from tests.functional.second_client.client import Call
from tests.functional.second_client.refusal import Table
from tests.functional.second_client.world import CONTACT, World

__all__ = ["TERMINALS"]

TERMINALS = refusal = Table()


@refusal(401, "terminal-credentials-invalid")
def a_wrong_password(world: World) -> Call:
    return world.issued_terminal().activation("WRONGWRONGWRON")


@refusal(401, "terminal-credentials-invalid")
def another_terminal_s_password(world: World) -> Call:
    return world.issued_terminal().activation(world.issued_terminal().password)


@refusal(401, "terminal-credentials-invalid")
def an_unknown_terminal(world: World) -> Call:
    return world.issued_terminal().activation(terminal_id="00000000")


@refusal(401, "terminal-credentials-invalid")
def a_second_activation_with_a_wrong_password(world: World) -> Call:
    return world.activated_terminal().activation("WRONGWRONGWRON")


@refusal(409, "terminal-already-activated")
def a_second_activation(world: World) -> Call:
    first = world.activated_terminal()
    return type(first)(first.app, first.origin, first.clock, first.terminal_id, first.password).activation()


@refusal(409, "terminal-already-activated")
def a_second_activation_by_the_same_machine(world: World) -> Call:
    return world.activated_terminal().activation()


@refusal(403, "terminal-closed")
def the_activation_of_a_closed_terminal(world: World) -> Call:
    terminal = world.issued_terminal()
    world.set_terminal_state(terminal, "closed")
    return terminal.activation()


@refusal(422, "request-invalid")
def an_activation_with_an_unknown_member(world: World) -> Call:
    return world.issued_terminal().activation(name="カウンター")


@refusal(422, "request-invalid")
def an_activation_with_another_kind_of_key(world: World) -> Call:
    key = {"kty": "EC", "crv": "P-256", "x": "A" * 43, "y": "A" * 43}
    return world.issued_terminal().activation(public_key=key)


@refusal(422, "request-invalid")
def an_activation_with_a_private_key(world: World) -> Call:
    key = {"kty": "OKP", "crv": "Ed25519", "x": "A" * 43, "d": "A" * 43}
    return world.issued_terminal().activation(public_key=key)


@refusal(422, "request-invalid")
def an_activation_with_half_a_fingerprint(world: World) -> Call:
    return world.issued_terminal().activation(device_fingerprint="ab" * 16)


@refusal(409, "contact-required")
def a_look_up_before_the_contact(world: World) -> Call:
    person, _ = world.linked_person()
    return world.activated_terminal().look_up(person.chip)


@refusal(409, "contact-required")
def a_challenge_before_the_contact(world: World) -> Call:
    return world.activated_terminal().call("POST", "/v1/challenges", {})


@refusal(409, "contact-required")
def a_removal_before_the_contact(world: World) -> Call:
    _, number = world.linked_person()
    return world.activated_terminal().removal(number)


def _stopped(world: World) -> Call:
    person, _ = world.linked_person()
    terminal = world.terminal()
    world.set_terminal_state(terminal, "stopped")
    return terminal.look_up(person.chip)


@refusal(403, "terminal-stopped")
def a_look_up_by_a_stopped_terminal(world: World) -> Call:
    return _stopped(world)


@refusal(403, "terminal-stopped")
def a_stopped_terminal_s_own_state(world: World) -> Call:
    terminal = world.terminal()
    world.set_terminal_state(terminal, "stopped")
    return terminal.call("GET", "/v1/terminal")


@refusal(403, "terminal-stopped")
def the_contact_of_a_stopped_terminal(world: World) -> Call:
    terminal = world.activated_terminal()
    world.set_terminal_state(terminal, "stopped")
    contact = CONTACT | {"provider_id": world.library.provider_id}
    return terminal.call("PUT", "/v1/terminal/contact", contact)


@refusal(403, "terminal-closed")
def a_link_by_a_closed_terminal(world: World) -> Call:
    terminal, person = world.terminal(), world.person()
    call = terminal.link(person.chip, world.number())
    world.set_terminal_state(terminal, "closed")
    return call


@refusal(403, "terminal-closed")
def the_provider_list_of_a_closed_terminal(world: World) -> Call:
    terminal = world.terminal()
    world.set_terminal_state(terminal, "closed")
    return terminal.call("GET", "/v1/providers")


@refusal(403, "wrong-terminal-kind")
def a_look_up_by_a_till(world: World) -> Call:
    person, _ = world.linked_person()
    return world.terminal(kind="spend-points").look_up(person.chip)


@refusal(403, "wrong-terminal-kind")
def a_link_by_a_voucher_machine(world: World) -> Call:
    machine = world.terminal(kind="issue-vouchers")
    return machine.link(world.person().chip, world.number())


@refusal(403, "wrong-terminal-kind")
def a_removal_by_a_machine_that_grants_points(world: World) -> Call:
    _, number = world.linked_person()
    return world.terminal(kind="grant-points").removal(number)


@refusal(403, "wrong-terminal-kind")
def a_renumber_by_a_till(world: World) -> Call:
    _, number = world.linked_person()
    return world.terminal(kind="spend-points").renumber(number, world.number())


@refusal(422, "request-invalid")
def a_contact_with_another_provider(world: World) -> Call:
    contact = CONTACT | {"provider_id": world.street.provider_id}
    return world.activated_terminal().call("PUT", "/v1/terminal/contact", contact)


@refusal(422, "request-invalid")
def a_contact_without_the_provider(world: World) -> Call:
    return world.activated_terminal().call("PUT", "/v1/terminal/contact", CONTACT)


@refusal(422, "request-invalid")
def a_till_s_contact_with_a_provider(world: World) -> Call:
    contact = CONTACT | {"provider_id": world.street.provider_id}
    return world.activated_terminal(kind="spend-points").call("PUT", "/v1/terminal/contact", contact)


@refusal(422, "request-invalid")
def a_contact_with_an_unknown_member(world: World) -> Call:
    contact = CONTACT | {"provider_id": world.library.provider_id, "facsimile": "044-000-0001"}
    return world.activated_terminal().call("PUT", "/v1/terminal/contact", contact)
