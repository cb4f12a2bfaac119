"""One directory a test session, shared by all xdist workers: databases, templates and locks live in it.

The first process makes it, hands its path to the workers and removes it at the end. What a worker builds
there for all, a migrated template for one, it builds under a file lock, once.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["PREFIX", "locked", "make", "remove"]

PREFIX = "mykey-tests-"

# A socket's path may have 107 characters (unix(7)); the longest name under the directory has under 50.
_LONGEST_BASE = 40


# Memory makes files ten times faster than some disks do; the servers and their files need about 300 MB of it.
_MEMORY = Path("/dev/shm")  # noqa: S108 -- only the parent is fixed, mkdtemp makes the name
_ENOUGH_BYTES = 2 * 1024**3


def _base() -> str:
    if _MEMORY.is_dir() and os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > _ENOUGH_BYTES:
        return str(_MEMORY)
    base = tempfile.gettempdir()
    return base if len(base) <= _LONGEST_BASE else "/tmp"  # noqa: S108 -- as above


def make() -> Path:
    """A fresh directory that others may pass through but not list: root's PostgreSQL is another user."""
    base = _base()
    directory = Path(tempfile.mkdtemp(prefix=PREFIX, dir=base))
    directory.chmod(0o711)
    return directory


def remove(directory: Path) -> None:
    """Take the directory away with all that is in it."""
    shutil.rmtree(directory, ignore_errors=True)


@contextmanager
def locked(directory: Path, name: str) -> Iterator[None]:
    """Hold `<name>.lock` in the directory; other workers wait. A process that dies lets go of it."""
    descriptor = os.open(directory / f"{name}.lock", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
