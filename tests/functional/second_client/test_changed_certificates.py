"""One byte changed anywhere in a certificate: refused, whichever byte it is."""

from __future__ import annotations

import pytest

from tests.functional.second_client.client import base64url
from tests.functional.second_client.database_rows import differences
from tests.functional.second_client.world import World

REFUSED = {(422, "certificate-malformed"), (403, "certificate-not-trusted"), (403, "certificate-wrong-kind")}


def certificates_with_a_byte_changed(der: bytes, step: int) -> list[bytes]:
    """Every `step`th byte, the first and last ones included, with one bit and with all bits turned."""
    places = sorted({*range(0, len(der), step), *range(8), *range(len(der) - 8, len(der))})
    turned = []
    for place in places:
        for bits in (0x01, 0xFF):
            changed = bytearray(der)
            changed[place] ^= bits
            turned.append(bytes(changed))
    return turned


def refuse_all(world: World, step: int) -> None:
    person, _ = world.linked_person()
    before = world.rows.dump()
    for changed in certificates_with_a_byte_changed(person.chip.der, step):
        card = {"user_certificate": base64url(changed)}
        refused = world.desk.send("POST", "/v1/lookups", {"card": card})
        assert refused.word in REFUSED, refused.raw.decode()
    assert differences(before, world.rows.dump()) == set()


def test_one_changed_byte_is_refused_at_a_look_up(world: World) -> None:
    refuse_all(world, step=31)


@pytest.mark.long
def test_every_changed_byte_is_refused_at_a_look_up(world: World) -> None:
    refuse_all(world, step=1)


def test_one_changed_byte_is_refused_at_a_link(world: World) -> None:
    person, number = world.person(), world.number()
    card = world.desk.proved(person.chip)
    before = world.rows.dump()
    for changed in certificates_with_a_byte_changed(person.chip.der, step=301):
        refused = world.desk.link(
            person.chip, number, card=card | {"user_certificate": base64url(changed)}
        ).send()
        assert refused.word in REFUSED, refused.raw.decode()
    assert differences(before, world.rows.dump()) == set()
    assert world.desk.link(person.chip, number, card=card).send().status == 201
