from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import inspect

from mykey.crypto.keyring import create_key_ring
from mykey.crypto.purposes import PointsPurpose
from mykey.crypto.tokens import system_random_bytes
from mykey.handoff.keys import read_sealing_key
from mykey.points.command_line import main
from mykey.points.models.all_tables import POINTS_METADATA
from mykey.web.engines import make_engine
from tests.functional.points.commands.conftest import Command
from tests.support.databases import Databases


def test_the_points_side_makes_its_own_ring_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ring, public = tmp_path / "keys.json", tmp_path / "sealing.json"
    assert main(["keys", str(ring), "--sealing-key", str(public)], {}) == 0
    assert ring.stat().st_mode & 0o777 == 0o600
    assert set(json.loads(ring.read_text())["purposes"]) == set(PointsPurpose)
    assert read_sealing_key(public).version == 1
    before = ring.read_bytes()
    assert main(["keys", str(ring)], {}) == 2
    assert ring.read_bytes() == before
    assert "鍵の束がもうあります" in capsys.readouterr().err


def test_an_older_ring_gets_the_keys_that_came_since(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ring = tmp_path / "keys.json"
    create_key_ring(ring, list(PointsPurpose)[:-2], system_random_bytes)
    assert main(["keys", str(ring), "--complete", "--sealing-key", str(tmp_path / "sealing.json")], {}) == 0
    assert "2個" in capsys.readouterr().out
    assert set(json.loads(ring.read_text())["purposes"]) == set(PointsPurpose)
    assert main(["keys", str(tmp_path / "none.json"), "--complete"], {}) == 2
    assert "none.json" not in capsys.readouterr().err


def test_the_public_sealing_key_is_written_from_the_ring(tmp_path: Path) -> None:
    ring, one, two = tmp_path / "keys.json", tmp_path / "one.json", tmp_path / "two.json"
    assert main(["keys", "--demo", str(ring), "--sealing-key", str(one)], {}) == 0
    assert main(["sealing-key", str(two)], {"MYKEY_POINTS_KEY_RING": str(ring)}) == 0
    assert one.read_bytes() == two.read_bytes()
    assert main(["sealing-key", str(tmp_path / "no" / "x")], {"MYKEY_POINTS_KEY_RING": str(ring)}) == 2


def test_migrate_makes_the_points_tables_alone(databases: Databases, database_engine: str) -> None:
    url = databases.create_empty("points", database_engine)
    try:
        assert main(["migrate"], {"MYKEY_POINTS_DATABASE_URL": url}) == 0
        engine = make_engine(url)
        assert set(inspect(engine).get_table_names()) == {"alembic_version", *POINTS_METADATA.tables}
        engine.dispose()
    finally:
        databases.drop(url)


def test_without_its_setting_it_says_which(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["migrate"], {}) == 2
    assert "MYKEY_POINTS_DATABASE_URL" in capsys.readouterr().err
    assert main(["subjects", "count"], {"MYKEY_POINTS_DATABASE_URL": "sqlite://"}) == 2
    assert "MYKEY_POINTS_KEY_RING" in capsys.readouterr().err


def test_a_demo_ring_is_refused_unless_it_is_said(
    command: Command, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    demo = tmp_path / "demo.json"
    main(["keys", "--demo", str(demo)], {})
    capsys.readouterr()
    command.environment["MYKEY_POINTS_KEY_RING"] = str(demo)
    assert command("subjects", "count") == 2
    assert "demo-keys" in command.err
    command.environment["MYKEY_POINTS_DEMO_KEYS"] = "yes"
    assert command("subjects", "count") == 0


def test_a_database_that_cannot_be_used_is_told_without_its_address(command: Command, tmp_path: Path) -> None:
    command.environment["MYKEY_POINTS_DATABASE_URL"] = f"sqlite:///{tmp_path / 'secret-place.sqlite'}"
    assert command("subjects", "count") == 2
    assert "secret-place" not in command.err + command.out
    assert command("verify") == 2
