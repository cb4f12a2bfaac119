"""Links replaced, renumbered and dropped, and what look-ups say of them afterwards."""

from __future__ import annotations

import pytest

from tests.functional.second_client.client import Answer, SecondClient
from tests.functional.second_client.database_rows import differences
from tests.functional.second_client.refused_links import MY_NUMBER
from tests.functional.second_client.world import Person, World


def number_of(desk: SecondClient, person: Person) -> str | None:
    found = desk.look_up(person.chip).send()
    assert found.word in {(200, None), (404, "not-linked")}
    return None if found.members is None else found.members.get("service_id")


def test_replaced_number(world: World) -> None:
    person, wrong = world.linked_person()
    right = world.number()
    replaced = world.desk.link(person.chip, right, method="PUT").send()
    assert replaced.status == 200
    assert replaced.members == {
        "provider_id": "000001",
        "provider_name": "川崎市立図書館",
        "service_id": right,
        "change_notice": False,
    }
    assert number_of(world.desk, person) == right
    assert number_of(world.desk, world.linked_person(number=wrong)[0]) == wrong


def test_replacement_may_change_the_consent_alone(world: World) -> None:
    person, number = world.linked_person(change_notice=False)
    for wanted, said in ((True, "unchanged"), (False, "not-requested")):
        replaced = world.desk.link(person.chip, number, change_notice=wanted, method="PUT").send()
        assert (replaced.status, replaced.members["change_notice"]) == (200, wanted)
        assert world.desk.look_up(person.chip).send().members["basic_information"] == said


def test_renumbered_link(world: World) -> None:
    person, old = world.linked_person()
    new = world.number()
    renumbered = world.desk.renumber(old, new).send()
    assert (renumbered.status, renumbered.members) == (200, {"service_id": new})
    assert number_of(world.desk, person) == new
    assert world.desk.renumber(old, world.number()).send().word == (404, "not-linked")
    assert number_of(world.desk, world.linked_person(number=old)[0]) == old


def test_renumbered_link_keeps_its_change_notice(world: World) -> None:
    person, old = world.linked_person(change_notice=True)
    assert world.desk.renumber(old, world.number()).send().status == 200
    assert world.desk.look_up(person.chip).send().members["basic_information"] == "unchanged"


def test_dropped_link(world: World) -> None:
    person, number = world.linked_person()
    assert world.street_desk.link(person.chip, f"SD{number[-6:]}").send().status == 201
    dropped = world.desk.removal(number).send()
    assert (dropped.status, dropped.raw) == (204, b"")
    assert number_of(world.desk, person) is None
    assert number_of(world.street_desk, person) is not None
    assert world.desk.removal(number).send().word == (404, "not-linked")
    assert world.desk.link(person.chip, number).send().status == 201


def test_dropped_number_can_be_somebody_else_s(world: World) -> None:
    _, number = world.linked_person()
    assert world.desk.removal(number).send().status == 204
    assert number_of(world.desk, world.linked_person(number=number)[0]) == number


def test_one_number_at_two_providers_is_two_people_s(world: World) -> None:
    other = world.terminal(world.provider())
    first, number = world.linked_person()
    second, _ = world.linked_person(other, number)
    assert other.removal(number).send().status == 204
    assert number_of(world.desk, first) == number
    assert number_of(other, second) is None


@pytest.mark.parametrize("form", ["{0} {1} {2}", "{0}-{1}-{2}", "　{0}‐{1}－{2} ", "full-width"])
def test_numbers_are_normalised(world: World, form: str) -> None:
    number = world.number()
    if form == "full-width":
        typed = "".join(chr(ord(digit) + 0xFEE0) for digit in number)
    else:
        typed = form.format(number[:4], number[4:8], number[8:])
    person = world.person()
    linked = world.desk.link(person.chip, typed).send()
    assert (linked.status, linked.members["service_id"]) == (201, number)
    found = world.desk.look_up(person.chip).send().members
    assert found["hand_over"]["data"] == f"A{number}A"
    assert world.desk.renumber(typed, typed).send().status in {200, 409}
    assert world.desk.removal(typed).send().status == 204


def test_letters_are_normalised(world: World) -> None:
    person = world.person()
    linked = world.street_desk.link(person.chip, "ｍｂ－９９ x1").send()
    assert (linked.status, linked.members["service_id"]) == (201, "MB99X1")


def test_typed_again_in_other_characters_it_is_the_same_number(world: World) -> None:
    person, number = world.linked_person()
    again = world.desk.link(person.chip, f"{number[:6]}-{number[6:]}").send()
    assert again.word == (409, "already-linked")
    assert again.members["service_id"] == number


def test_rule_is_told_in_words(world: World) -> None:
    for language, words in (("ja", "18で始まる12桁"), ("en", "12 digits, beginning with 18")):
        call = world.desk.link(world.person().chip, "28")
        call.headers["Accept-Language"] = language
        assert words in call.send().members["detail"]


def test_a_my_number_that_meets_the_prefix_is_the_library_s_own_number(world: World) -> None:
    """Nobody of a provider's valid range is shut out (privacy.md, P3)."""
    number = "180000000033"
    assert _is_my_number(number)
    person = world.person()
    assert world.desk.link(person.chip, number).send().status == 201
    assert number_of(world.desk, person) == number


def test_a_my_number_that_meets_the_check_digit_is_the_provider_s_own_number(world: World) -> None:
    desk = world.terminal(world.provider(prefix="", check_digit="m11w27"))
    person = world.person()
    assert desk.link(person.chip, MY_NUMBER).send().status == 201


def test_twelve_free_digits_shut_nobody_out(world: World) -> None:
    """Where a provider declares neither prefix nor check digit, the clerk confirms on the screen (P3)."""
    desk = world.terminal(world.provider(prefix="", check_digit="none"))
    person = world.person()
    assert desk.link(person.chip, MY_NUMBER).send().status == 201
    assert number_of(desk, person) == MY_NUMBER


def test_already_linked_tells_the_number_that_is_there(world: World) -> None:
    person, number = world.linked_person()
    refused = world.desk.link(person.chip, world.number()).send()
    assert refused.word == (409, "already-linked")
    assert refused.members["service_id"] == number


def test_linked_elsewhere_tells_nothing_of_the_other_person(world: World) -> None:
    other, number = world.linked_person()
    refused = world.desk.link(world.person().chip, number).send()
    _tells_nothing_of(refused, other)


def test_a_link_leaves_one_row_and_a_mail(world: World) -> None:
    call = world.desk.link(world.person().chip, world.number())
    before = world.rows.dump()
    assert call.send().status == 201
    changed = differences(before, world.rows.dump())
    assert changed == {"core.links", "core.outbox", "core.terminal_challenges.used"}


def _tells_nothing_of(answer: Answer, person: Person) -> None:
    text = answer.raw.decode()
    assert str(person.mykey_id) not in text
    assert str(person.citizen_id) not in text
    assert person.card.holder not in text
    assert str(person.chip.serial) not in text
    assert f"{person.chip.serial:x}" not in text


def _is_my_number(number: str) -> bool:
    """平成26年総務省令第85号, article 5."""
    total = sum(
        int(digit) * weight for digit, weight in zip(number, (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2), strict=False)
    )
    return int(number[-1]) == (0 if total % 11 <= 1 else 11 - total % 11)
