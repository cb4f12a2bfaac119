from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import inspect

from mykey.crypto.purposes import PointsPurpose
from mykey.points.command_line import main
from mykey.web.engines import make_engine
from tests.support.databases import Databases


def test_the_points_side_makes_its_own_ring_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ring = tmp_path / "keys.json"
    assert main(["keys", str(ring)], {}) == 0
    assert ring.stat().st_mode & 0o777 == 0o600
    assert set(json.loads(ring.read_text())["purposes"]) == set(PointsPurpose)
    before = ring.read_bytes()
    assert main(["keys", str(ring)], {}) == 2
    assert ring.read_bytes() == before
    assert "There is a key ring already" in capsys.readouterr().err


def test_migrate_makes_the_points_tables_alone(databases: Databases, database_engine: str) -> None:
    url = databases.create_empty("points", database_engine)
    try:
        assert main(["migrate"], {"MYKEY_POINTS_DATABASE_URL": url}) == 0
        engine = make_engine(url)
        assert set(inspect(engine).get_table_names()) == {"alembic_version", "points_sessions"}
        engine.dispose()
    finally:
        databases.drop(url)


def test_without_its_setting_it_says_which(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["migrate"], {}) == 2
    assert "MYKEY_POINTS_DATABASE_URL" in capsys.readouterr().err
