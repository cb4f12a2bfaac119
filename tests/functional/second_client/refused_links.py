"""Numbers and links that are refused ("Links")."""

from __future__ import annotations

from tests.functional.second_client.client import Call
from tests.functional.second_client.refusal import BURNT, KEPT, Table
from tests.functional.second_client.world import World

__all__ = ["LINKS", "MY_NUMBER"]

LINKS = refusal = Table()

#: Twelve digits with the check digit of a My Number, which do not begin with 18. Nobody's.
MY_NUMBER = "123456789018"


def _with_number(world: World, number: str) -> Call:
    return world.desk.link(world.person().chip, number)


@refusal(422, "service-id-format")
def a_number_that_is_too_short(world: World) -> Call:
    return _with_number(world, "18000000001")


@refusal(422, "service-id-format")
def a_number_that_is_too_long(world: World) -> Call:
    return _with_number(world, "1800000000111")


@refusal(422, "service-id-format")
def a_number_with_a_letter(world: World) -> Call:
    return _with_number(world, "18000000001A")


@refusal(422, "service-id-format")
def a_number_with_another_beginning(world: World) -> Call:
    return _with_number(world, "280000000015")


@refusal(422, "service-id-format")
def a_number_with_the_barcode_s_start_and_stop(world: World) -> Call:
    return _with_number(world, "A180000000011A")


@refusal(422, "service-id-format")
def a_number_of_blanks_and_hyphens(world: World) -> Call:
    return _with_number(world, " - - ")


@refusal(422, "service-id-format")
def a_number_with_a_wrong_check_digit(world: World) -> Call:
    desk = world.terminal(world.provider(prefix="", check_digit="m10w21", max_length=8, min_length=8))
    return desk.link(world.person().chip, "12345675")


@refusal(422, "service-id-format")
def a_replaced_number_of_the_wrong_format(world: World) -> Call:
    person, _ = world.linked_person()
    return world.desk.link(person.chip, "18", method="PUT")


@refusal(422, "service-id-format")
def a_renumber_to_the_wrong_format(world: World) -> Call:
    _, number = world.linked_person()
    return world.desk.renumber(number, "28")


@refusal(422, "service-id-format")
def a_removal_of_the_wrong_format(world: World) -> Call:
    return world.desk.removal("28")


@refusal(422, "my-number-refused")
def a_my_number(world: World) -> Call:
    return _with_number(world, MY_NUMBER)


@refusal(422, "my-number-refused")
def a_my_number_in_full_width_with_hyphens(world: World) -> Call:
    return _with_number(world, "１２３４－５６７８－９０１８")


@refusal(422, "my-number-refused")
def a_my_number_at_the_shopping_street(world: World) -> Call:
    return world.street_desk.link(world.person().chip, MY_NUMBER)


@refusal(422, "my-number-refused")
def a_my_number_in_place_of_another_number(world: World) -> Call:
    person, _ = world.linked_person()
    return world.desk.link(person.chip, MY_NUMBER, method="PUT")


@refusal(422, "my-number-refused")
def a_renumber_to_a_my_number(world: World) -> Call:
    _, number = world.linked_person()
    return world.desk.renumber(number, MY_NUMBER)


@refusal(409, "service-id-linked-elsewhere", may_change=BURNT)
def somebody_else_s_number(world: World) -> Call:
    _, number = world.linked_person()
    return _with_number(world, number)


@refusal(409, "service-id-linked-elsewhere", may_change=BURNT)
def somebody_else_s_number_in_other_characters(world: World) -> Call:
    _, number = world.linked_person()
    return _with_number(world, f"{number[:4]}-{number[4:8]} {number[8:]}")


@refusal(409, "service-id-linked-elsewhere", may_change=BURNT)
def somebody_else_s_number_as_replacement(world: World) -> Call:
    _, number = world.linked_person()
    person, _ = world.linked_person()
    return world.desk.link(person.chip, number, method="PUT")


@refusal(409, "service-id-linked-elsewhere")
def a_renumber_to_somebody_else_s_number(world: World) -> Call:
    _, number = world.linked_person()
    _, other = world.linked_person()
    return world.desk.renumber(number, other)


@refusal(409, "service-id-linked-elsewhere", may_change=BURNT | KEPT)
def somebody_else_s_number_with_a_key(world: World) -> Call:
    _, number = world.linked_person()
    return world.desk.link(world.person().chip, number, idempotency_key="k")


@refusal(409, "already-linked", may_change=BURNT)
def a_second_number(world: World) -> Call:
    person, _ = world.linked_person()
    return world.desk.link(person.chip, world.number())


@refusal(409, "already-linked", may_change=BURNT)
def the_same_number_again(world: World) -> Call:
    person, number = world.linked_person()
    return world.desk.link(person.chip, number)


@refusal(409, "signing-certificate-missing", may_change=BURNT)
def a_change_notice_under_15(world: World) -> Call:
    return world.desk.link(world.person(under_15=True).chip, world.number(), change_notice=True)


@refusal(409, "signing-certificate-missing", may_change=BURNT)
def a_change_notice_under_15_later(world: World) -> Call:
    person, number = world.person(under_15=True), world.number()
    assert world.desk.link(person.chip, number).send().status == 201
    return world.desk.link(person.chip, number, change_notice=True, method="PUT")


@refusal(503, "succession-unknown", may_change=BURNT)
def a_change_notice_while_linkage_is_down(world: World) -> Call:
    call = world.desk.link(world.person().chip, world.number(), change_notice=True)
    world.linkage.down = True
    return call


@refusal(404, "not-linked", may_change=BURNT)
def a_replacement_of_nothing(world: World) -> Call:
    return world.desk.link(world.person().chip, world.number(), method="PUT")


@refusal(404, "not-linked")
def a_removal_of_nothing(world: World) -> Call:
    return world.desk.removal(world.number())


@refusal(404, "not-linked")
def a_removal_of_another_provider_s_number(world: World) -> Call:
    _, number = world.linked_person(world.terminal(world.provider()))
    return world.desk.removal(number)


@refusal(404, "not-linked")
def a_renumber_of_nothing(world: World) -> Call:
    return world.desk.renumber(world.number(), world.number())


@refusal(404, "not-linked")
def a_look_up_without_a_link(world: World) -> Call:
    return world.desk.look_up(world.person().chip)


@refusal(404, "not-linked", may_change=BURNT)
def a_proved_look_up_without_a_link(world: World) -> Call:
    return world.desk.look_up(world.person().chip, proved=True)


@refusal(404, "not-linked")
def a_look_up_at_another_provider(world: World) -> Call:
    person, _ = world.linked_person()
    return world.street_desk.look_up(person.chip)


@refusal(422, "request-invalid")
def a_link_with_an_unknown_member(world: World) -> Call:
    person = world.person()
    members = {"card": world.desk.proved(person.chip), "service_id": world.number(), "change_notice": False}
    return world.desk.call("POST", "/v1/links", members | {"holder": "見本 花子"})


@refusal(422, "request-invalid")
def a_link_without_a_word_on_change_notices(world: World) -> Call:
    """Consent is never preset."""
    members = {"card": world.desk.proved(world.person().chip), "service_id": world.number()}
    return world.desk.call("POST", "/v1/links", members)


@refusal(422, "request-invalid")
def a_look_up_with_loans(world: World) -> Call:
    """Titles, loans and overdue state never enter the platform."""
    person, _ = world.linked_person()
    members = {"card": world.desk.touched(person.chip), "loans": ["978-4-00-000000-0"]}
    return world.desk.call("POST", "/v1/lookups", members)


@refusal(422, "request-invalid")
def a_renumber_from_nothing(world: World) -> Call:
    return world.desk.call("POST", "/v1/links/renumber", {"to": world.number()})
