"""Two worlds that differ only in library use leave the same on the points side, to the byte (proof d).

Each runs in this process with one seeded stream a side and a clock that moves by the same steps. On SQLite,
whose file is the whole of what is kept.
"""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass
from pathlib import Path

import pytest

from mykey.points.acts.put_into_reserve import put_into_reserve
from tests.proofs.journey import Life, live
from tests.proofs.streams import Streams
from tests.proofs.two_sides import Citizen, TwoSides, two_sides
from tests.support.databases import Databases

#: What a request took is measured by the machine's own clock, which does not stand still.
_DURATION = re.compile(r'"duration_ms": \d+, ')


@dataclass(frozen=True)
class Left:
    """What a world leaves on the points side, and how many rows at the core."""

    rows: list[str]
    file: bytes
    mails: list[tuple[str, str, str]]
    logs: list[str]
    core_rows: list[str]


def left_by(databases: Databases, directory: Path, life: Life, *, shared: bool = False) -> Left:
    core, points = (databases.create(line, "sqlite") for line in ("core", "points"))
    with two_sides(core, points, directory, Streams("two worlds", shared=shared)) as town:
        live(town, life)
        mails = [(mail.recipient, mail.subject, mail.text) for mail in town.points_mails.mails]
        logs = [_DURATION.sub("", line) for line in town.streams.logs["points"]]
    copy = directory / "points-copy.sqlite"
    found = Left(_rows(points), _file(points, copy), mails, logs, _rows(core))
    databases.drop(core)
    databases.drop(points)
    return found


def _rows(url: str) -> list[str]:
    connection = sqlite3.connect(url.removeprefix("sqlite:///"))
    try:
        return list(connection.iterdump())
    finally:
        connection.close()


def _file(url: str, copy: Path) -> bytes:
    connection = sqlite3.connect(url.removeprefix("sqlite:///"))
    try:
        connection.execute("VACUUM INTO ?", [str(copy)])
    finally:
        connection.close()
    return copy.read_bytes()


def a_library_point(town: TwoSides, person: Citizen) -> None:
    """What is feared: points for linking a library's number."""
    holder = person.holder_id
    if holder is not None:
        with town.streams.at("points"):
            town.town.do(lambda work: put_into_reserve(work, holder, 10))


@pytest.fixture(scope="module")
def without_library(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Left:
    return left_by(databases, tmp_path_factory.mktemp("without"), Life(library=False))


def test_library_use_leaves_the_points_side_as_it_is(
    databases: Databases, tmp_path: Path, without_library: Left
) -> None:
    with_library = left_by(databases, tmp_path, Life(library=True))
    assert with_library.core_rows != without_library.core_rows
    assert with_library.rows == without_library.rows
    assert with_library.file == without_library.file
    assert with_library.mails == without_library.mails
    assert with_library.logs == without_library.logs
    assert len(with_library.mails) > 4
    assert len(with_library.logs) > 4


def test_a_point_for_a_link_is_seen(databases: Databases, tmp_path: Path, without_library: Left) -> None:
    leaking = left_by(databases, tmp_path, Life(library=True, after_link=a_library_point))
    assert leaking.rows != without_library.rows
    assert leaking.mails != without_library.mails


def test_one_stream_for_both_sides_is_seen(databases: Databases, tmp_path: Path) -> None:
    """Ids that both sides draw from one source tell one side how busy the other was."""
    for name in ("without", "with"):
        (tmp_path / name).mkdir()
    quiet = left_by(databases, tmp_path / "without", Life(library=False), shared=True)
    busy = left_by(databases, tmp_path / "with", Life(library=True), shared=True)
    assert busy.rows != quiet.rows
    assert busy.file != quiet.file
