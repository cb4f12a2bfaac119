"""Certificates that are refused, at a link with the PIN or at a look-up by touch ("Cards")."""

from __future__ import annotations

from cryptography.hazmat.primitives.serialization import Encoding

from tests.functional.second_client.client import Call, base64url
from tests.functional.second_client.refusal import Table
from tests.functional.second_client.world import World
from tests.functional.second_client.wrong_cards import (
    Stranger,
    claiming_our_authority,
    expired,
    not_yet_valid,
    of_another_policy,
    revoked,
    untrusted,
)

__all__ = ["CERTIFICATES"]

CERTIFICATES = refusal = Table()


def _touch(world: World, der: bytes) -> Call:
    """A look-up with this as the certificate."""
    return world.desk.call("POST", "/v1/lookups", {"card": {"user_certificate": base64url(der)}})


@refusal(422, "certificate-malformed")
def bytes_that_are_no_certificate(world: World) -> Call:
    return _touch(world, b"not a certificate")


@refusal(422, "certificate-malformed")
def a_certificate_with_a_byte_behind(world: World) -> Call:
    return _touch(world, world.person().chip.der + b"\0")


@refusal(422, "certificate-malformed")
def half_a_certificate(world: World) -> Call:
    return _touch(world, world.person().chip.der[:400])


@refusal(422, "certificate-malformed")
def a_certificate_as_pem(world: World) -> Call:
    return _touch(world, world.person().chip.certificate.public_bytes(Encoding.PEM))


@refusal(422, "certificate-malformed")
def a_link_with_bytes_that_are_no_certificate(world: World) -> Call:
    card = world.desk.proved(world.person().chip) | {"user_certificate": base64url(b"\x30\x03\x02\x01\x00")}
    return world.desk.link(world.person().chip, world.number(), card=card)


@refusal(403, "certificate-not-trusted")
def a_look_up_with_another_authority_of_the_same_name(world: World) -> Call:
    return world.desk.look_up(untrusted())


@refusal(403, "certificate-not-trusted")
def a_link_with_another_authority_of_the_same_name(world: World) -> Call:
    return world.desk.link(untrusted(), world.number())


@refusal(403, "certificate-not-trusted")
def a_certificate_that_claims_our_authority_s_key(world: World) -> Call:
    return world.desk.link(claiming_our_authority(world), world.number())


@refusal(403, "certificate-not-trusted")
def a_certificate_with_another_signature(world: World) -> Call:
    der = bytearray(world.person().chip.der)
    der[-20] ^= 1
    return _touch(world, bytes(der))


@refusal(403, "certificate-wrong-kind")
def the_signing_certificate(world: World) -> Call:
    signing = world.person().card.signing
    assert signing is not None
    return world.desk.link(signing, world.number())


@refusal(403, "certificate-wrong-kind")
def the_signing_certificate_touched(world: World) -> Call:
    signing = world.person().card.signing
    assert signing is not None
    return world.desk.look_up(signing)


@refusal(403, "certificate-wrong-kind")
def a_user_certificate_of_another_policy(world: World) -> Call:
    return world.desk.link(of_another_policy(world), world.number())


@refusal(403, "certificate-not-yet-valid")
def a_link_before_the_first_day(world: World) -> Call:
    return world.desk.link(not_yet_valid(world).chip, world.number())


@refusal(403, "certificate-not-yet-valid")
def a_look_up_before_the_first_day(world: World) -> Call:
    return world.desk.look_up(not_yet_valid(world).chip)


@refusal(403, "certificate-expired")
def a_link_after_the_last_day(world: World) -> Call:
    return world.desk.link(expired(world).chip, world.number())


@refusal(403, "certificate-expired")
def a_look_up_after_the_last_day(world: World) -> Call:
    person, _ = world.linked_person()
    world.office.expire(person.name)
    return world.desk.look_up(person.chip)


@refusal(403, "certificate-revoked")
def a_link_with_a_lost_card(world: World) -> Call:
    return world.desk.link(revoked(world).chip, world.number())


@refusal(403, "certificate-revoked")
def a_look_up_with_a_lost_card(world: World) -> Call:
    person, _ = world.linked_person()
    world.office.lose(person.name)
    world.bring_list(person.chip)
    return world.desk.look_up(person.chip)


@refusal(403, "certificate-revoked")
def a_look_up_with_the_old_certificate_of_a_renewed_card(world: World) -> Call:
    person, _ = world.linked_person()
    old = world.renew(person)
    return world.desk.look_up(old)


@refusal(503, "revocation-unknown")
def a_link_without_a_list(world: World) -> Call:
    return world.desk.link(_of_a_town_without_a_list(world), world.number())


@refusal(503, "revocation-unknown")
def a_look_up_without_a_list(world: World) -> Call:
    return world.desk.look_up(_of_a_town_without_a_list(world))


def _of_a_town_without_a_list(world: World) -> Stranger:
    person = world.person(mykey_id=False, municipality=f"Hokkai-do/{world.place_name()}")
    return Stranger(person.chip.der, person.chip.private_key)
