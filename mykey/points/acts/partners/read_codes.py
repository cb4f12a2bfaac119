"""Read a company's list of coupon codes as it comes, a code a line. What stays are keyed indexes alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from mykey.crypto.purposes import PointsPurpose
from mykey.points.coupon_codes import read_coupon_code
from mykey.points.keys import PointsKeys
from mykey.points.refusals_of_partners import CodesMalformed, CouponUnknown

__all__ = ["MOST_CODES", "MOST_FAULTS", "CodeList", "read_codes"]

MOST_CODES = 1_000_000
#: Lines that are told to be wrong.
MOST_FAULTS = 100
#: Bytes. A line that is longer holds no code, however it is spelt.
LONGEST_LINE = 240
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass
class CodeList:
    """`rows`: (index, line) in the order of the indexes, lines from 1. `faults`: (line, reason), by line.

    `older`: as `rows`, under the key before the present one, while that key is being replaced.
    """

    rows: list[tuple[bytes, int]] = field(default_factory=list, repr=False)
    older: list[tuple[bytes, int]] = field(default_factory=list, repr=False)
    faults: list[tuple[int, str]] = field(default_factory=list)


def read_codes(pieces: Iterable[bytes], keys: PointsKeys) -> CodeList:
    """The list behind the pieces of a file; nothing is judged but the form of each line, and twins.

    Raises:
        CodesMalformed: `empty`, `too-many`.
    """
    found, lines = CodeList(), 0
    for line in _lines(pieces):
        if lines == MOST_CODES:
            raise CodesMalformed(reason="too-many")
        lines += 1
        _read_line(found, line, lines, keys)
    if not lines:
        raise CodesMalformed(reason="empty")
    found.rows.sort()
    found.faults = sorted([*found.faults, *_twins(found.rows)])
    return found


def _read_line(found: CodeList, line: bytes, number: int, keys: PointsKeys) -> None:
    try:
        code = read_coupon_code(line.decode("utf-8"))
    except (UnicodeDecodeError, CouponUnknown):
        # A file of another kind has a million such lines: no more than are told are kept.
        if len(found.faults) < MOST_FAULTS:
            found.faults.append((number, "form"))
        return
    index, *older = keys.candidates(PointsPurpose.COUPON_INDEX, code.encode("ascii"))
    found.rows.append((index, number))
    found.older.extend((one, number) for one in older)


def _lines(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Lines end with LF or CRLF; the last may have no end, and an empty last one is none."""
    rest, at_start = b"", True
    for piece in pieces:
        whole = rest + piece
        if at_start and len(whole) >= len(_BYTE_ORDER_MARK):
            whole, at_start = whole.removeprefix(_BYTE_ORDER_MARK), False
        *lines, rest = whole.split(b"\n")
        for line in lines:
            yield line[:LONGEST_LINE].removesuffix(b"\r")
        rest = rest[:LONGEST_LINE]
    if rest:
        yield rest.removesuffix(b"\r")


def _twins(rows: list[tuple[bytes, int]]) -> list[tuple[int, str]]:
    """The first hundred lines whose code stands in a line before: in this order twins are neighbours."""
    twins = [(this[1], "twice") for before, this in pairwise(rows) if this[0] == before[0]]
    return sorted(twins)[:MOST_FAULTS]
