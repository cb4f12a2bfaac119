"""The index file of one revocation list: made once a day, mapped into memory, searched at every card.

Little-endian. All numbers unsigned but the two times (Unix seconds, signed).

| offset | bytes | content |
|---|---|---|
| 0 | 8 | `MyKeyCRL` |
| 8 | 2, 1, 1, 4 | version 1; bytes of a serial (8 or 20); bytes of the key identifier; bytes of the point |
| 16 | 8, 8 | thisUpdate, nextUpdate |
| 32 | 8 | number of entries |
| 40 | 32 | SHA-256 over everything else: a damaged file is unreadable, never a list with fewer entries |
| 72 | | CA key identifier, distribution point (UTF-8, RFC 4514), zeros up to a multiple of eight |
| then | width × n | serials in ascending order: little-endian where they have 8 bytes, big-endian where 20 |
| then | n | the CRLReason of each |
"""

from __future__ import annotations

import hashlib
import struct
import sys
from array import array
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from operator import lt

from mykey.certificates.errors import RevocationListRefused
from mykey.certificates.revocation_entries import NARROW_LIMIT, Entries

__all__ = ["NARROW", "WIDE", "IndexHeader", "IndexLayout", "IndexUnreadable", "read_layout", "write_index"]

if sys.byteorder != "little":
    raise ImportError("the revocation index is mapped as it is: a little-endian machine is needed")

NARROW, WIDE = 8, 20
_MAGIC, _VERSION = b"MyKeyCRL", 1
_HEAD = struct.Struct("<8sHBBIqqQ")
_DIGEST_BYTES = 32
_NAMES_AT = _HEAD.size + _DIGEST_BYTES
_LARGEST_SORT = 1 << 20
"""Keys sorted at once: sorting makes an object of each, some 40 bytes."""


class IndexUnreadable(Exception):
    """The file is no whole index of this version. Stays in this room: callers cannot tell, and say so."""


@dataclass(frozen=True)
class IndexHeader:
    """Which list it is, and from when until when it speaks. Times in whole seconds, UTC."""

    this_update: datetime
    next_update: datetime
    ca_key_id: bytes
    distribution_point: str


@dataclass(frozen=True)
class IndexLayout:
    """The header, and where serials and reasons stand in the file."""

    header: IndexHeader
    width: int
    count: int
    serials_at: int

    @property
    def reasons_at(self) -> int:
        """The offset of the first reason."""
        return self.serials_at + self.width * self.count


def write_index(header: IndexHeader, entries: Entries) -> bytes:
    """The file for these entries, which are used up. Raises `RevocationListRefused` (`duplicate-serial`)."""
    point = header.distribution_point.encode()
    names = header.ca_key_id + point
    names += bytes(-(_NAMES_AT + len(names)) % 8)
    head = _HEAD.pack(
        _MAGIC,
        _VERSION,
        WIDE if entries.large else NARROW,
        len(header.ca_key_id),
        len(point),
        int(header.this_update.timestamp()),
        int(header.next_update.timestamp()),
        len(entries),
    )
    pieces = [names, *(_wide_body(entries) if entries.large else _narrow_body(entries))]
    digest = hashlib.sha256(head)
    for piece in pieces:
        digest.update(piece)
    return b"".join((head, digest.digest(), *pieces))


def read_layout(data: memoryview) -> IndexLayout:
    """Checks the whole file. Raises `IndexUnreadable`."""
    if len(data) < _NAMES_AT:
        raise IndexUnreadable
    magic, version, width, key_bytes, point_bytes, this_update, next_update, count = _HEAD.unpack_from(data)
    if (magic, version) != (_MAGIC, _VERSION) or width not in (NARROW, WIDE):
        raise IndexUnreadable
    point_at = _NAMES_AT + key_bytes
    serials_at = point_at + point_bytes
    serials_at += -serials_at % 8
    if len(data) != serials_at + (width + 1) * count:
        raise IndexUnreadable
    digest = hashlib.sha256(data[: _HEAD.size])
    digest.update(data[_NAMES_AT:])
    if digest.digest() != data[_HEAD.size : _NAMES_AT]:
        raise IndexUnreadable
    header = IndexHeader(
        this_update=datetime.fromtimestamp(this_update, UTC),
        next_update=datetime.fromtimestamp(next_update, UTC),
        ca_key_id=bytes(data[_NAMES_AT:point_at]),
        distribution_point=str(data[point_at : point_at + point_bytes], "utf-8"),
    )
    return IndexLayout(header, width, count, serials_at)


def _narrow_body(entries: Entries) -> list[bytes | bytearray]:
    serials: list[bytes | bytearray] = []
    reasons: list[bytes | bytearray] = []
    for name in sorted(entries.ranges):
        ordered = memoryview(_in_order(entries.ranges.pop(name))).cast("B")
        numbers = bytearray(len(ordered))
        for place in range(7):
            numbers[place::8] = ordered[place + 1 :: 8]
        ascending = memoryview(numbers).cast("Q")
        if not all(map(lt, ascending, ascending[1:])):
            raise RevocationListRefused(reason="duplicate-serial")
        serials.append(numbers)
        reasons.append(bytes(ordered[::8]))
    return serials + reasons


def _in_order(keys: array[int]) -> array[int]:
    """The keys sorted, part by part where there are many, so that memory stays small."""
    if all(map(lt, keys, memoryview(keys)[1:])):
        return keys
    sample = sorted(keys[:: 1 + len(keys) // 4096])
    edges = sample[:: 1 + len(sample) * _LARGEST_SORT // len(keys)][1:]
    ordered = array("Q")
    for low, high in pairwise([0, *edges, NARROW_LIMIT << 8]):
        ordered.extend(sorted(key for key in keys if low <= key < high))
    return ordered


def _wide_body(entries: Entries) -> list[bytes | bytearray]:
    narrow = (divmod(key, 256) for keys in entries.ranges.values() for key in keys)
    ordered = sorted([*narrow, *entries.large])
    if any(before[0] == after[0] for before, after in pairwise(ordered)):
        raise RevocationListRefused(reason="duplicate-serial")
    serials = b"".join(serial.to_bytes(WIDE, "big") for serial, _ in ordered)
    return [serials, bytes(reason for _, reason in ordered)]
