"""Rows as a csv file that a spreadsheet program opens as it is, and takes nothing in it for a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

__all__ = ["csv_bytes"]

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"  # without it Excel does not take the file for UTF-8


def csv_bytes(rows: Iterable[Sequence[str | int]]) -> bytes:
    """UTF-8 with CRLF (RFC 4180). Numbers stay numbers, below zero, too."""
    file = StringIO(newline="")
    writer = csv.writer(file)
    writer.writerows([_harmless(value) for value in row] for row in rows)
    return _BYTE_ORDER_MARK + file.getvalue().encode()


def _harmless(value: str | int) -> str | int:
    """A quotation mark before what a program would take for a formula (OWASP, "CSV injection")."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA_STARTS) else value
