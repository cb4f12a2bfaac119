"""A process that keeps the two test clusters: starts them when a test first wants them, ends with pytest.

Any xdist worker may be the first to want PostgreSQL, while the servers must live as long as the session and
not a moment longer, also when pytest is killed. So pytest's first process starts this one and holds the
other end of its standard input: when that end closes, for whatever reason, everything is taken away.

Files in the directory speak for it: `wanted` is asked, `ready` or `failed` is answered.
"""

from __future__ import annotations

import select
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import IO

from tests.support import postgres_server

__all__ = ["CLUSTERS", "Keeper", "log_files", "main"]

CLUSTERS = ("core", "points")

_LOOK_EVERY_SECONDS = 0.05
_REPOSITORY = Path(__file__).parents[2]


class Keeper:
    """The process, as pytest's first process holds it."""

    def __init__(self, directory: Path) -> None:
        directory.mkdir()
        directory.chmod(0o711)  # the server's user passes through
        self._process = subprocess.Popen(  # noqa: S603 -- this module
            [sys.executable, "-m", "tests.support.postgres_keeper", directory],
            cwd=_REPOSITORY,
            stdin=subprocess.PIPE,
        )

    def end(self) -> None:
        """Close the pipe and wait until the servers and their files are gone."""
        pipe: IO[bytes] | None = self._process.stdin
        if pipe is not None:
            pipe.close()
        self._process.wait(2 * postgres_server.PATIENCE_SECONDS)


def log_files(directory: Path) -> list[Path]:
    """Where the servers log, whether they run already or not."""
    return [directory / f"{name}.log" for name in CLUSTERS]


def _pytest_left(patience_seconds: float) -> bool:
    readable, _, _ = select.select([sys.stdin], [], [], patience_seconds)
    return bool(readable)


def _start(directory: Path, servers: list[subprocess.Popen[bytes]]) -> None:
    beginnings = [postgres_server.initialise(directory / name) for name in CLUSTERS]
    ends = [beginning.wait(postgres_server.PATIENCE_SECONDS) for beginning in beginnings]
    if any(ends):
        raise RuntimeError("initdb failed")
    servers.extend(postgres_server.launch(directory / name, directory / f"{name}.log") for name in CLUSTERS)
    deadline = time.monotonic() + postgres_server.PATIENCE_SECONDS
    while not all(postgres_server.is_ready(directory / name) for name in CLUSTERS):
        if time.monotonic() > deadline or any(server.poll() is not None for server in servers):
            raise RuntimeError("postgres did not start")
        time.sleep(_LOOK_EVERY_SECONDS)


def main(directory: Path) -> None:
    """Wait to be wanted, start, wait for the end, stop, and remove all that was written."""
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)  # meant for pytest, whose end we see by the closed pipe
    servers: list[subprocess.Popen[bytes]] = []
    try:
        while not (directory / "wanted").exists():
            if _pytest_left(_LOOK_EVERY_SECONDS):
                return
        try:
            _start(directory, servers)
        except (OSError, RuntimeError, LookupError, subprocess.SubprocessError) as reason:
            (directory / "failed").write_text(str(reason))
        else:
            (directory / "ready").touch()
        while not _pytest_left(60):
            continue
    finally:
        for server in servers:
            postgres_server.stop(server)
        shutil.rmtree(directory.parent, ignore_errors=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
