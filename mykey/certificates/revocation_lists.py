"""All revocation lists of one directory, asked by the certificate's name and distribution point (jpki.md).

A timed job stores new lists while the faces ask: a file is replaced whole, and noticed within a second.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import tempfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from threading import Lock

from mykey.certificates.errors import RevocationListRefused
from mykey.certificates.index_format import IndexUnreadable, read_layout
from mykey.certificates.revocation_index import Freshness, RevocationIndex
from mykey.certificates.revocation_reasons import RevocationReason
from mykey.kernel.ports import CertificateName
from mykey.kernel.refusals_of_cards import CertificateRevoked, RevocationUnknown

__all__ = ["RevocationLists", "index_path", "store"]

_LOOK_AGAIN_AFTER = timedelta(seconds=1)
_KEPT_OPEN = 400
"""A mapped file holds a file descriptor, of which a process commonly has 1,024; about 3,800 lists exist."""

_READABLE_BY_GROUP = 0o640  # the job that stores and the faces that read may be different users


def index_path(directory: Path, ca_key_id: bytes, distribution_point: str) -> Path:
    """`<key identifier in hex>/<first 16 bytes of SHA-256 of the point, in hex>.idx` under `directory`."""
    point = hashlib.sha256(distribution_point.encode("utf-8", "surrogatepass")).digest()[:16]
    return directory / ca_key_id.hex() / f"{point.hex()}.idx"


def store(directory: Path, index_bytes: bytes) -> Path:
    """Puts an index in its place, at once and durably, and says where.

    Raises:
        RevocationListRefused: `malformed`, or `older-than-present` where the list in place is younger: an old
            list played again would forget revocations.
        OSError: the disk did not take it; what was in place is still there.
    """
    try:
        header = read_layout(memoryview(index_bytes)).header
    except (IndexUnreadable, ValueError, OverflowError):
        raise RevocationListRefused(reason="malformed") from None
    path = index_path(directory, header.ca_key_id, header.distribution_point)
    path.parent.mkdir(parents=True, exist_ok=True)
    with (directory / ".lock").open("a") as lock:
        # Two jobs may run at once (dependencies.md, jobs): the comparison and the replacement are one act.
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            present = RevocationIndex.open(path)
        except RevocationUnknown:
            pass  # no list, or one that nobody can read: anything is better
        else:
            if present.header.this_update > header.this_update:
                raise RevocationListRefused(reason="older-than-present")
        _replace(path, index_bytes)
    return path


class RevocationLists:
    """Answers from the lists in `directory`, which it opens as they are asked for and keeps open.

    May be shared by threads. The moment handed in is the clock: a file is looked at again after a second.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._opened: dict[tuple[bytes, str], _Opened] = {}
        self._opening = Lock()

    def check(
        self, name: CertificateName, distribution_point: str, moment: datetime, grace: timedelta
    ) -> Freshness:
        """How young the list is that does not name the certificate.

        Raises:
            CertificateRevoked: the list names it, for whatever reason.
            RevocationUnknown: no readable list covers it, or the list is past its nextUpdate and `grace`.
        """
        index = self._index(name.ca_key_id, distribution_point, moment)
        freshness = index.freshness(moment, grace)
        if index.find(name.serial) is not None:
            raise CertificateRevoked
        return freshness

    def reason(
        self, name: CertificateName, distribution_point: str, moment: datetime, grace: timedelta
    ) -> RevocationReason | None:
        """Why the certificate was revoked, or None. Raises `RevocationUnknown` as `check` does."""
        index = self._index(name.ca_key_id, distribution_point, moment)
        index.freshness(moment, grace)
        return index.find(name.serial)

    def _index(self, ca_key_id: bytes, distribution_point: str, moment: datetime) -> RevocationIndex:
        opened = self._opened.get((ca_key_id, distribution_point))
        if opened and opened.looked <= moment < opened.looked + _LOOK_AGAIN_AFTER:
            return opened.index
        with self._opening:
            return self._look(ca_key_id, distribution_point, moment)

    def _look(self, ca_key_id: bytes, distribution_point: str, moment: datetime) -> RevocationIndex:
        key = (ca_key_id, distribution_point)
        path = index_path(self._directory, ca_key_id, distribution_point)
        opened = self._opened.pop(key, None)
        try:
            status = path.stat()
        except OSError:
            raise RevocationUnknown from None
        stamp = (status.st_ino, status.st_mtime_ns, status.st_size)
        if opened is None or opened.stamp != stamp:
            index = RevocationIndex.open(path)
            if (index.header.ca_key_id, index.header.distribution_point) != key:
                raise RevocationUnknown
        else:
            index = opened.index
        while len(self._opened) >= _KEPT_OPEN:
            self._opened.pop(next(iter(self._opened)))
        self._opened[key] = _Opened(index, stamp, moment)
        return index


@dataclass(frozen=True, slots=True)
class _Opened:
    index: RevocationIndex
    stamp: tuple[int, int, int]
    looked: datetime


def _replace(path: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.stem, suffix=".new")
    unfinished = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            os.fchmod(file.fileno(), _READABLE_BY_GROUP)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except OSError:
        unfinished.unlink(missing_ok=True)
        raise
    directory = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
