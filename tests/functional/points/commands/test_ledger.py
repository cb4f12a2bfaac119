"""`mykey-points verify` and `heads`, by their exit codes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.functional.points.commands.conftest import Command
from tests.support.moving_clock import MovingClock
from tests.support.points_ground import PointsTown
from tests.support.tampering import tampering


@pytest.fixture(autouse=True)
def town(points_database_url: str) -> None:
    town = PointsTown.on(points_database_url, MovingClock())
    town.person(reserve=100)
    town.engine.dispose()


def test_whole(command: Command, tmp_path: Path) -> None:
    heads, more = str(tmp_path / "heads"), str(tmp_path / "more")
    assert command("verify") == 0
    assert "only with --heads" in command.out
    assert command("heads", heads) == 0
    assert "2 accounts" in command.out
    assert command("heads", more, "--after", heads) == 0
    assert command("verify", "--heads", more) == 0
    assert command.out == "The whole ledger was proved. Nothing is wrong.\n"


def test_findings_are_listed(command: Command, tmp_path: Path, points_database_url: str) -> None:
    heads = str(tmp_path / "heads")
    command("heads", heads)
    with tampering(points_database_url, keep=True) as db:
        db.exec_driver_sql("UPDATE postings SET amount = 99, balance_after = 99 WHERE amount > 0")
    assert command("verify", "--heads", heads) == 1
    lines = command.out.splitlines()
    assert lines[-1] == f"{len(lines) - 1} things are wrong."
    assert any(line.startswith("chain-broken account=") for line in lines)


def test_it_says_where_it_cannot_tell(command: Command, tmp_path: Path) -> None:
    assert command("verify", "--heads", str(tmp_path / "none")) == 2
    assert "cannot be used" in command.err
    (tmp_path / "cut").write_text("mykey-points-heads 1\n")
    assert command("verify", "--heads", str(tmp_path / "cut")) == 2
    assert command("heads", str(tmp_path / "cut")) == 2
    assert "exists" in command.err
    assert command("heads", str(tmp_path / "no" / "heads")) == 2
