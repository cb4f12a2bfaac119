from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

from mykey.crypto.keyring import create_key_ring
from mykey.crypto.purposes import CorePurpose
from town.authority.office import CardOffice

REPOSITORY = Path(__file__).parents[3]


def test_the_process_ends_on_sigterm(database_url: str, office: CardOffice, tmp_path: Path) -> None:
    create_key_ring(tmp_path / "keys.json", CorePurpose, os.urandom)
    (tmp_path / "trust.json").write_text(json.dumps(office.trust()), encoding="utf-8")
    nobody = "http://127.0.0.1:9"
    environment = os.environ | {
        "MYKEY_JOBS_DATABASE_URL": database_url,
        "MYKEY_JOBS_KEY_RING": str(tmp_path / "keys.json"),
        "MYKEY_JOBS_TRUST": str(tmp_path / "trust.json"),
        "MYKEY_JOBS_REVOCATION_LISTS": str(tmp_path / "lists"),
        "MYKEY_JOBS_AUTHORITY_ORIGIN": nobody,
        "MYKEY_JOBS_SMTP_HOST": "127.0.0.1",
        "MYKEY_JOBS_SMTP_PORT": "9",
        "MYKEY_JOBS_MAIL_SENDER": "mykey@mail.example",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "mykey.jobs.run"],
        cwd=REPOSITORY,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        # The first turn: the authority does not answer, and that is one line.
        assert json.loads(process.stdout.readline())["error"] == "RevocationUnknown"
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == 0
    finally:
        process.kill()
        process.stdout.close()
        process.wait()
