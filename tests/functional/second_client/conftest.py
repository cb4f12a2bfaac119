"""One world a module and engine: a migrated database each, so that a test costs its own requests only."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.functional.second_client.world import World
from tests.support.databases import ENGINES, Databases
from tests.support.leak_guard import LeakGuard


@pytest.fixture(scope="module", params=ENGINES)
def world_of_module(
    request: pytest.FixtureRequest, databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    made = World(databases, request.param, tmp_path_factory.mktemp("world"))
    yield made
    made.close()


@pytest.fixture
def world(world_of_module: World, leak_guard: LeakGuard) -> Iterator[World]:
    """The module's world with lists as of today; the leak guard watches each person of the test."""
    world_of_module.guard = leak_guard
    world_of_module.freshen()
    with world_of_module.after_test:
        yield world_of_module
    leak_guard.look_into("the answers of the terminals face", b"\n".join(world_of_module.answers))
    world_of_module.answers.clear()
    world_of_module.linkage.down = False
    world_of_module.tickets.silent = False
    world_of_module.guard = None
