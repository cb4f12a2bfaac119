from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from mykey.crypto.keyring import KeyRingRefused, create_key_ring
from mykey.crypto.purposes import PointsPurpose
from mykey.points.jobs.run import jobs_of
from mykey.points.jobs.settings import PointsJobsSettings
from mykey.points.models.all_tables import CITIZENS_TABLES, POINTS_METADATA
from tests.functional.points.jobs.conftest import JobsTown

REPOSITORY = Path(__file__).parents[4]


def settings(url: str, ring: Path) -> PointsJobsSettings:
    return PointsJobsSettings(
        database_url=url, key_ring=ring, smtp_host="127.0.0.1", smtp_port=9, mail_sender="points@mail.example"
    )


def test_every_job_has_its_turn(town: JobsTown, points_database_url: str, tmp_path: Path) -> None:
    create_key_ring(tmp_path / "keys.json", PointsPurpose, os.urandom)
    jobs = jobs_of(settings(points_database_url, tmp_path / "keys.json"), town.engine)
    assert [job.name for job in jobs] == [
        "send-letters", "purge", "return-vouchers", "expire-lots", "move-past-term", "remind-of-end",
        "count-figures", "ask-partners", "tell-partners", "rewrite-citizens-tables",
    ]  # fmt: skip
    for job in jobs:
        job.act()


def test_a_demo_ring_is_refused_in_service(town: JobsTown, points_database_url: str, tmp_path: Path) -> None:
    create_key_ring(tmp_path / "keys.json", PointsPurpose, os.urandom, demo=True)
    with pytest.raises(KeyRingRefused):
        jobs_of(settings(points_database_url, tmp_path / "keys.json"), town.engine)


def test_the_process_ends_on_sigterm(points_database_url: str, tmp_path: Path) -> None:
    create_key_ring(tmp_path / "keys.json", PointsPurpose, os.urandom)
    environment = os.environ | {
        "MYKEY_POINTS_JOBS_DATABASE_URL": points_database_url.replace(
            "/points.sqlite", "/none/points.sqlite"
        ),
        "MYKEY_POINTS_JOBS_KEY_RING": str(tmp_path / "keys.json"),
        "MYKEY_POINTS_JOBS_SMTP_HOST": "127.0.0.1",
        "MYKEY_POINTS_JOBS_SMTP_PORT": "9",
        "MYKEY_POINTS_JOBS_MAIL_SENDER": "points@mail.example",
    }
    if points_database_url.startswith("postgresql"):
        environment["MYKEY_POINTS_JOBS_DATABASE_URL"] = "postgresql+psycopg://nobody@127.0.0.1:9/none"
    process = subprocess.Popen(
        [sys.executable, "-m", "mykey.points.jobs.run"],
        cwd=REPOSITORY,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        # The first turn: the database is not there, and that is one line a job.
        first = json.loads(process.stdout.readline())
        assert (first["event"], first["job"], first["error"]) == (
            "job-failed",
            "send-letters",
            "OperationalError",
        )
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == 0
    finally:
        process.kill()
        process.stdout.close()
        process.wait()


def test_what_is_rewritten_is_closed() -> None:
    """No table outside refers to one inside, and all that refer to a holder are inside."""
    inside = set(CITIZENS_TABLES)
    for table in POINTS_METADATA.sorted_tables:
        refers = {key.column.table for key in table.foreign_keys}
        assert table in inside or not refers & inside, table.name
