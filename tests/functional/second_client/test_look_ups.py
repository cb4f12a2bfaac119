"""Whose number is this: four ways to hand it over, what is said besides, and by which list."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.functional.second_client.world import World
from town.authority.lists import RevocationReason


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"hand_over": "number"}, ("number", None, "{}")),
        ({"hand_over": "keyboard"}, ("keyboard", None, "{}")),
        ({"hand_over": "barcode", "symbology": "nw7", "start_stop": "AA"}, ("barcode", "nw7", "A{}A")),
        ({"hand_over": "barcode", "symbology": "nw7", "start_stop": "BD"}, ("barcode", "nw7", "B{}D")),
        ({"hand_over": "barcode", "symbology": "code39"}, ("barcode", "code39", "{}")),
        ({"hand_over": "barcode", "symbology": "code128"}, ("barcode", "code128", "{}")),
        ({"hand_over": "label", "symbology": "nw7", "start_stop": "AA"}, ("label", "nw7", "A{}A")),
        ({"hand_over": "label", "symbology": "code39"}, ("label", "code39", "{}")),
        ({"hand_over": "label", "symbology": "code128"}, ("label", "code128", "{}")),
    ],
)
def test_number_is_handed_over_by_the_provider_s_method(
    world: World, settings: dict[str, str], expected: tuple[str, str | None, str]
) -> None:
    desk = world.terminal(world.provider(**settings))
    person, number = world.linked_person(desk)
    method, symbology, data = expected
    handed = desk.look_up(person.chip).send().members["hand_over"]
    assert handed == {"method": method, "symbology": symbology, "data": data.format(number)}


@pytest.mark.parametrize(
    "card",
    [{"key_type": "p384"}, {"generation": 1}, {"under_15": True}, {"key_type": "p384", "generation": 1}],
)
def test_every_sort_of_card_links_and_looks_up(world: World, card: dict[str, object]) -> None:
    person, number = world.person(**card), world.number()
    assert world.desk.link(person.chip, number).send().status == 201
    found = world.desk.look_up(person.chip, proved=True).send()
    assert (found.status, found.members["service_id"]) == (200, number)


def test_each_provider_learns_its_own_number_alone(world: World) -> None:
    person, number = world.linked_person()
    assert world.street_desk.link(person.chip, "MB0042").send().status == 201
    at_the_street = world.street_desk.look_up(person.chip).send()
    assert at_the_street.members["service_id"] == "MB0042"
    assert at_the_street.members["provider_id"] == "000002"
    assert number not in at_the_street.raw.decode()


def test_pin_suffices_where_the_provider_demands_it(world: World) -> None:
    desk = world.terminal(world.provider(minimum_assurance="proved"))
    person, _ = world.linked_person(desk)
    assert desk.look_up(person.chip, proved=True).send().members["assurance"] == "proved"


def test_nothing_is_said_of_basic_information_without_consent(world: World) -> None:
    person, _ = world.linked_person(change_notice=False)
    signing = person.card.signing
    assert signing is not None
    world.office.move_house(person.name)
    world.bring_list(signing)
    assert world.desk.look_up(person.chip).send().members["basic_information"] == "not-requested"


def test_a_move_shows_as_changed_and_never_where_to(world: World) -> None:
    person, number = world.linked_person(change_notice=True)
    signing = person.card.signing
    assert signing is not None
    world.office.move_house(person.name, address="神奈川県川崎市中原区見本町九丁目９番９号")
    world.bring_list(signing)
    found = world.desk.look_up(person.chip).send()
    assert (found.members["basic_information"], found.members["service_id"]) == ("changed", number)
    assert "九丁目" not in found.raw.decode()


def test_a_signing_certificate_that_ended_otherwise_ends_the_watch(world: World) -> None:
    person, number = world.linked_person(change_notice=True)
    signing = person.card.signing
    assert signing is not None
    world.office.revoke(person.name, kinds=("signing",), reason=RevocationReason.CESSATION_OF_OPERATION)
    world.bring_list(signing)
    found = world.desk.look_up(person.chip).send()
    assert (found.members["basic_information"], found.members["service_id"]) == ("unknown", number)


def test_a_list_past_its_end_serves_look_ups_within_the_grace_and_no_links(world: World) -> None:
    person, number = world.linked_person()
    newcomer, late = world.person(), world.terminal(world.provider(grace_hours=48))
    strict = world.terminal(world.provider(grace_hours=0))
    assert late.link(person.chip, number).send().status == 201
    assert strict.link(person.chip, number).send().status == 201

    world.clock.advance(hours=25)
    stale = world.desk.look_up(person.chip).send()
    assert (stale.status, stale.members["revocation"]) == (200, "stale")
    assert stale.members["service_id"] == number
    assert world.desk.look_up(person.chip, proved=True).send().members["revocation"] == "stale"
    assert strict.look_up(person.chip).send().word == (503, "revocation-unknown")
    before = world.rows.dump()["core.links"]
    assert world.desk.link(newcomer.chip, world.number()).send().word == (503, "revocation-unknown")
    replaced = world.desk.link(person.chip, world.number(), method="PUT").send()
    assert replaced.word == (503, "revocation-unknown")
    assert world.rows.dump()["core.links"] == before

    world.clock.advance(hours=24)
    assert world.desk.look_up(person.chip).send().word == (503, "revocation-unknown")
    assert late.look_up(person.chip).send().members["revocation"] == "stale"

    world.bring_all_lists()
    assert world.desk.look_up(person.chip).send().members["revocation"] == "fresh"
    assert world.desk.link(newcomer.chip, world.number()).send().status == 201


def test_a_revoked_card_is_refused_by_a_stale_list_as_well(world: World) -> None:
    person, _ = world.linked_person()
    world.office.lose(person.name)
    world.bring_list(person.chip)
    world.clock.advance(hours=30)
    assert world.desk.look_up(person.chip).send().word == (403, "certificate-revoked")


def test_what_is_unknown_by_a_stale_signing_list_is_not_called_unchanged(world: World) -> None:
    person, number = world.linked_person(change_notice=True)
    world.clock.advance(hours=60)
    world.bring_list(person.chip)
    found = world.desk.look_up(person.chip).send()
    assert (found.status, found.members["service_id"]) == (200, number)
    assert found.members["basic_information"] == "unknown"
    world.clock.advance(timedelta(seconds=1))
