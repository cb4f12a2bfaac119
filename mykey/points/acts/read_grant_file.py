"""A csv file of grants: a heading line, then one row a person: points number and points.

UTF-8 with or without its mark, or Windows' cp932. Two columns and no more: a file with names or addresses in
it is refused, so that nothing of a person is brought here. Each row's fault is found, not only the first.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from mykey.points.acts.read_csv_lines import CsvUnreadable, RowFault, read_csv_lines, told_by_row
from mykey.points.amounts import read_amount
from mykey.points.points_numbers import read_points_number
from mykey.points.refusals import AmountRefused, PointsNumberUnknown
from mykey.points.refusals_of_office import GrantFileRefused

__all__ = ["MOST_ROWS", "GrantFile", "GrantRow", "RowFault", "refuse", "write_again"]

MOST_ROWS = 5_000
NUMBER_HEADINGS = frozenset({"番号", "ポイント番号"})
POINTS_HEADINGS = frozenset({"ポイント", "ポイント数"})
COLUMNS = 2
DIGITS_OF_A_NUMBER = 11


@dataclass(frozen=True)
class GrantRow:
    """One row that can be read: eleven digits, and points within what one act may have."""

    row: int
    number: str
    amount: int


@dataclass(frozen=True)
class GrantFile:
    """The rows that can be read and the faults of those that cannot."""

    rows: list[GrantRow]
    faults: list[RowFault]

    @classmethod
    def read(cls, data: bytes) -> GrantFile:
        """Read a file.

        Raises:
            GrantFileRefused: for the whole file: `file-encoding`, `file-broken`, `file-empty`,
                `heading-missing`, `heading-other`, `too-many-rows`.
        """
        try:
            lines = read_csv_lines(data, MOST_ROWS)
        except CsvUnreadable as unreadable:
            raise refuse([unreadable.fault]) from None
        heading = next((line for line in lines if line[1]), None)
        if heading is None:
            raise refuse([RowFault(0, "file-empty")])
        number_at = _number_column(heading)
        body = [line for line in lines if line[0] > heading[0] and line[1]]
        if not body:
            raise refuse([RowFault(0, "file-empty")])
        if len(body) > MOST_ROWS:
            raise refuse([RowFault(0, "too-many-rows", str(MOST_ROWS))])
        read = cls([], [])
        seen: dict[str, int] = {}
        for row, cells in body:
            read._take(row, cells, number_at, seen)
        return read

    def _take(self, row: int, cells: list[str], number_at: int, seen: dict[str, int]) -> None:
        faults: list[RowFault] = []
        if len(cells) > COLUMNS:
            faults.append(RowFault(row, "too-many-columns"))
        typed = (cells + [""] * COLUMNS)[:COLUMNS]
        number, amount = typed[number_at], typed[1 - number_at]
        digits, points = "", 0
        try:
            digits = read_points_number(number)
        except PointsNumberUnknown:
            faults.append(RowFault(row, _number_fault(number)))
        try:
            points = read_amount(amount)
        except AmountRefused as refusal:
            faults.append(RowFault(row, f"amount-{refusal.facts['reason']}", str(refusal.facts["most"])))
        if digits and digits in seen:
            faults.append(RowFault(row, "number-twice", str(seen[digits])))
        if digits:
            seen.setdefault(digits, row)
        self.faults.extend(faults)
        if not faults:
            self.rows.append(GrantRow(row, digits, points))


def refuse(faults: list[RowFault]) -> GrantFileRefused:
    """The refusal with all faults, in the order of the rows."""
    return GrantFileRefused(errors=told_by_row(faults))


def write_again(rows: list[GrantRow]) -> bytes:
    """The same rows on the same lines: what the confirmation page sends back, read like the file itself."""
    lines = [""] * max(row.row for row in rows)
    lines[0] = "番号,ポイント"
    for row in rows:
        lines[row.row - 1] = f"{row.number},{row.amount}"
    return "\n".join(lines).encode()


def _number_column(heading: tuple[int, list[str]]) -> int:
    row, cells = heading
    words = ["".join(unicodedata.normalize("NFKC", cell[:60]).split()) for cell in cells]
    known = NUMBER_HEADINGS | POINTS_HEADINGS
    if not known & set(words):
        raise refuse([RowFault(row, "heading-missing")])
    if len(words) != COLUMNS or not (NUMBER_HEADINGS & set(words) and POINTS_HEADINGS & set(words)):
        raise refuse([RowFault(row, "heading-other")])
    return 0 if words[0] in NUMBER_HEADINGS else 1


def _number_fault(typed: str) -> str:
    plain = unicodedata.normalize("NFKC", typed[:60])
    if not plain.strip():
        return "number-empty"
    digits = sum(character.isdigit() for character in plain)
    letters = any(character.isalpha() or character in "+.," for character in plain)
    return "number-check-digit" if digits == DIGITS_OF_A_NUMBER and not letters else "number-format"
