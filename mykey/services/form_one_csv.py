"""A Form I as a csv file: header lines, then one table of all kinds. UTF-8, or Windows' cp932."""

from __future__ import annotations

import codecs
import csv
import re
from io import StringIO

from mykey.services.form_one import Cell, FormOneRefused, Grid, Problem
from mykey.services.form_one_layout import (
    COUNTS_SHEET,
    CSV_SHEET,
    KIND_COLUMN,
    KINDS,
    MAX_ROWS,
    NUMBER_COLUMN,
    PLACE_COLUMN,
    heading,
    plain,
)

__all__ = ["read_csv"]

#: with what a spreadsheet program takes a text for a formula
FORMULA_START = "="
#: what Python gives for the bytes A0 and FD to FF, which are no character of the code page
_NO_CP932 = re.compile("[\uf8f0-\uf8f3]")


def read_csv(data: bytes) -> tuple[dict[str, Grid], list[Problem]]:
    """The header lines as the sheet 台数と事業者, the table split by kind as the sheets ア to エ.

    Row numbers are lines of the file. The table's heading line is given to each kind.

    Raises:
        FormOneRefused: `csv-encoding`, `csv-broken`, `too-many-rows`, `table-missing`.
    """
    lines = _lines(_decode(data))
    at = next((place for place, (_, cells) in enumerate(lines) if _is_heading(cells)), None)
    if at is None:
        raise FormOneRefused([Problem("table-missing", sheet=CSV_SHEET)])
    number, titles = lines[at]
    kind_at = [heading(cell.text) for cell in titles].index(KIND_COLUMN)
    problems: list[Problem] = []
    tables: dict[str, list[tuple[int, list[Cell]]]] = {kind.letter: [(number, titles)] for kind in KINDS}
    for line, cells in lines[at + 1 :]:
        cell = cells[kind_at] if kind_at < len(cells) else Cell("")
        letter = plain(cell.text).strip("()")
        if letter in tables:
            tables[letter].append((line, cells))
        elif cell.fault:
            problems.append(Problem(cell.fault, CSV_SHEET, line, KIND_COLUMN))
        else:
            problems.append(Problem("kind-unknown", CSV_SHEET, line, KIND_COLUMN, cell.text[:60]))
    grids = {letter: Grid(CSV_SHEET, rows) for letter, rows in tables.items()}
    return grids | {COUNTS_SHEET: Grid(CSV_SHEET, lines[:at])}, problems


def _is_heading(cells: list[Cell]) -> bool:
    words = {heading(cell.text) for cell in cells}
    return KIND_COLUMN in words and (NUMBER_COLUMN in words or PLACE_COLUMN in words)


def _decode(data: bytes) -> str:
    encodings = ["utf-8-sig"] if data.startswith(codecs.BOM_UTF8) else ["utf-8", "cp932"]
    rows = []
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError as error:
            rows.append(data.count(b"\n", 0, error.start) + 1)
            continue
        stray = _NO_CP932.search(text)
        if stray is None:
            return text
        rows.append(text.count("\n", 0, stray.start()) + 1)
    # The encoding that got furthest is the one that was meant.
    row = max(rows)
    raise FormOneRefused([Problem("csv-encoding", sheet=CSV_SHEET, row=row)])


def _lines(text: str) -> list[tuple[int, list[Cell]]]:
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    lines: list[tuple[int, list[Cell]]] = []
    before = 0
    try:
        for cells in reader:
            number, before = before + 1, reader.line_num
            if number > MAX_ROWS:
                problem = Problem("too-many-rows", CSV_SHEET, number, detail=str(MAX_ROWS))
                raise FormOneRefused([problem])
            if any(cell.strip() for cell in cells):
                lines.append((number, [_cell(cell) for cell in cells]))
    except csv.Error:
        raise FormOneRefused([Problem("csv-broken", CSV_SHEET, before + 1)]) from None
    return lines


def _cell(text: str) -> Cell:
    return Cell("", "formula") if text.lstrip().startswith(FORMULA_START) else Cell(text)
