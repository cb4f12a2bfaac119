"""Points tickets that are not written ("Points")."""

from __future__ import annotations

from datetime import timedelta

from tests.functional.second_client.client import Call, base64url
from tests.functional.second_client.refusal import BURNT, Table
from tests.functional.second_client.world import World
from tests.functional.second_client.wrong_cards import revoked, untrusted

__all__ = ["POINTS_TICKETS"]

POINTS_TICKETS = refusal = Table()


@refusal(403, "provider-is-a-library")
def a_ticket_for_a_library(world: World) -> Call:
    return world.desk.points_ticket(world.person().chip, "spend")


@refusal(403, "provider-is-a-library")
def a_grant_for_a_library(world: World) -> Call:
    return world.desk.points_ticket(world.person().chip, "grant", proved=False)


@refusal(403, "purpose-not-allowed")
def a_voucher_at_a_till(world: World) -> Call:
    return world.terminal(kind="spend-points").points_ticket(world.person().chip, "voucher")


@refusal(403, "purpose-not-allowed")
def a_spend_where_points_are_granted(world: World) -> Call:
    return world.terminal(kind="grant-points").points_ticket(world.person().chip, "spend")


@refusal(403, "purpose-not-allowed")
def a_grant_by_a_shopping_street(world: World) -> Call:
    return world.street_desk.points_ticket(world.person().chip, "grant", proved=False)


@refusal(422, "request-invalid")
def a_ticket_for_the_portal(world: World) -> Call:
    return world.street_desk.points_ticket(world.person().chip, "portal")


@refusal(422, "request-invalid")
def a_ticket_without_a_till(world: World) -> Call:
    chip = world.person().chip
    return world.street_desk.points_ticket(chip, "spend", thumbprint=base64url(bytes(32)))


@refusal(422, "request-invalid")
def a_ticket_for_half_a_thumbprint(world: World) -> Call:
    chip = world.person().chip
    return world.street_desk.points_ticket(chip, "spend", thumbprint=base64url(b"\1" * 16))


@refusal(422, "request-invalid")
def a_ticket_for_a_thumbprint_spelled_in_another_way(world: World) -> Call:
    return world.street_desk.points_ticket(world.person().chip, "spend", thumbprint="B" * 43)


@refusal(403, "card-not-proved")
def a_touched_card_that_would_spend(world: World) -> Call:
    return world.street_desk.points_ticket(world.person().chip, "spend", proved=False)


@refusal(403, "card-not-proved")
def a_touched_card_that_would_get_a_voucher(world: World) -> Call:
    machine = world.terminal(kind="issue-vouchers")
    return machine.points_ticket(world.person().chip, "voucher", proved=False)


@refusal(403, "certificate-not-trusted")
def a_grant_to_a_stranger_s_card(world: World) -> Call:
    return world.terminal(kind="grant-points").points_ticket(untrusted(), "grant", proved=False)


@refusal(403, "certificate-revoked")
def a_grant_to_a_lost_card(world: World) -> Call:
    return world.terminal(kind="grant-points").points_ticket(revoked(world).chip, "grant", proved=False)


@refusal(503, "revocation-unknown")
def a_grant_by_an_old_list(world: World) -> Call:
    """Points have no grace: that is for look-ups."""
    person, terminal = world.person(), world.terminal(kind="grant-points")
    call = terminal.points_ticket(person.chip, "grant", proved=False)
    world.clock.advance(timedelta(days=3))
    return terminal.sign(terminal.compose("POST", "/v1/points-tickets", body=call.body))


@refusal(410, "challenge-expired")
def a_spend_with_a_challenge_of_two_minutes_ago(world: World) -> Call:
    chip = world.person().chip
    card = world.street_desk.proved(chip)
    world.clock.advance(seconds=122)
    return world.street_desk.points_ticket(chip, "spend", card=card)


@refusal(409, "challenge-used")
def a_second_ticket_for_one_challenge(world: World) -> Call:
    chip = world.person().chip
    card = world.street_desk.proved(chip)
    assert world.street_desk.points_ticket(chip, "spend", card=card).send().status == 201
    return world.street_desk.points_ticket(chip, "spend", card=card)


@refusal(404, "mykey-id-not-found", may_change=BURNT)
def a_spend_without_a_mykey_id(world: World) -> Call:
    return world.street_desk.points_ticket(world.person(mykey_id=False).chip, "spend")


@refusal(404, "mykey-id-not-found", may_change=BURNT)
def a_grant_to_a_proved_card_without_a_mykey_id(world: World) -> Call:
    terminal = world.terminal(kind="grant-points")
    return terminal.points_ticket(world.person(mykey_id=False).chip, "grant")


@refusal(404, "not-linked")
def a_grant_to_a_touched_card_without_a_mykey_id(world: World) -> Call:
    terminal = world.terminal(kind="grant-points")
    return terminal.points_ticket(world.person(mykey_id=False).chip, "grant", proved=False)


@refusal(404, "not-linked")
def a_grant_to_a_mykey_id_that_was_given_up(world: World) -> Call:
    person = world.person()
    world.set_citizen_state(person, "revoked")
    return world.terminal(kind="grant-points").points_ticket(person.chip, "grant", proved=False)


@refusal(403, "mykey-id-paused", may_change=BURNT)
def a_spend_with_a_paused_mykey_id(world: World) -> Call:
    person = world.person()
    world.set_citizen_state(person, "paused")
    return world.street_desk.points_ticket(person.chip, "spend")


@refusal(403, "mykey-id-paused")
def a_grant_to_a_paused_mykey_id(world: World) -> Call:
    person = world.person()
    world.set_citizen_state(person, "paused")
    return world.terminal(kind="grant-points").points_ticket(person.chip, "grant", proved=False)


@refusal(503, "succession-unknown")
def a_grant_to_a_renewed_card_while_linkage_is_down(world: World) -> Call:
    person, terminal = world.person(), world.terminal(kind="grant-points")
    world.renew(person)
    world.linkage.down = True
    return terminal.points_ticket(person.chip, "grant", proved=False)


@refusal(503, "points-unavailable", may_change=BURNT)
def a_spend_while_the_ticket_writer_is_silent(world: World) -> Call:
    world.tickets.silent = True
    return world.street_desk.points_ticket(world.person().chip, "spend")


@refusal(503, "points-unavailable")
def a_grant_while_the_ticket_writer_is_silent(world: World) -> Call:
    world.tickets.silent = True
    terminal = world.terminal(kind="grant-points")
    return terminal.points_ticket(world.person().chip, "grant", proved=False)
