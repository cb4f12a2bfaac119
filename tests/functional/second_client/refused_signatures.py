"""Signatures that are missing, wrong, too old or seen before ("Signed requests")."""

from __future__ import annotations

import os
from datetime import timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from http_message_signatures.algorithms import ED25519
from http_message_signatures.digests import ContentDigest

from tests.functional.second_client.client import Call, SecondClient, base64url, content_digest
from tests.functional.second_client.refusal import Table
from tests.functional.second_client.world import World

__all__ = ["SIGNATURES"]

SIGNATURES = refusal = Table()


@refusal(401, "signature-invalid")
def no_signature(world: World) -> Call:
    call = world.desk.compose("POST", "/v1/challenges", {})
    call.headers["MyKey-Device"] = world.desk.fingerprint
    return call


@refusal(401, "signature-invalid")
def no_signature_on_a_get(world: World) -> Call:
    return world.desk.compose("GET", "/v1/terminal")


@refusal(401, "signature-invalid")
def altered_body(world: World) -> Call:
    person, number = world.person(), world.number()
    call = world.desk.link(person.chip, number)
    assert call.body is not None
    call.body = call.body.replace(number.encode(), world.number().encode())
    return call


@refusal(401, "signature-invalid")
def altered_body_with_its_digest(world: World) -> Call:
    call = altered_body(world)
    assert call.body is not None
    call.headers["Content-Digest"] = content_digest(call.body)
    return call


@refusal(401, "signature-invalid")
def body_added_to_a_call_without(world: World) -> Call:
    call = world.desk.call("GET", "/v1/terminal")
    call.body = b"{}"
    return call


@refusal(401, "signature-invalid")
def another_key(world: World) -> Call:
    return world.desk.call("POST", "/v1/challenges", {}, key=Ed25519PrivateKey.generate())


@refusal(401, "signature-invalid")
def another_terminal_s_key(world: World) -> Call:
    return world.desk.call("POST", "/v1/challenges", {}, key=world.street_desk.key)


@refusal(401, "signature-invalid")
def another_terminal_s_id(world: World) -> Call:
    return world.desk.call("POST", "/v1/challenges", {}, keyid=world.street_desk.terminal_id)


@refusal(401, "signature-invalid")
def an_id_of_no_terminal(world: World) -> Call:
    return world.desk.call("POST", "/v1/challenges", {}, keyid="00000000")


@refusal(401, "signature-invalid")
def a_key_that_is_no_id(world: World) -> Call:
    return world.desk.call("POST", "/v1/challenges", {}, keyid="'; DROP TABLE terminals; --")


@refusal(401, "signature-invalid")
def a_terminal_that_was_never_activated(world: World) -> Call:
    return world.issued_terminal().call("GET", "/v1/terminal")


@refusal(401, "signature-invalid")
def body_not_covered(world: World) -> Call:
    return world.desk.call("POST", "/v1/challenges", {}, covered=("@method", "@target-uri", "mykey-device"))


@refusal(401, "signature-invalid")
def device_not_covered(world: World) -> Call:
    return world.desk.call("POST", "/v1/challenges", {}, covered=("@method", "@target-uri", "content-digest"))


@refusal(401, "signature-invalid")
def method_not_covered(world: World) -> Call:
    covered = ("@target-uri", "content-digest", "mykey-device")
    return world.desk.call("POST", "/v1/challenges", {}, covered=covered)


@refusal(401, "signature-invalid")
def path_covered_and_not_the_target(world: World) -> Call:
    covered = ("@method", "@path", "content-digest", "mykey-device")
    return world.desk.call("POST", "/v1/challenges", {}, covered=covered)


@refusal(401, "signature-invalid")
def another_method(world: World) -> Call:
    person, _ = world.linked_person()
    call = world.desk.link(person.chip, world.number())
    call.method = "PUT"
    return call


@refusal(401, "signature-invalid")
def another_path(world: World) -> Call:
    _, number = world.linked_person()
    call = world.desk.call("POST", "/v1/challenges", {"service_id": number})
    call.path = "/v1/links/removal"
    return call


@refusal(401, "signature-invalid")
def a_query_added(world: World) -> Call:
    call = world.desk.call("GET", "/v1/providers")
    call.path += "?all=true"
    return call


@refusal(401, "signature-invalid")
def signed_for_another_host(world: World) -> Call:
    call = world.desk.compose("POST", "/v1/challenges", {})
    call.signed_for = "http://terminals.example.org"
    return world.desk.sign(call)


@refusal(401, "signature-invalid")
def sent_to_another_host_than_signed_for(world: World) -> Call:
    """The Host header is anybody's: the configured origin counts."""
    call = world.desk.compose("POST", "/v1/challenges", {})
    call.origin = "http://terminals.example.org"
    return world.desk.sign(call)


@refusal(401, "signature-invalid")
def another_label(world: World) -> Call:
    return world.desk.call("POST", "/v1/challenges", {}, label="pyhms")


@refusal(401, "signature-invalid")
def no_nonce(world: World) -> Call:
    call = world.desk.call("POST", "/v1/challenges", {}, nonce="")
    assert 'nonce=""' in call.headers["Signature-Input"]
    return call


@refusal(401, "signature-invalid")
def a_nonce_of_few_bytes(world: World) -> Call:
    return world.desk.call("POST", "/v1/challenges", {}, nonce="1234567")


@refusal(401, "signature-invalid")
def another_algorithm_s_name(world: World) -> Call:
    class Renamed(ED25519):
        algorithm_id = "ecdsa-p256-sha256"

    return world.desk.call("POST", "/v1/challenges", {}, algorithm=Renamed)


@refusal(401, "signature-invalid")
def no_algorithm(world: World) -> Call:
    return world.desk.call("POST", "/v1/challenges", {}, include_alg=False)


@refusal(401, "signature-invalid")
def headers_that_cannot_be_read(world: World) -> Call:
    call = world.desk.call("POST", "/v1/challenges", {})
    call.headers["Signature-Input"] = 'mykey=("@method" "@target-uri'
    return call


@refusal(401, "signature-invalid")
def a_digest_of_another_algorithm_alone(world: World) -> Call:
    class Longer(ContentDigest):
        algorithm = "sha-512"

    call = world.desk.compose("POST", "/v1/challenges", {})
    assert call.body is not None
    Longer.add(call.headers, call.body)
    return world.desk.sign(call)


@refusal(401, "signature-expired")
def created_too_long_ago(world: World) -> Call:
    return world.desk.call("POST", "/v1/challenges", {}, created=world.clock() - timedelta(seconds=122))


@refusal(401, "signature-expired")
def created_too_far_ahead(world: World) -> Call:
    return world.desk.call("POST", "/v1/challenges", {}, created=world.clock() + timedelta(seconds=122))


@refusal(401, "signature-replayed")
def the_same_call_twice(world: World) -> Call:
    person, _ = world.linked_person()
    call = world.desk.look_up(person.chip)
    assert call.send().status == 200
    return call


@refusal(401, "signature-replayed")
def the_same_link_twice(world: World) -> Call:
    call = world.desk.link(world.person().chip, world.number())
    assert call.send().status == 201
    return call


@refusal(401, "signature-replayed")
def the_same_call_at_the_end_of_the_window(world: World) -> Call:
    call = world.desk.call("POST", "/v1/challenges", {}, created=world.clock() + timedelta(seconds=118))
    assert call.send().status == 201
    world.clock.advance(seconds=236)
    return call


@refusal(401, "signature-replayed")
def the_same_nonce_on_another_call(world: World) -> Call:
    nonce = base64url(os.urandom(16))
    assert world.desk.send("POST", "/v1/challenges", {}, nonce=nonce).status == 201
    return world.desk.call("GET", "/v1/providers", nonce=nonce)


@refusal(401, "signature-replayed")
def a_refused_call_again(world: World) -> Call:
    call = world.desk.removal(world.number())
    assert call.send().word == (404, "not-linked")
    return call


@refusal(403, "terminal-device-changed")
def another_fingerprint(world: World) -> Call:
    return SecondClient(
        world.app, world.desk.origin, world.clock, world.desk.terminal_id, key=world.desk.key
    ).call("POST", "/v1/challenges", {})


@refusal(403, "terminal-device-changed")
def another_fingerprint_at_a_look_up(world: World) -> Call:
    person, _ = world.linked_person()
    moved = SecondClient(
        world.app, world.desk.origin, world.clock, world.desk.terminal_id, key=world.desk.key
    )
    return moved.look_up(person.chip)
