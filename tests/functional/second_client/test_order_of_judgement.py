"""What is judged first is answered first: each request here is wrong at two neighbouring stages.

signature · replay · idempotency · terminal's state and kind · JSON and members, the number's format
included · card (form, trust, kind, dates, revocation, challenge) · MyKey ID · the act itself.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.functional.second_client.client import Call, base64url
from tests.functional.second_client.refused_links import MY_NUMBER
from tests.functional.second_client.world import World
from tests.functional.second_client.wrong_cards import Stranger, expired, revoked
from tests.support.certificate_forge import ForgedAuthority, certificate, rsa_key

Arrange = Callable[[World], Call]
PAIRS: list[tuple[str, Arrange]] = []


def answers(code: str) -> Callable[[Arrange], Arrange]:
    def note(arrange: Arrange) -> Arrange:
        PAIRS.append((code, arrange))
        return arrange

    return note


@answers("signature-invalid")
def signature_before_replay(world: World) -> Call:
    nonce = base64url(os.urandom(16))
    assert world.desk.send("GET", "/v1/providers", nonce=nonce).status == 200
    return world.desk.call("GET", "/v1/providers", nonce=nonce, key=Ed25519PrivateKey.generate())


@answers("signature-expired")
def old_signature_before_replay(world: World) -> Call:
    call = world.desk.call("GET", "/v1/providers")
    assert call.send().status == 200
    world.clock.advance(seconds=122)
    return call


@answers("signature-invalid")
def signature_before_state(world: World) -> Call:
    terminal = world.terminal()
    world.set_terminal_state(terminal, "stopped")
    return terminal.call("GET", "/v1/terminal", key=Ed25519PrivateKey.generate())


@answers("signature-replayed")
def replay_before_idempotency(world: World) -> Call:
    nonce = base64url(os.urandom(16))
    _, number = world.linked_person()
    assert world.desk.removal(number, idempotency_key="n", nonce=nonce).send().status == 204
    return world.desk.removal(world.number(), idempotency_key="n", nonce=nonce)


@answers("signature-replayed")
def replay_before_a_kept_answer(world: World) -> Call:
    _, number = world.linked_person()
    call = world.desk.removal(number, idempotency_key="kept answer")
    assert call.send().status == 204
    return call


@answers("signature-replayed")
def replay_before_state(world: World) -> Call:
    terminal, person = world.terminal(), world.person()
    call = terminal.look_up(person.chip)
    assert call.send().word == (404, "not-linked")
    world.set_terminal_state(terminal, "stopped")
    return call


@answers("idempotency-key-reused")
def idempotency_before_state(world: World) -> Call:
    terminal = world.terminal()
    _, number = world.linked_person()
    assert terminal.removal(number, idempotency_key="s").send().status == 204
    world.set_terminal_state(terminal, "stopped")
    return terminal.removal(world.number(), idempotency_key="s")


@answers("idempotency-key-reused")
def idempotency_before_json(world: World) -> Call:
    _, number = world.linked_person()
    assert world.desk.removal(number, idempotency_key="j").send().status == 204
    call = world.desk.compose("POST", "/v1/links/removal", body=b"{")
    call.headers["Idempotency-Key"] = "j"
    return world.desk.sign(call)


@answers("idempotency-key-reused")
def idempotency_before_challenge(world: World) -> Call:
    person, number = world.person(), world.number()
    card = world.desk.proved(person.chip)
    assert world.desk.link(person.chip, number, card=card, idempotency_key="c").send().status == 201
    return world.desk.link(person.chip, world.number(), card=card, idempotency_key="c")


@answers("terminal-stopped")
def state_before_kind(world: World) -> Call:
    till = world.terminal(kind="spend-points")
    world.set_terminal_state(till, "stopped")
    return till.look_up(world.person().chip)


@answers("contact-required")
def contact_before_kind(world: World) -> Call:
    return world.activated_terminal(kind="grant-points").look_up(world.person().chip)


@answers("terminal-closed")
def state_before_json_at_a_look_up(world: World) -> Call:
    terminal = world.terminal()
    world.set_terminal_state(terminal, "closed")
    return terminal.sign(terminal.compose("POST", "/v1/lookups", body=b"{"))


@answers("terminal-stopped")
def state_before_json_at_a_link(world: World) -> Call:
    terminal = world.terminal()
    world.set_terminal_state(terminal, "stopped")
    return terminal.sign(terminal.compose("POST", "/v1/links", body=b"{"))


@answers("contact-required")
def contact_before_json(world: World) -> Call:
    return world.activated_terminal().call("POST", "/v1/links", {"colour": "red"})


@answers("wrong-terminal-kind")
def kind_before_json(world: World) -> Call:
    till = world.terminal(kind="spend-points")
    return till.sign(till.compose("POST", "/v1/links/renumber", body=b"{"))


@answers("wrong-terminal-kind")
def kind_before_members_at_a_look_up(world: World) -> Call:
    return world.terminal(kind="spend-points").call("POST", "/v1/lookups", {"colour": "red"})


@answers("json-malformed")
def json_before_members(world: World) -> Call:
    return world.desk.sign(world.desk.compose("POST", "/v1/lookups", body=b'{"colour": "red"'))


@answers("request-invalid")
def members_before_the_card_s_form(world: World) -> Call:
    card = {"user_certificate": base64url(b"no certificate")}
    return world.desk.call("POST", "/v1/lookups", {"card": card, "colour": "red"})


@answers("request-invalid")
def members_before_the_number_s_format(world: World) -> Call:
    members = {"service_id": "28", "colour": "red"}
    return world.desk.call("POST", "/v1/links/removal", members)


@answers("service-id-format")
def number_before_the_card_s_form(world: World) -> Call:
    card = world.desk.proved(world.person().chip) | {"user_certificate": base64url(b"no certificate")}
    return world.desk.link(world.person().chip, "28", card=card)


@answers("service-id-format")
def number_before_a_touched_card(world: World) -> Call:
    person = world.person()
    return world.desk.link(person.chip, "28", card=world.desk.touched(person.chip))


@answers("my-number-refused")
def my_number_before_the_card_s_dates(world: World) -> Call:
    return world.desk.link(expired(world).chip, MY_NUMBER)


@answers("service-id-format")
def number_before_the_challenge(world: World) -> Call:
    card = world.desk.proved(world.person().chip)
    world.clock.advance(seconds=130)
    return world.desk.link(world.person().chip, "28", card=card)


@answers("service-id-format")
def number_before_not_linked(world: World) -> Call:
    return world.desk.renumber(world.number(), "28")


@answers("certificate-not-trusted")
def trust_before_kind(world: World) -> Call:
    stranger = ForgedAuthority("signing", of="stranger")
    return world.desk.look_up(Stranger(certificate(stranger), rsa_key("card")))


@answers("certificate-not-trusted")
def trust_before_dates(world: World) -> Call:
    moment = world.clock()
    der = certificate(
        ForgedAuthority(of="stranger"),
        not_before=moment - timedelta(days=10),
        not_after=moment - timedelta(days=5),
    )
    return world.desk.link(Stranger(der, rsa_key("card")), world.number())


@answers("certificate-wrong-kind")
def kind_before_dates(world: World) -> Call:
    signing = expired(world).card.signing
    assert signing is not None
    return world.desk.look_up(signing)


@answers("certificate-wrong-kind")
def kind_before_revocation(world: World) -> Call:
    signing = revoked(world).card.signing
    assert signing is not None
    world.bring_list(signing)
    return world.desk.link(signing, world.number())


@answers("certificate-expired")
def dates_before_revocation(world: World) -> Call:
    person = revoked(world)
    world.office.expire(person.name)
    return world.desk.look_up(person.chip)


@answers("certificate-not-yet-valid")
def dates_before_unknown_revocation(world: World) -> Call:
    place = f"Hokkai-do/{world.place_name()}"  # no list of it was brought
    first_day = world.clock() + timedelta(days=1)
    return world.desk.look_up(world.person(mykey_id=False, municipality=place, not_before=first_day).chip)


@answers("certificate-expired")
def dates_before_the_challenge(world: World) -> Call:
    chip = expired(world).chip
    card = world.desk.proved(chip)
    world.clock.advance(seconds=130)
    return world.desk.link(chip, world.number(), card=card)


@answers("certificate-revoked")
def revocation_before_the_challenge(world: World) -> Call:
    chip = revoked(world).chip
    card = world.desk.proved(chip, world.street_desk.challenge())
    return world.desk.link(chip, world.number(), card=card)


@answers("certificate-revoked")
def revocation_before_the_mykey_id(world: World) -> Call:
    person = revoked(world)
    world.set_citizen_state(person, "paused")
    return world.desk.look_up(person.chip)


@answers("challenge-failed")
def challenge_before_the_mykey_id(world: World) -> Call:
    chip = world.person(mykey_id=False).chip
    return world.desk.link(chip, world.number(), card=world.desk.proved(chip, world.street_desk.challenge()))


@answers("challenge-expired")
def challenge_before_a_paused_mykey_id(world: World) -> Call:
    person, _ = world.linked_person()
    world.set_citizen_state(person, "paused")
    card = world.desk.proved(person.chip)
    world.clock.advance(seconds=130)
    return world.desk.call("POST", "/v1/lookups", {"card": card})


@answers("challenge-failed")
def challenge_before_unknown_succession(world: World) -> Call:
    chip = world.person(mykey_id=False).chip
    card = world.desk.proved(chip, world.street_desk.challenge())
    world.linkage.down = True
    return world.desk.call("POST", "/v1/lookups", {"card": card})


@answers("mykey-id-paused")
def mykey_id_before_somebody_else_s_number(world: World) -> Call:
    person, (_, number) = world.person(), world.linked_person()
    world.set_citizen_state(person, "paused")
    return world.desk.link(person.chip, number)


@answers("mykey-id-paused")
def mykey_id_before_not_linked(world: World) -> Call:
    person = world.person()
    world.set_citizen_state(person, "paused")
    return world.desk.look_up(person.chip)


@answers("mykey-id-not-found")
def mykey_id_before_a_missing_signing_certificate(world: World) -> Call:
    chip = world.person(mykey_id=False, under_15=True).chip
    return world.desk.link(chip, world.number(), change_notice=True)


@answers("mykey-id-paused")
def mykey_id_before_already_linked(world: World) -> Call:
    person, _ = world.linked_person()
    world.set_citizen_state(person, "paused")
    return world.desk.link(person.chip, world.number())


@answers("contact-required")
def contact_before_a_ticket_s_members(world: World) -> Call:
    return world.activated_terminal(kind="spend-points").call("POST", "/v1/points-tickets", {"colour": "red"})


@answers("request-invalid")
def members_before_the_purpose(world: World) -> Call:
    till = world.terminal(kind="spend-points")
    return till.points_ticket(world.person().chip, "grant", colour="red")


@answers("provider-is-a-library")
def the_library_before_the_purpose(world: World) -> Call:
    return world.desk.points_ticket(world.person().chip, "grant")


@answers("provider-is-a-library")
def the_library_before_the_card_s_form(world: World) -> Call:
    card = {"user_certificate": base64url(b"no certificate")}
    return world.desk.points_ticket(world.person().chip, "spend", card=card)


@answers("purpose-not-allowed")
def the_purpose_before_the_card_s_dates(world: World) -> Call:
    return world.terminal(kind="spend-points").points_ticket(expired(world).chip, "voucher")


@answers("certificate-expired")
def dates_before_a_touched_card_for_a_ticket(world: World) -> Call:
    return world.terminal(kind="spend-points").points_ticket(expired(world).chip, "spend", proved=False)


@answers("card-not-proved")
def a_touched_card_before_a_paused_mykey_id(world: World) -> Call:
    person = world.person()
    world.set_citizen_state(person, "paused")
    return world.terminal(kind="spend-points").points_ticket(person.chip, "spend", proved=False)


@answers("mykey-id-paused")
def a_paused_mykey_id_before_a_silent_writer(world: World) -> Call:
    person = world.person()
    world.set_citizen_state(person, "paused")
    world.tickets.silent = True
    return world.terminal(kind="spend-points").points_ticket(person.chip, "spend")


@pytest.mark.parametrize(("code", "arrange"), [pytest.param(*one, id=one[1].__name__) for one in PAIRS])
def test_what_is_judged_first_is_answered_first(world: World, code: str, arrange: Arrange) -> None:
    answer = arrange(world).send()
    assert answer.code == code, answer.raw.decode()


def test_a_kept_answer_is_given_to_a_terminal_that_was_stopped_since(world: World) -> None:
    terminal = world.terminal()
    _, number = world.linked_person()
    assert terminal.removal(number, idempotency_key="before").send().status == 204
    world.set_terminal_state(terminal, "stopped")
    assert terminal.removal(number, idempotency_key="before").send().status == 204
    assert terminal.removal(number, idempotency_key="after").send().word == (403, "terminal-stopped")
