"""A terminal that calls without end is asked to wait; others are not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.functional.second_client.database_rows import differences
from tests.functional.second_client.world import World
from tests.support.databases import ENGINES, Databases
from tests.support.leak_guard import LeakGuard


@pytest.fixture(scope="module", params=ENGINES)
def slow_world_of_module(
    request: pytest.FixtureRequest, databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """A face with a pace of twelve requests a minute."""
    made = World(databases, request.param, tmp_path_factory.mktemp("slow-world"), requests_a_minute=12)
    yield made
    made.close()


@pytest.fixture
def slow_world(slow_world_of_module: World, leak_guard: LeakGuard) -> World:
    slow_world_of_module.guard = leak_guard
    slow_world_of_module.clock.advance(minutes=2)
    return slow_world_of_module


def test_terminal_beyond_its_pace_waits_as_long_as_it_is_told(slow_world: World) -> None:
    person, _ = slow_world.linked_person(slow_world.terminal())
    desk = slow_world.terminal()
    answers = [desk.look_up(person.chip).send() for _ in range(14)]
    words = [answer.word for answer in answers]
    assert words[:10] == [(200, None)] * 10
    assert words[-1] == (429, "too-many-requests")
    assert slow_world.street_desk.send("GET", "/v1/providers").status == 200

    before = slow_world.rows.dump()
    refused = desk.look_up(person.chip).send()
    assert refused.word == (429, "too-many-requests")
    assert differences(before, slow_world.rows.dump()) == set()
    wait = int(refused.headers["Retry-After"])
    assert 1 <= wait <= 60
    slow_world.clock.advance(seconds=wait)
    assert desk.look_up(person.chip).send().status == 200


def test_a_call_refused_for_its_pace_may_be_made_again_with_its_key(slow_world: World) -> None:
    desk = slow_world.terminal()
    _, number = slow_world.linked_person(slow_world.terminal())
    while True:
        waiting = desk.send("GET", "/v1/providers")
        if waiting.status == 429:
            break
    assert desk.removal(number, idempotency_key="later").send().status == 429
    slow_world.clock.advance(seconds=int(waiting.headers["Retry-After"]))
    assert desk.removal(number, idempotency_key="later").send().status == 204
