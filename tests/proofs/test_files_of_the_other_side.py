"""Each side's files are refused to the other side's user (proof b); roles: test_database_roles.py.

Two users are to be had by root alone; without them the files' modes show the same.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from mykey.cli.migrate import upgrade as upgrade_core
from mykey.crypto.keyring import create_key_ring
from mykey.crypto.purposes import CorePurpose, HandoffPurpose, PointsPurpose
from mykey.points.migrate import upgrade as upgrade_points
from mykey.web.engines import make_engine
from tests.support import session

USERS = {"core": 20_001, "points": 20_002, "handoff": 20_003}
PURPOSES = {"core": CorePurpose, "points": PointsPurpose, "handoff": HandoffPurpose}
UPGRADES = {"core": upgrade_core, "points": upgrade_points}


@pytest.fixture(scope="module")
def files(pytestconfig: pytest.Config) -> Iterator[dict[str, list[Path]]]:
    """Databases at work, with log and shared memory beside them, and rings: in a directory open to all."""
    directory = session.directory(pytestconfig) / f"files-{uuid.uuid4().hex[:8]}"
    directory.mkdir()
    directory.chmod(0o777)
    before = os.umask(0)  # the most careless that there is
    connections: list[sa.Connection] = []
    try:
        for side, purposes in PURPOSES.items():
            create_key_ring(directory / f"{side}-keys.json", purposes, os.urandom)
        for side, upgrade in UPGRADES.items():
            url = f"sqlite:///{directory / side}.sqlite"
            upgrade(url)
            connections.append(make_engine(url).connect())
            connections[-1].exec_driver_sql("SELECT count(*) FROM alembic_version")
        yield {side: sorted(directory.glob(f"{side}*")) for side in USERS}
    finally:
        os.umask(before)
        for connection in connections:
            connection.close()
            connection.engine.dispose()
        shutil.rmtree(directory)


def test_a_database_its_log_and_its_ring_are_there(files: dict[str, list[Path]]) -> None:
    for side in UPGRADES:
        names = {path.name for path in files[side]}
        assert names >= {f"{side}.sqlite", f"{side}.sqlite-wal", f"{side}.sqlite-shm", f"{side}-keys.json"}


def test_no_file_is_for_others(files: dict[str, list[Path]]) -> None:
    modes = {path.name: path.stat().st_mode & 0o777 for paths in files.values() for path in paths}
    assert modes == dict.fromkeys(modes, 0o600)


def test_the_other_side_s_user_is_refused(files: dict[str, list[Path]]) -> None:
    refused, read = set(), set()
    for owner, paths in files.items():
        for path in paths:
            if os.geteuid() == 0:
                os.chown(path, USERS[owner], USERS[owner])
            for reader in USERS:
                (read if may_read(path, reader, owner) else refused).add((reader, owner))
    assert read == {(side, side) for side in USERS}
    assert refused == {(reader, owner) for reader in USERS for owner in USERS if reader != owner}


def may_read(path: Path, reader: str, owner: str) -> bool:
    """Tried by that user's own process; where we cannot become another user, by the rights of all others."""
    if os.geteuid() != 0:
        return reader == owner or bool(path.stat().st_mode & 0o077)
    user = {"user": USERS[reader], "group": USERS[reader], "extra_groups": []}
    tried = subprocess.run(  # noqa: S603 - a program of the system on a file of this test
        ["/bin/cat", path], cwd="/", env={}, capture_output=True, check=False, **user
    )
    return tried.returncode == 0
