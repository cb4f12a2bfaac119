"""A local socket's address holds 107 bytes (unix(7)); directories lie deeper than that.

Through an open directory every socket has a short address.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["socket_address"]


@contextmanager
def socket_address(path: Path) -> Iterator[str]:
    """The address by which to bind or connect, while the block lasts.

    Raises:
        OSError: there is no such directory, or we may not enter it.
    """
    directory = os.open(path.parent, os.O_PATH | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{directory}/{path.name}"
    finally:
        os.close(directory)
