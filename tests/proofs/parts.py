"""Every form in which a value may be written, and every part of it: what two sides may not have in common."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any
from uuid import UUID

from bench.linkage.dump import Dump

__all__ = ["SHORTEST", "parts_of_dump", "parts_of_text", "parts_of_values"]

SHORTEST = 6
PIECE = 8
UUID_BYTES = 16

_WORDS = re.compile(r"[^\s\"'$,:;=&?/()\[\]{}<>「」『』（）、。：・|]+")
_RUNS = re.compile(r"[0-9A-Za-z]+")
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{8,}={0,2}")


def parts_of_dump(dump: Dump) -> dict[bytes, str]:
    """Each part and where it stands; the engine's own columns are left out (the linkage attack has them)."""
    found: dict[bytes, str] = {}
    for table in dump.tables.values():
        for name, values in table.columns.items():
            if not name.startswith("("):
                found.update(dict.fromkeys(parts_of_values(values), f"{table.name}.{name}"))
    return found


def parts_of_values(values: Iterable[Any]) -> set[bytes]:
    """Of all of them, those that have six bytes or more."""
    return {part for value in values for part in _parts(value) if len(part) >= SHORTEST}


def parts_of_text(text: str) -> set[bytes]:
    """Of a log line or a mail: its lines, its words, and what they are when they are an encoding of bytes."""
    return parts_of_values([*text.splitlines(), *_WORDS.findall(text)])


def _parts(value: Any) -> Iterator[bytes]:
    if isinstance(value, dict):
        yield from _parts([*value, *value.values()])
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _parts(inner)
    elif value is not None and not isinstance(value, bool):
        yield from _of_one(value)


def _of_one(value: Any) -> Iterator[bytes]:
    if isinstance(value, bytes | bytearray | memoryview):
        yield from _of_bytes(bytes(value))
    elif isinstance(value, UUID):
        yield from _of_bytes(value.bytes)
    elif isinstance(value, date):
        yield from _of_text(value.isoformat())
        if isinstance(value, datetime):
            yield value.date().isoformat().encode()
    else:
        yield from _of_text(str(value))


def _of_bytes(octets: bytes) -> Iterator[bytes]:
    yield octets
    yield octets.hex().encode()
    yield base64.b64encode(octets).rstrip(b"=")
    yield base64.urlsafe_b64encode(octets).rstrip(b"=")
    if len(octets) == UUID_BYTES:
        yield str(UUID(bytes=octets)).encode()
    for begin in range(len(octets) - PIECE + 1):
        yield octets[begin : begin + PIECE]


def _of_text(text: str) -> Iterator[bytes]:
    yield text.encode()
    yield text.lower().replace("-", "").encode()
    try:
        structured = json.loads(text)
    except ValueError:
        structured = None
    if isinstance(structured, dict | list):
        yield from _parts(structured)
    for word in _WORDS.findall(text):
        yield word.encode()
        yield word.lower().replace("-", "").encode()
        yield from _decoded(word)
        for run in _RUNS.findall(word):
            yield from _decoded(run)


def _decoded(word: str) -> Iterator[bytes]:
    """What the word says where it is hexadecimal or base64."""
    plain = word.replace("-", "")
    try:
        octets = bytes.fromhex(plain)
    except ValueError:
        pass
    else:
        yield from _of_bytes(octets)
    if _BASE64.fullmatch(word):
        try:
            octets = base64.b64decode(word.rstrip("=") + "=" * (-len(word.rstrip("=")) % 4), altchars=b"-_")
        except (binascii.Error, ValueError):
            return
        yield from _of_bytes(octets)
