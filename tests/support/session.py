"""The session as pytest sees it: the first process makes a directory and a keeper and tells the workers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.support import session_directory
from tests.support.postgres_keeper import Keeper, log_files

__all__ = ["begin", "directory", "end", "postgresql_directory", "postgresql_logs", "tell_worker"]

_DIRECTORY = pytest.StashKey[Path]()
_KEEPER = pytest.StashKey[Keeper]()
_WORKER_INPUT = "mykey_session_directory"


def begin(config: pytest.Config) -> None:
    """Make the directory and start the keeper in the first process; a worker takes what it was told.

    Each test's `tmp_path` lies in it, too, unless `--basetemp` says where: what is synchronised there would
    wait for a disk.
    """
    worker_input: dict[str, Any] | None = getattr(config, "workerinput", None)
    if worker_input is not None:
        config.stash[_DIRECTORY] = Path(worker_input[_WORKER_INPUT])
        return
    config.stash[_DIRECTORY] = session_directory.make()
    config.option.basetemp = config.option.basetemp or str(config.stash[_DIRECTORY] / "tmp")
    config.stash[_KEEPER] = Keeper(postgresql_directory(config.stash[_DIRECTORY]))


def tell_worker(config: pytest.Config, worker_input: dict[str, Any]) -> None:
    """Hand the directory to one xdist worker."""
    worker_input[_WORKER_INPUT] = str(config.stash[_DIRECTORY])


def directory(config: pytest.Config) -> Path:
    """The directory of this session."""
    return config.stash[_DIRECTORY]


def postgresql_directory(session: Path) -> Path:
    """Where the clusters live in the session's directory."""
    return session / "postgresql"


def postgresql_logs(config: pytest.Config) -> list[Path]:
    """The logs of the clusters, whether they run already or not."""
    return log_files(postgresql_directory(config.stash[_DIRECTORY]))


def end(config: pytest.Config) -> None:
    """In the first process stop the servers and remove the directory; a worker leaves both alone."""
    keeper = config.stash.get(_KEEPER, None)
    if keeper is not None:
        keeper.end()
        session_directory.remove(config.stash[_DIRECTORY])
