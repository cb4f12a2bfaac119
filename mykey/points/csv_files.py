"""Rows as a csv file that a spreadsheet program opens as it is, and takes nothing in it for a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO

__all__ = ["DoesNotFit", "cp932_bytes", "csv_bytes", "csv_parts", "without_guard"]

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_PART = 32 * 1024
#: what Japanese programs write for these, and cp932 has no code for
_FOR_CP932 = str.maketrans({"〜": "～", "−": "－", "—": "―", "‖": "∥", "¢": "￠", "£": "￡", "¬": "￢"})
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"  # without it Excel does not take the file for UTF-8


class DoesNotFit(ValueError):
    """Rows hold characters that cp932 lacks. `rows` count from 1, headings included."""

    def __init__(self, rows: list[int]) -> None:
        super().__init__(f"rows {rows}")
        self.rows = rows


def csv_bytes(rows: Iterable[Sequence[str | int]]) -> bytes:
    """UTF-8 with CRLF (RFC 4180). Numbers stay numbers, below zero, too."""
    return b"".join(csv_parts(rows))


def csv_parts(rows: Iterable[Sequence[str | int]]) -> Iterator[bytes]:
    """The same bit by bit, for a file that is not held whole."""
    file = StringIO(newline="")
    writer = csv.writer(file)
    mark = _BYTE_ORDER_MARK
    for row in rows:
        writer.writerow([_harmless(value) for value in row])
        if file.tell() > _PART:
            yield mark + file.getvalue().encode()
            mark = b""
            file.seek(0)
            file.truncate()
    yield mark + file.getvalue().encode()


def cp932_bytes(rows: Iterable[Sequence[str | int]]) -> bytes:
    """The same for older programs of Windows (Shift_JIS).

    Raises:
        DoesNotFit: every row with a character that the encoding lacks.
    """
    parts: list[bytes] = []
    unfit: list[int] = []
    for number, row in enumerate(rows, start=1):
        line = StringIO(newline="")
        # In this order: "−", which is harmless, becomes "－", which is not.
        written = [value.translate(_FOR_CP932) if isinstance(value, str) else value for value in row]
        csv.writer(line).writerow([_harmless(value) for value in written])
        try:
            parts.append(line.getvalue().encode("cp932"))
        except UnicodeEncodeError:
            unfit.append(number)
    if unfit:
        raise DoesNotFit(unfit)
    return b"".join(parts)


def without_guard(cell: str) -> str:
    """A cell of a file that was written here and comes back: without the mark against formulas."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA_STARTS) else cell


def _harmless(value: str | int) -> str | int:
    """A quotation mark before what a program would take for a formula (OWASP, "CSV injection")."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA_STARTS) else value
