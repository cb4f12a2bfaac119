"""Leaks to plant, each of which the attack must find: the test of the test.

A leak is a function from a `Scene` to the two dumps as the attacker would then have them. To try another,
write one more: `with_column_by_person` puts a column into the table of people of either side.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from bench.linkage.dump import Dump, canonical
from bench.linkage.people import Person
from mykey.kernel.clock import japan_day

__all__ = ["LEAKS", "Leak", "Scene", "an_unshuffled_table", "with_column_by_person"]

SEAL_ADDS = 29
CORE_TABLE, POINTS_TABLE = "links", "accounts"


@dataclass(frozen=True)
class Scene:
    """The people, and the dumps of (core, points) before and after both sides were written anew."""

    people: list[Person]
    before: tuple[Dump, Dump]
    after: tuple[Dump, Dump]


Leak = Callable[[Scene], tuple[Dump, Dump]]


def with_column_by_person(dump: Dump, name: str, values: Mapping[UUID | None, Any]) -> Dump:
    """The dump with one more column in the table of people, or another in its place, by their keys."""
    table, key = dump.root
    found = {canonical(person): value for person, value in values.items()}
    people = dump.tables[table]
    column = [found.get(canonical(row)) for row in people.columns[key]]
    return dump.with_table(people.with_column(name, column))


def _by_person(
    scene: Scene, name: str, core: Callable[[Person], Any], points: Callable[[Person], Any]
) -> tuple[Dump, Dump]:
    return (
        with_column_by_person(scene.after[0], name, {who.citizen_id: core(who) for who in scene.people}),
        with_column_by_person(scene.after[1], name, {who.holder_id: points(who) for who in scene.people}),
    )


def a_created_at_time(scene: Scene) -> tuple[Dump, Dump]:
    """When a person came, to the second, on both sides."""
    return _by_person(scene, "created_at", lambda who: who.hours["register"], lambda who: who.hours["open"])


def a_day_at_the_core(scene: Scene) -> tuple[Dump, Dump]:
    """The day of the link in clear; the points side has its days."""
    days = {who.citizen_id: japan_day(who.hours["link"]) for who in scene.people}
    return with_column_by_person(scene.after[0], "linked_on", days), scene.after[1]


def a_sequence(scene: Scene) -> tuple[Dump, Dump]:
    """A running number on both sides."""
    registered = sorted(scene.people, key=lambda who: who.hours["register"])
    opened = sorted(scene.people, key=lambda who: who.hours["open"])
    ours = {who.number: place for place, who in enumerate(registered, start=1)}
    theirs = {who.number: place for place, who in enumerate(opened, start=1)}
    return _by_person(scene, "number", lambda who: ours[who.number], lambda who: theirs[who.number])


def a_shared_random_id(scene: Scene) -> tuple[Dump, Dump]:
    """One random id, as bytes here and as text there."""
    draw = random.Random("shared")  # noqa: S311 - a leak to be found
    ids = {who.number: draw.randbytes(16) for who in scene.people}
    return _by_person(
        scene, "reference", lambda who: ids[who.number], lambda who: f"ref-{ids[who.number].hex()}"
    )


def a_hash_of_the_other_id(scene: Scene) -> tuple[Dump, Dump]:
    """The points side finds people under a plain hash of the core's id."""
    hashes = {
        who.holder_id: hashlib.sha256(canonical(who.citizen_id) or b"").digest()[:20] for who in scene.people
    }
    return scene.after[0], with_column_by_person(scene.after[1], "reference", hashes)


def a_group_under_two_names(scene: Scene) -> tuple[Dump, Dump]:
    """One of twenty districts on both sides, under numbers that have nothing in common."""
    draw = random.Random("district")  # noqa: S311 - as above
    theirs = draw.sample(range(1000), 20)
    return _by_person(
        scene, "district", lambda who: who.number * 31 % 20, lambda who: theirs[who.number * 31 % 20]
    )


def an_unshuffled_table(scene: Scene) -> tuple[Dump, Dump]:
    """The rewriting forgets one table on each side."""
    core, points = scene.after
    return (
        core.with_table(scene.before[0].tables[CORE_TABLE]),
        points.with_table(scene.before[1].tables[POINTS_TABLE]),
    )


def an_unpadded_ciphertext(scene: Scene) -> tuple[Dump, Dump]:
    """Sealed profiles as long as what is in them: people give both sides the same address."""
    draw = random.Random("unpadded")  # noqa: S311 - as above

    def sealed(more: int) -> Callable[[Person], bytes]:
        return lambda who: draw.randbytes(SEAL_ADDS + more + len(who.mail or ""))

    core, points = scene.after
    return (
        with_column_by_person(core, "profile_sealed", {w.citizen_id: sealed(140)(w) for w in scene.people}),
        with_column_by_person(points, "choices_sealed", {w.holder_id: sealed(90)(w) for w in scene.people}),
    )


#: The leak, and the least AUC at which it counts as found among some hundred people.
LEAKS: Mapping[Leak, float] = {
    a_created_at_time: 0.60,
    a_day_at_the_core: 0.53,
    a_sequence: 0.60,
    a_shared_random_id: 0.80,
    a_hash_of_the_other_id: 0.80,
    a_group_under_two_names: 0.80,
    an_unshuffled_table: 0.55,
    an_unpadded_ciphertext: 0.55,
}
