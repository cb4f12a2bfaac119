"""Walks the entries of a list that the authority has signed: serials and reasons, without an object for each.

Entries of the usual form (a serial of eight bytes at most, UTCTime, no extension but the reason code) are
checked by one pattern and then gathered by form, so that whole columns of bytes are copied at once. The rest
is read one by one.
"""

from __future__ import annotations

import re
from array import array
from collections import defaultdict
from dataclasses import dataclass
from typing import NamedTuple

from mykey.certificates.der import (
    ENUMERATED,
    INTEGER,
    SEQUENCE,
    NotDer,
    content,
    element,
    natural_number,
    only,
)
from mykey.certificates.errors import RevocationListRefused
from mykey.certificates.extensions import REASON_CODE, read_extensions
from mykey.certificates.revocation_reasons import RevocationReason

__all__ = ["NARROW_LIMIT", "Entries", "read_entries"]

NARROW_LIMIT = 1 << 56
"""Serials below it share eight bytes with their reason. The authority's have four bytes so far (jpki.md)."""

_LONGEST_SERIAL = 20  # RFC 5280, 4.1.2.2
_LONGEST_USUAL = 8  # with a zero in front, so that it stays below NARROW_LIMIT
_BLOCK = 65_536  # entries gathered at once: some ten megabytes
_REASON = bytes.fromhex("300c300a0603551d1504030a01")
_REASONS = frozenset(int(reason) for reason in RevocationReason)
_TIME_BYTES = {0x17: 13, 0x18: 15}


class _Form(NamedTuple):
    """The bytes of the serial, of the whole entry, and where its reason stands (0: it has none)."""

    serial_bytes: int
    length: int
    reason_at: int


def _form_and_pattern(serial_bytes: int, *, reason: bool) -> tuple[bytes, _Form, bytes]:
    inside = 2 + serial_bytes + 2 + _TIME_BYTES[0x17] + (len(_REASON) + 1 if reason else 0)
    head = bytes([SEQUENCE, inside, INTEGER, serial_bytes])
    if serial_bytes == 1:
        serial = rb"[\x01-\x7f]"
    elif serial_bytes == _LONGEST_USUAL:
        serial = rb"\x00[\x80-\xff]" + rb"[\x00-\xff]" * (serial_bytes - 2)
    else:
        serial = rb"(?:[\x01-\x7f][\x00-\xff]|\x00[\x80-\xff])" + rb"[\x00-\xff]" * (serial_bytes - 2)
    pattern = re.escape(head[1:]) + serial + rb"\x17\x0d[0-9]{12}Z"
    if reason:
        pattern += re.escape(_REASON) + b"[" + b"".join(b"\\x%02x" % one for one in sorted(_REASONS)) + b"]"
    return head, _Form(serial_bytes, inside + 2, inside + 1 if reason else 0), pattern


_FORMS = [
    _form_and_pattern(size, reason=reason)
    for size in (4, 5, 3, 2, 1, 6, 7, _LONGEST_USUAL)
    for reason in (True, False)
]
_FORM_BY_HEAD = {head: form for head, form, _ in _FORMS}
_USUAL = rb"\x30(?:" + b"|".join(pattern for _, _, pattern in _FORMS) + rb")"
_USUAL_ENTRY = re.compile(_USUAL)
# Not possessive: up to Python 3.11.4 (Debian 12: 3.11.2) a possessive quantifier around alternatives may stop
# inside one of them (CPython gh-106052).
_USUAL_ENTRIES = re.compile(rb"(?:%s){1,%d}" % (_USUAL, _BLOCK))


@dataclass
class Entries:
    """The entries of a list, unsorted.

    `ranges` holds `serial << 8 | reason` by the serial's length and first byte in DER, so that ranges in the
    order of their names do not overlap; `large` holds serial and reason of the others.
    """

    ranges: dict[bytes, array[int]]
    large: list[tuple[int, int]]

    def __len__(self) -> int:
        return sum(map(len, self.ranges.values())) + len(self.large)

    def add(self, serial: int, reason: int) -> None:
        """Puts one entry where it belongs."""
        if serial < NARROW_LIMIT:
            octets = serial.bit_length() // 8 + 1
            name = bytes([octets, serial >> 8 * (octets - 1)])
            self.ranges.setdefault(name, array("Q")).append(serial << 8 | reason)
        else:
            self.large.append((serial, reason))


def read_entries(der: bytes, at: int, end: int) -> Entries:
    """The entries between `at` and `end`.

    Raises `RevocationListRefused`: `entry-malformed`, `entry-reason`, `unknown-critical-extension`.
    """
    entries = Entries({}, [])
    while at < end:
        usual = _USUAL_ENTRIES.match(der, at, end)
        if usual:
            _gather(_USUAL_ENTRY.findall(der, at, usual.end()), entries.ranges)
            at = usual.end()
            continue
        try:
            serial, reason, at = _entry(der, at, end)
        except NotDer:
            raise RevocationListRefused(reason="entry-malformed") from None
        entries.add(serial, reason)
    return entries


def _gather(entries: list[bytes], ranges: dict[bytes, array[int]]) -> None:
    by_head: defaultdict[bytes, list[bytes]] = defaultdict(list)
    for entry in entries:
        by_head[entry[:5]].append(entry)
    for head, alike in by_head.items():
        form = _FORM_BY_HEAD[head[:4]]
        joined = b"".join(alike)
        # Little-endian keys: byte 0 is the reason, byte 1 the serial's last byte. A serial of eight bytes has
        # a zero first byte, which the pattern has checked and the key leaves out.
        columns = bytearray(8 * len(alike))
        if form.reason_at:
            columns[::8] = joined[form.reason_at :: form.length]
        for place in range(1, min(form.serial_bytes, 7) + 1):
            columns[place::8] = joined[4 + form.serial_bytes - place :: form.length]
        ranges.setdefault(head[3:], array("Q")).frombytes(columns)


def _entry(der: bytes, at: int, end: int) -> tuple[int, int, int]:
    """One entry of any lawful form: serial, reason, and where it ends."""
    start, stop = content(der, at, end, SEQUENCE)
    serial_start, serial_stop = content(der, start, stop, INTEGER)
    serial = natural_number(der, serial_start, serial_stop, _LONGEST_SERIAL)
    tag, time_start, time_stop = element(der, serial_stop, stop)
    time = der[time_start:time_stop]
    if len(time) != _TIME_BYTES.get(tag) or not time[:-1].isdigit() or time[-1:] != b"Z":
        raise NotDer
    if time_stop == stop:
        return serial, RevocationReason.UNSPECIFIED, stop
    extensions = read_extensions(der, *only(der, time_stop, stop, SEQUENCE))
    # A critical certificateIssuer would make the list indirect; we know no critical entry extension at all.
    if any(critical for critical, _ in extensions.values()):
        raise RevocationListRefused(reason="unknown-critical-extension")
    reason = RevocationReason.UNSPECIFIED
    if REASON_CODE in extensions:
        value = extensions[REASON_CODE][1]
        reason_start, reason_stop = only(value, 0, len(value), ENUMERATED)
        if reason_stop - reason_start != 1 or value[reason_start] not in _REASONS:
            raise RevocationListRefused(reason="entry-reason")
        reason = RevocationReason(value[reason_start])
    return serial, reason, stop
