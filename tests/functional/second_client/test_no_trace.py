"""After look-ups a dump differs in nonces, limits and counters, and in nothing else (privacy.md, P5)."""

from __future__ import annotations

import pytest

from tests.functional.second_client.database_rows import COUNTED, Dump, differences
from tests.functional.second_client.world import Person, World
from tests.support.dump import dump
from tests.support.leak_guard import LeakGuard


def look_up_many(world: World, people: int, times: int) -> None:
    terminal = world.terminal()
    known: list[tuple[Person, str]] = [world.linked_person() for _ in range(people)]
    chips = [(person.chip, number) for person, number in known]
    assert terminal.look_up(chips[0][0]).send().status == 200  # the first brings what every worker keeps
    world.app.extensions["mykey_gate"].flush_usage()
    before = world.rows.dump()
    for turn in range(times):
        chip, number = chips[turn % people]
        found = terminal.look_up(chip).send()
        assert found.members["service_id"] == number
        if turn % 25 == 24:
            world.clock.advance(seconds=20)
    world.app.extensions["mykey_gate"].flush_usage()
    after = world.rows.dump()

    assert differences(before, after) == set()
    changed = {table for table in after if after[table] != before[table]}
    assert changed <= COUNTED
    assert len(after["core.nonces"]) - len(before["core.nonces"]) == times
    _counters_are_all_there_is(before, after, terminal.terminal_id, times)
    _rows_tell_no_order_within_a_minute(after)
    for person, number in known:
        text = repr({table: after[table] for table in COUNTED})
        assert number not in text
        assert str(person.mykey_id) not in text
        assert str(person.citizen_id) not in text


def _counters_are_all_there_is(before: Dump, after: Dump, terminal_id: str, times: int) -> None:
    """One counter for a terminal, a day and an outcome; no line for a look-up."""
    old, new = (
        {key: row for key, row in dump["core.terminal_usage"].items() if row["terminal_id"] == terminal_id}
        for dump in (before, after)
    )
    assert all(set(row) == {"terminal_id", "day", "outcome", "count"} for row in new.values())
    assert sum(row["count"] for row in new.values()) - sum(row["count"] for row in old.values()) == times
    assert len(new) == len(old) == 1


def _rows_tell_no_order_within_a_minute(after: Dump) -> None:
    """A nonce is a keyed hash and a minute."""
    assert all(set(row) == {"nonce_index", "minute"} for row in after["core.nonces"].values())


def test_look_ups_leave_nothing_but_counters(world: World) -> None:
    look_up_many(world, people=5, times=40)


@pytest.mark.long
def test_a_thousand_look_ups_leave_nothing_but_counters(world: World) -> None:
    look_up_many(world, people=50, times=1000)


def test_proved_look_ups_leave_a_burnt_challenge_besides(world: World) -> None:
    person, _ = world.linked_person()
    call = world.desk.look_up(person.chip, proved=True)
    before = world.rows.dump()
    assert call.send().status == 200
    assert differences(before, world.rows.dump()) == {"core.terminal_challenges.used"}


def test_nothing_of_a_person_stands_in_a_dump_or_a_log(world: World, leak_guard: LeakGuard) -> None:
    """After linking, replacing, renumbering, renewing and looking up."""
    person, number = world.linked_person(change_notice=True)
    other, last = world.number(), world.number()
    assert world.desk.link(person.chip, other, change_notice=True, method="PUT").send().status == 200
    assert world.desk.renumber(other, last, idempotency_key="kept answer").send().status == 200
    world.renew(person)
    assert world.desk.look_up(person.chip).send().members["service_id"] == last
    world.answers.clear()  # the provider's own numbers may stand there
    signing = person.card.signing
    assert signing is not None
    leak_guard.watch_certificate(signing.der)
    for patron_number in (number, other, last):
        leak_guard.watch(patron_number, "a patron number")
    for side in ("core", "points"):
        leak_guard.look_into(f"a dump of {side}", dump(world.url(side)))
