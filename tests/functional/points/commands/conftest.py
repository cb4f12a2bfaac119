"""`mykey-points` as an operator calls it, with a ring and a database of its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from mykey.crypto.keyring import create_key_ring
from mykey.crypto.purposes import PointsPurpose
from mykey.crypto.tokens import system_random_bytes
from mykey.points.command_line import main

__all__ = ["Command"]


@dataclass
class Command:
    """Runs one command; what it wrote is in `out` and `err`."""

    capsys: pytest.CaptureFixture[str]
    environment: dict[str, str]
    out: str = ""
    err: str = field(default="", repr=False)

    def __call__(self, *words: str) -> int:
        code = main(words, self.environment)
        self.out, self.err = self.capsys.readouterr()
        return code

    def value(self, *words: str) -> str:
        """What a command that must succeed printed."""
        assert self(*words) == 0, self.err
        return self.out.strip()


@pytest.fixture
def command(points_database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Command:
    ring = tmp_path / "keys.json"
    create_key_ring(ring, PointsPurpose, system_random_bytes)
    return Command(
        capsys,
        {
            "MYKEY_POINTS_DATABASE_URL": points_database_url,
            "MYKEY_POINTS_KEY_RING": str(ring),
            "MYKEY_POINTS_LANGUAGE": "en",
        },
    )
