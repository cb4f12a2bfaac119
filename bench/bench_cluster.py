"""A PostgreSQL cluster of a measurement's own, taken away at its end."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mykey.web.engines import make_engine
from tests.support import postgres_server

__all__ = ["bench_cluster", "copied_database"]


@contextmanager
def bench_cluster(prefix: str) -> Iterator[tuple[Path, str]]:
    """A directory and the address of an empty database in a fresh cluster below it."""
    directory = Path(tempfile.mkdtemp(prefix=f"mykey-bench-{prefix}-"))
    directory.chmod(0o711)
    server = _start(directory)
    try:
        _execute(directory, "CREATE DATABASE mykey")
        yield directory, _url(directory, "mykey")
    finally:
        postgres_server.stop(server)
        shutil.rmtree(directory, ignore_errors=True)


def copied_database(directory: Path, url: str) -> str:
    """The address of a copy of the database, which nobody may be connected to."""
    _execute(directory, "CREATE DATABASE mykey_copy TEMPLATE mykey")
    return url.replace("/mykey?", "/mykey_copy?")


def _url(directory: Path, database: str) -> str:
    return f"postgresql+psycopg://postgres@/{database}?host={directory / 'cluster'}"


def _execute(directory: Path, statement: str) -> None:
    engine = make_engine(_url(directory, "postgres"))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()


def _start(directory: Path) -> subprocess.Popen[bytes]:
    home = directory / "cluster"
    if postgres_server.initialise(home).wait() != 0:
        raise RuntimeError
    server = postgres_server.launch(home, directory / "postgresql.log")
    while not postgres_server.is_ready(home):
        if server.poll() is not None:
            raise RuntimeError
        time.sleep(0.05)
    return server
