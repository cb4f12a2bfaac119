"""Cards whose proof or holder is refused ("Cards")."""

from __future__ import annotations

import uuid
from datetime import timedelta

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA384

from tests.functional.second_client.client import Call, base64url, from_base64url
from tests.functional.second_client.refusal import BURNT, Table
from tests.functional.second_client.world import World

__all__ = ["CARDS"]

CARDS = refusal = Table()


@refusal(403, "challenge-failed")
def an_unknown_challenge(world: World) -> Call:
    person, _ = world.linked_person()
    challenge = world.desk.challenge() | {"challenge_id": str(uuid.uuid4())}
    return world.desk.call("POST", "/v1/lookups", {"card": world.desk.proved(person.chip, challenge)})


@refusal(403, "challenge-failed")
def an_unknown_challenge_of_another_form_at_a_look_up(world: World) -> Call:
    person, _ = world.linked_person()
    card = world.desk.proved(person.chip) | {"challenge_id": "no such challenge"}
    return world.desk.call("POST", "/v1/lookups", {"card": card})


@refusal(403, "challenge-failed")
def an_unknown_challenge_of_another_form_at_a_link(world: World) -> Call:
    person = world.person()
    card = world.desk.proved(person.chip) | {"challenge_id": "no such challenge"}
    return world.desk.link(person.chip, world.number(), card=card)


@refusal(403, "challenge-failed")
def another_terminal_s_challenge(world: World) -> Call:
    person, other = world.person(), world.terminal()
    card = world.desk.proved(person.chip, other.challenge())
    return world.desk.link(person.chip, world.number(), card=card)


@refusal(403, "challenge-failed")
def another_terminal_s_challenge_at_a_look_up(world: World) -> Call:
    person, _ = world.linked_person()
    card = world.desk.proved(person.chip, world.street_desk.challenge())
    return world.desk.call("POST", "/v1/lookups", {"card": card})


@refusal(403, "challenge-failed", may_change=BURNT)
def another_card_s_signature(world: World) -> Call:
    person, other = world.person(), world.person()
    card = world.desk.proved(other.chip) | world.desk.touched(person.chip)
    return world.desk.link(person.chip, world.number(), card=card)


@refusal(403, "challenge-failed", may_change=BURNT)
def a_signature_over_other_bytes(world: World) -> Call:
    person, challenge = world.person(), world.desk.challenge()
    other = challenge | {"challenge": base64url(bytes(32))}
    return world.desk.link(person.chip, world.number(), card=world.desk.proved(person.chip, other))


@refusal(403, "challenge-failed", may_change=BURNT)
def a_signature_with_another_digest(world: World) -> Call:
    person, challenge = world.person(), world.desk.challenge()
    key = person.chip.private_key
    assert isinstance(key, RSAPrivateKey)
    signature = key.sign(from_base64url(challenge["challenge"]), PKCS1v15(), SHA384())
    card = world.desk.proved(person.chip, challenge) | {"signature": base64url(signature)}
    return world.desk.link(person.chip, world.number(), card=card)


@refusal(403, "challenge-failed", may_change=BURNT)
def no_signature_at_all(world: World) -> Call:
    person = world.person()
    card = world.desk.proved(person.chip) | {"signature": ""}
    return world.desk.link(person.chip, world.number(), card=card)


@refusal(403, "challenge-failed", may_change=BURNT)
def no_signature_at_all_at_a_look_up(world: World) -> Call:
    person, _ = world.linked_person()
    card = world.desk.proved(person.chip) | {"signature": ""}
    return world.desk.call("POST", "/v1/lookups", {"card": card})


@refusal(403, "challenge-failed", may_change=BURNT)
def a_signature_by_the_signing_key(world: World) -> Call:
    person = world.person()
    signing = person.card.signing
    assert signing is not None
    card = world.desk.proved(signing) | world.desk.touched(person.chip)
    return world.desk.link(person.chip, world.number(), card=card)


@refusal(409, "challenge-used")
def a_challenge_used_for_a_link(world: World) -> Call:
    person = world.person()
    card = world.desk.proved(person.chip)
    assert world.desk.link(person.chip, world.number(), card=card).send().status == 201
    return world.desk.link(person.chip, world.number(), card=card, method="PUT")


@refusal(409, "challenge-used")
def a_challenge_used_for_a_look_up(world: World) -> Call:
    person, _ = world.linked_person()
    card = world.desk.proved(person.chip)
    assert world.desk.send("POST", "/v1/lookups", {"card": card}).status == 200
    return world.desk.call("POST", "/v1/lookups", {"card": card})


@refusal(409, "challenge-used")
def a_challenge_burnt_by_a_wrong_signature(world: World) -> Call:
    person, challenge = world.person(), world.desk.challenge()
    wrong = world.desk.proved(person.chip, challenge) | {"signature": base64url(bytes(256))}
    refused = world.desk.link(person.chip, world.number(), card=wrong).send()
    assert refused.word == (403, "challenge-failed")
    return world.desk.link(person.chip, world.number(), card=world.desk.proved(person.chip, challenge))


@refusal(410, "challenge-expired")
def a_challenge_of_two_minutes_ago(world: World) -> Call:
    person = world.person()
    card = world.desk.proved(person.chip)
    world.clock.advance(seconds=122)
    return world.desk.link(person.chip, world.number(), card=card)


@refusal(410, "challenge-expired")
def a_challenge_of_two_minutes_ago_at_a_look_up(world: World) -> Call:
    person, _ = world.linked_person()
    card = world.desk.proved(person.chip)
    world.clock.advance(timedelta(minutes=30))
    return world.desk.call("POST", "/v1/lookups", {"card": card})


@refusal(403, "card-not-proved")
def a_touched_card_for_a_link(world: World) -> Call:
    person = world.person()
    return world.desk.link(person.chip, world.number(), card=world.desk.touched(person.chip))


@refusal(403, "card-not-proved")
def a_touched_card_for_a_replaced_number(world: World) -> Call:
    person, _ = world.linked_person()
    touched = world.desk.touched(person.chip)
    return world.desk.link(person.chip, world.number(), card=touched, method="PUT")


@refusal(403, "card-not-proved")
def a_touched_card_where_the_provider_demands_the_pin(world: World) -> Call:
    strict = world.terminal(world.provider(minimum_assurance="proved"))
    person, _ = world.linked_person(strict)
    return strict.look_up(person.chip)


@refusal(422, "request-invalid")
def a_challenge_without_a_signature(world: World) -> Call:
    person, _ = world.linked_person()
    card = world.desk.proved(person.chip)
    del card["signature"]
    return world.desk.call("POST", "/v1/lookups", {"card": card})


@refusal(422, "request-invalid")
def a_signature_without_a_challenge(world: World) -> Call:
    person = world.person()
    card = world.desk.proved(person.chip)
    del card["challenge_id"]
    return world.desk.link(person.chip, world.number(), card=card)


@refusal(422, "request-invalid")
def a_certificate_in_padded_base64(world: World) -> Call:
    card = {"user_certificate": base64url(world.person().chip.der[:100]) + "=="}
    return world.desk.call("POST", "/v1/lookups", {"card": card})


@refusal(422, "request-invalid")
def a_card_with_a_pin(world: World) -> Call:
    card = world.desk.proved(world.person().chip) | {"pin": "1234"}
    return world.desk.call("POST", "/v1/lookups", {"card": card})


@refusal(404, "mykey-id-not-found", may_change=BURNT)
def a_link_without_a_mykey_id(world: World) -> Call:
    return world.desk.link(world.person(mykey_id=False).chip, world.number())


@refusal(404, "mykey-id-not-found", may_change=BURNT)
def a_proved_look_up_without_a_mykey_id(world: World) -> Call:
    return world.desk.look_up(world.person(mykey_id=False).chip, proved=True)


@refusal(404, "not-linked")
def a_touched_look_up_without_a_mykey_id(world: World) -> Call:
    return world.desk.look_up(world.person(mykey_id=False).chip)


@refusal(404, "mykey-id-not-found", may_change=BURNT)
def a_link_with_a_mykey_id_that_was_given_up(world: World) -> Call:
    person = world.person()
    world.set_citizen_state(person, "revoked")
    return world.desk.link(person.chip, world.number())


@refusal(404, "not-linked")
def a_touched_look_up_with_a_mykey_id_that_was_given_up(world: World) -> Call:
    person, _ = world.linked_person()
    world.set_citizen_state(person, "revoked")
    return world.desk.look_up(person.chip)


@refusal(403, "mykey-id-paused", may_change=BURNT)
def a_link_with_a_paused_mykey_id(world: World) -> Call:
    person = world.person()
    world.set_citizen_state(person, "paused")
    return world.desk.link(person.chip, world.number())


@refusal(403, "mykey-id-paused")
def a_look_up_with_a_paused_mykey_id(world: World) -> Call:
    person, _ = world.linked_person()
    world.set_citizen_state(person, "paused")
    return world.desk.look_up(person.chip)


@refusal(503, "succession-unknown", may_change=BURNT)
def a_link_with_an_unknown_card_while_linkage_is_down(world: World) -> Call:
    call = world.desk.link(world.person(mykey_id=False).chip, world.number())
    world.linkage.down = True
    return call


@refusal(503, "succession-unknown")
def a_look_up_with_an_unknown_card_while_linkage_is_down(world: World) -> Call:
    world.linkage.down = True
    return world.desk.look_up(world.person(mykey_id=False).chip)


@refusal(503, "succession-unknown")
def a_look_up_with_a_renewed_card_while_linkage_is_down(world: World) -> Call:
    person, _ = world.linked_person()
    world.renew(person)
    world.linkage.down = True
    return world.desk.look_up(person.chip)


@refusal(503, "succession-unknown", may_change=BURNT)
def a_link_with_a_renewed_card_while_linkage_is_down(world: World) -> Call:
    person = world.person()
    world.renew(person)
    call = world.desk.link(person.chip, world.number())
    world.linkage.down = True
    return call
