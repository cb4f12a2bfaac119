"""A strict reader for DER (ITU-T X.690, clause 10): definite, shortest lengths, nothing left over.

Written by hand because it stands on the path of every card and walks lists of millions of entries, where the
libraries build an object for each element (performance.md). It knows only what certificates and lists need.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

__all__ = [
    "BIT_STRING",
    "BOOLEAN",
    "ENUMERATED",
    "INTEGER",
    "OCTET_STRING",
    "OID",
    "SEQUENCE",
    "SET",
    "Element",
    "NotDer",
    "children",
    "content",
    "element",
    "natural_number",
    "object_identifier",
    "only",
]

BOOLEAN, INTEGER, BIT_STRING, OCTET_STRING, OID, ENUMERATED = 0x01, 0x02, 0x03, 0x04, 0x06, 0x0A
SEQUENCE, SET = 0x30, 0x31

_LONGEST_LENGTH_FIELD = 4
_HIGH_TAG = 0x1F

Element = tuple[int, int, int]
"""Tag, first byte of the content, first byte behind it."""


class NotDer(Exception):
    """The bytes are not the DER looked for. Stays in this room: entry points answer in their own words."""


def element(data: bytes, at: int, end: int) -> Element:
    """The element at `at`, which ends no later than `end`; refuses multi-byte tags and padded lengths."""
    start = at + 2
    if start > end:
        raise NotDer
    tag, length = data[at], data[at + 1]
    if length > 0x7F:  # noqa: PLR2004 - the long form begins above 127 (X.690, 8.1.3)
        octets = length & 0x7F
        if not 0 < octets <= _LONGEST_LENGTH_FIELD or start + octets > end:
            raise NotDer
        length = int.from_bytes(data[start : start + octets], "big")
        if length < 0x80 or length >> 8 * (octets - 1) == 0:  # noqa: PLR2004 - must be the shortest form
            raise NotDer
        start += octets
    stop = start + length
    if stop > end or tag & _HIGH_TAG == _HIGH_TAG:
        raise NotDer
    return tag, start, stop


def content(data: bytes, at: int, end: int, tag: int) -> tuple[int, int]:
    """Where the content of the element at `at` begins and ends; refuses any tag but `tag`."""
    found, start, stop = element(data, at, end)
    if found != tag:
        raise NotDer
    return start, stop


def only(data: bytes, at: int, end: int, tag: int) -> tuple[int, int]:
    """Like `content`, where nothing may follow before `end`."""
    start, stop = content(data, at, end, tag)
    if stop != end:
        raise NotDer
    return start, stop


def children(data: bytes, start: int, stop: int) -> Iterator[Element]:
    """The elements that fill `start` to `stop` without a gap."""
    while start < stop:
        child = element(data, start, stop)
        yield child
        start = child[2]


def natural_number(data: bytes, start: int, stop: int, longest: int) -> int:
    """The content of an INTEGER above zero in its shortest form, of `longest` bytes at most."""
    if not 0 < stop - start <= longest or data[start] > 0x7F:  # noqa: PLR2004 - the sign bit
        raise NotDer
    if data[start] == 0 and (stop - start == 1 or data[start + 1] < 0x80):  # noqa: PLR2004 - zero, or padded
        raise NotDer
    return int.from_bytes(data[start:stop], "big")


def object_identifier(data: bytes, start: int, stop: int) -> bytes:
    """The content of an OBJECT IDENTIFIER, checked for its form (X.690, 8.19)."""
    value = data[start:stop]
    if not value or value[-1] > 0x7F or value[0] == 0x80:  # noqa: PLR2004 - an arc that never ends, or is padded
        raise NotDer
    if b"\x80" in value:  # perhaps an arc padded with zeros; asked first, for every card passes here
        for before, after in pairwise(value):
            if after == 0x80 and before < 0x80:  # noqa: PLR2004 - as above
                raise NotDer
    return value
