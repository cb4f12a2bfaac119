"""A renewed card (new serial) is known at its first touch, without anybody doing anything."""

from __future__ import annotations

import pytest

from tests.functional.second_client.database_rows import differences
from tests.functional.second_client.world import World

MOVED = {
    "core.bindings",
    "core.bindings.state",
    "core.bindings.replaced_by",
    "core.bindings.detail_sealed",
}


@pytest.mark.parametrize("settings", [{}, {"key_type": "p384"}, {"generation": 1}])
def test_renewed_card_looks_up_at_first_touch(world: World, settings: dict[str, object]) -> None:
    person, number = world.linked_person()
    world.renew(person, **settings)
    before = world.rows.dump()
    first = world.desk.look_up(person.chip).send()
    assert (first.status, first.members["service_id"]) == (200, number)
    assert first.members["assurance"] == "touched"
    assert differences(before, world.rows.dump()) == MOVED

    asked = world.linkage.asked
    before = world.rows.dump()
    assert world.desk.look_up(person.chip).send().members == first.members
    assert world.linkage.asked == asked
    assert differences(before, world.rows.dump()) == set()


def test_card_renewed_twice_looks_up(world: World) -> None:
    person, number = world.linked_person()
    world.renew(person)
    world.renew(person)
    assert world.desk.look_up(person.chip).send().members["service_id"] == number


def test_renewed_card_links_and_is_found_elsewhere(world: World) -> None:
    person, number = world.linked_person()
    world.renew(person)
    assert world.street_desk.link(person.chip, f"RN{number[-6:]}").send().status == 201
    assert world.desk.look_up(person.chip, proved=True).send().members["service_id"] == number


def test_old_certificate_is_of_no_use_after_the_move(world: World) -> None:
    person, _ = world.linked_person()
    old = world.renew(person)
    assert world.desk.look_up(person.chip).send().status == 200
    assert world.desk.look_up(old).send().word == (403, "certificate-revoked")


def test_renewal_keeps_the_change_notice(world: World) -> None:
    """The new signing certificate takes the old one's place: a renewal is no change of the four items."""
    person, number = world.linked_person(change_notice=True)
    signing = person.card.signing
    assert signing is not None
    world.renew(person)
    world.bring_list(signing)
    found = world.desk.look_up(person.chip).send().members
    assert (found["service_id"], found["basic_information"]) == (number, "unchanged")
    renewed = person.card.signing
    assert renewed is not None
    world.office.move_house(person.name)
    world.bring_list(renewed)
    assert world.desk.look_up(person.chip).send().members["basic_information"] == "changed"


@pytest.mark.parametrize("change_notice", [False, True])
def test_while_linkage_is_down_nothing_changes_and_later_it_works(world: World, change_notice: bool) -> None:
    person, number = world.linked_person(change_notice=change_notice)
    world.renew(person)
    world.linkage.down = True
    before = world.rows.dump()
    for proved in (False, True):
        call = world.desk.look_up(person.chip, proved=proved)
        refused = call.send()
        assert refused.word == (503, "succession-unknown")
        assert int(refused.headers["Retry-After"]) > 0
    changed = differences(before, world.rows.dump())
    assert changed == {"core.terminal_challenges"}  # asked for between the two looks
    world.linkage.down = False
    assert world.desk.look_up(person.chip).send().members["service_id"] == number


def test_cards_that_are_known_do_not_need_the_linkage_service(world: World) -> None:
    person, number = world.linked_person()
    world.linkage.down = True
    assert world.desk.look_up(person.chip).send().members["service_id"] == number
    assert world.desk.look_up(person.chip, proved=True).send().members["service_id"] == number


def test_renewed_card_of_nobody_known_is_nobody_s(world: World) -> None:
    person = world.person(mykey_id=False)
    world.renew(person)
    assert world.desk.look_up(person.chip).send().word == (404, "not-linked")
    assert world.desk.look_up(person.chip, proved=True).send().word == (404, "mykey-id-not-found")


def test_a_linkage_service_that_goes_in_circles_tells_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = world.person(mykey_id=False)
    monkeypatch.setattr(world.linkage, "predecessor", lambda name: name)
    assert world.desk.look_up(person.chip).send().word == (503, "succession-unknown")
