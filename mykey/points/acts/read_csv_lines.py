"""The lines of a csv file as spreadsheet programs write it: UTF-8 with or without its mark, or cp932.

What is wrong with a file is told by row, as spreadsheet programs count them, so that a clerk finds the place.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from io import StringIO

__all__ = ["CsvUnreadable", "RowFault", "read_csv_lines", "told_by_row"]

#: what Python gives for the bytes A0 and FD to FF, which are no character of the code page
_NO_CP932 = re.compile("[\uf8f0-\uf8f3]")


@dataclass(frozen=True)
class RowFault:
    """What is wrong with a row, as a word. `row` counts as spreadsheet programs do; 0: the whole file."""

    row: int
    reason: str
    detail: str = ""


class CsvUnreadable(ValueError):
    """The file has no lines that could be read. `fault`: `file-encoding`, `file-broken`, `too-many-rows`."""

    def __init__(self, fault: RowFault) -> None:
        super().__init__(fault.reason)
        self.fault = fault


def read_csv_lines(data: bytes, most_rows: int) -> list[tuple[int, list[str]]]:
    """(number from 1, cells without the empty ones at the end) of each line; a blank line has no cells.

    Blank lines are no rows, but they are not without end: twice `most_rows` lines are read.

    Raises:
        CsvUnreadable
    """
    lines: list[tuple[int, list[str]]] = []
    try:
        for number, cells in enumerate(csv.reader(StringIO(_decode(data), newline=""), strict=True), 1):
            if number > 2 * most_rows:
                raise CsvUnreadable(RowFault(0, "too-many-rows", str(most_rows)))
            while cells and not cells[-1].strip():
                cells.pop()
            lines.append((number, cells))
    except csv.Error:
        raise CsvUnreadable(RowFault(len(lines) + 1, "file-broken")) from None
    return lines


def told_by_row(faults: Iterable[RowFault]) -> list[dict[str, str]]:
    """Faults as a refusal's `errors`, in the order of the rows; `row` is "" for the whole file."""
    return [
        {"row": str(fault.row) if fault.row else "", "reason": fault.reason, "detail": fault.detail}
        for fault in sorted(faults, key=lambda fault: fault.row)
    ]


def _decode(data: bytes) -> str:
    encodings = ["utf-8-sig"] if data.startswith(codecs.BOM_UTF8) else ["utf-8", "cp932"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _NO_CP932.search(text):
            return text
    raise CsvUnreadable(RowFault(0, "file-encoding"))
