"""After everything above: who was where and when is written nowhere, and no desk knows who anybody is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.browsers import Browsers
from tests.browser.counter import Counter
from tests.browser.pages.desk import Desk
from tests.support.dump import dump, rows_by_table
from tests.support.leak_guard import LeakGuard
from tests.support.running_town import RunningTown
from tests.support.town_secrets import TownSecrets

Rows = dict[str, list[tuple[object, ...]]]
Left = dict[str, tuple[Rows, bytes]]

LOOK_UPS = 20
#: What a look-up may add to or change in: request nonces, rate limits, counts per terminal and day.
COUNTED = {"nonces", "nonce_marks", "limits", "terminal_usage"}
#: What the town keeps as the outside world: cards with their keys, mails, the testers' own sets.
OUTSIDE = {"town", "points-mail", "testers", "testers.json", "testers-points.json"}


@pytest.fixture(scope="module")
def looked_up(town: RunningTown, browsers: Browsers, counter: Counter, secrets: TownSecrets) -> Left:
    """Somebody links, and is looked up twenty times; rows and logs before and after that."""
    number = town.free_number(4)
    secrets.add_number(number)
    desk = Desk(browsers.open(), counter.origin)
    town.put("p384", "library")
    desk.link(number)
    town.put("p384", "library")
    desk.look_up()
    desk.leave()
    before = _left(town, counter)
    for _ in range(LOOK_UPS):
        town.put("p384", "library")
        assert number in desk.look_up_at_once()
    after = _left(town, counter)
    browsers.close(desk.window)
    return {"before": before, "after": after}


def _left(town: RunningTown, counter: Counter) -> tuple[Rows, bytes]:
    logs = [*town.layout.logs.glob("terminals.log"), *counter.directory.glob("*.log")]
    return rows_by_table(_core(town)), b"".join(log.read_bytes() for log in logs)


def _core(town: RunningTown) -> str:
    return f"sqlite:///{town.layout.core / 'core.sqlite'}"


def _points(town: RunningTown) -> str:
    return f"sqlite:///{town.layout.points / 'points.sqlite'}"


def test_look_ups_leave_no_row_of_who_and_when(looked_up: Left) -> None:
    (before, _), (after, _) = looked_up["before"], looked_up["after"]
    new = {table for table, rows in after.items() if set(rows) - set(before[table])}
    assert "nonces" in new
    assert new <= COUNTED


def test_look_ups_leave_no_line(looked_up: Left) -> None:
    assert looked_up["after"][1] == looked_up["before"][1]


@pytest.mark.usefixtures("looked_up")
def test_nothing_is_in_clear_in_dumps_logs_and_files(
    town: RunningTown, counter: Counter, secrets: TownSecrets
) -> None:
    secrets.read_cards()
    guard = LeakGuard()
    secrets.tell(guard)
    guard.look_into("a dump of the core", dump(_core(town)))
    guard.look_into("a dump of the points side", dump(_points(town)))
    for file in _of_the_platform(town):
        guard.look_into(str(file.relative_to(town.directory)), file.read_bytes())
    guard.watch_directory(counter.directory)
    guard.watch_directory(town.directory, "app.log", "desk.log")
    guard.check()


def _of_the_platform(town: RunningTown) -> Iterator[Path]:
    """Every file of the home but the outside world's, and but the databases, whose dumps hold their files."""
    home = town.layout.home
    for file in home.rglob("*"):
        if file.is_file() and file.relative_to(home).parts[0] not in OUTSIDE and ".sqlite" not in file.name:
            yield file


@pytest.mark.usefixtures("looked_up")
def test_no_desk_was_ever_told_who_anybody_is(
    town: RunningTown, browsers: Browsers, counter: Counter, secrets: TownSecrets
) -> None:
    secrets.read_cards()
    guard = LeakGuard()
    secrets.tell_but_numbers(guard)
    pages = 0
    for origin in (counter.origin, town.layout.origin("desk-library"), town.layout.origin("desk-shop")):
        for address, answer in browsers.answers_of(origin):
            guard.look_into(f"the desk's {address}", answer)
            pages += 1
    for place, answers in enumerate(counter.tapped.answers):
        guard.look_into(f"answer {place} of the terminals face", bytes(answers))
    assert pages > LOOK_UPS
    assert len(counter.tapped.answers) > 0
    guard.check()


@pytest.mark.usefixtures("looked_up")
def test_the_search_finds_what_is_there(town: RunningTown, browsers: Browsers, counter: Counter) -> None:
    number = town.free_number(4)
    guard = LeakGuard()
    guard.watch(number, "a patron number")
    for address, answer in browsers.answers_of(counter.origin):
        guard.look_into(address, answer)
    assert guard.leaks()
    guard = LeakGuard()
    guard.watch(number, "a patron number")
    for answers in counter.tapped.answers:
        guard.look_into("the terminals face", bytes(answers))
    assert guard.leaks()
