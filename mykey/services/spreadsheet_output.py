"""Write texts into spreadsheets so that none of them becomes something else.

Codes stay text, or their leading zeros go. A text that somebody else typed and that begins with = + - @ must
not become a formula in the reader's program.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from io import BytesIO, StringIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill

__all__ = ["CsvEncoding", "DoesNotFit", "Sheet", "csv_bytes", "workbook_bytes"]

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
#: what Japanese programs write for these, and cp932 has no code for
_FOR_CP932 = str.maketrans({"〜": "～", "−": "－", "—": "―", "‖": "∥", "¢": "￠", "£": "￡", "¬": "￢"})
_HEAD = PatternFill("solid", fgColor="E8F1FE")
#: a workbook says when it was made; a fixed day tells nothing and makes equal content equal bytes
_MADE = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)


class CsvEncoding(StrEnum):
    """The encodings that are offered."""

    UTF_8 = "utf-8-sig"
    """With a byte order mark, so that Excel takes it for UTF-8."""
    CP932 = "cp932"


class DoesNotFit(ValueError):
    """A text holds a character that the encoding lacks. `row` counts from 1."""

    def __init__(self, row: int) -> None:
        super().__init__(f"row {row}")
        self.row = row


class Sheet:
    """One sheet: rows of text and numbers. `heads` are the positions of heading rows, from 0."""

    def __init__(
        self, name: str, rows: Iterable[Sequence[str | int]], heads: set[int], widths: Sequence[int]
    ) -> None:
        self.name = name
        self.rows = rows
        self.heads = heads
        self.widths = widths


def workbook_bytes(sheets: Iterable[Sheet]) -> bytes:
    """An .xlsx file. Every text cell is a text cell, whatever it begins with."""
    book = Workbook(write_only=True)
    book.properties.created = book.properties.modified = _MADE
    book.properties.creator = "MyKey"
    for sheet in sheets:
        page = book.create_sheet(sheet.name)
        for place, width in enumerate(sheet.widths):
            page.column_dimensions["ABCDEFGHIJ"[place]].width = width
            page.column_dimensions["ABCDEFGHIJ"[place]].number_format = "@"
        for place, row in enumerate(sheet.rows):
            page.append([_cell(page, value, head=place in sheet.heads) for value in row])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def csv_bytes(rows: Iterable[Sequence[str | int]], encoding: CsvEncoding) -> bytes:
    """A csv file with CRLF (RFC 4180).

    Raises:
        DoesNotFit: a row holds a character that the encoding lacks.
    """
    parts: list[bytes] = []
    for number, row in enumerate(rows, start=1):
        line = StringIO(newline="")
        csv.writer(line, quoting=csv.QUOTE_MINIMAL).writerow([_harmless(value) for value in row])
        text = line.getvalue()
        try:
            parts.append(
                text.translate(_FOR_CP932).encode("cp932") if encoding == CsvEncoding.CP932 else text.encode()
            )
        except UnicodeEncodeError:
            raise DoesNotFit(number) from None
    return (b"\xef\xbb\xbf" if encoding == CsvEncoding.UTF_8 else b"") + b"".join(parts)


def _harmless(value: str | int) -> str | int:
    """A quotation mark before what a program would take for a formula (OWASP, "CSV injection")."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA_STARTS) else value


def _cell(page: Any, value: str | int, *, head: bool) -> Any:
    cell = WriteOnlyCell(page)
    if isinstance(value, int):
        cell.value = value
    elif value:
        cell.value = value
        cell.data_type = "s"  # openpyxl takes what begins with = for a formula
        cell.number_format = "@"
    if head:
        cell.font = Font(bold=True)
        cell.fill = _HEAD
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell
