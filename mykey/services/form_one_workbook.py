"""A Form I as a workbook (.xlsx): its sheets as grids of text. What the file hides is looked for first."""

from __future__ import annotations

import warnings
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

import openpyxl

from mykey.services.form_one import Cell, FormOneRefused, Grid, Problem
from mykey.services.form_one_layout import COUNTS_SHEET, GUIDE_SHEET, KINDS, MAX_ROWS, plain
from mykey.services.workbook_safety import look_into_workbook

__all__ = ["read_workbook"]

#: columns that are looked at; the form has four
MAX_COLUMNS = 20


def read_workbook(data: bytes) -> tuple[dict[str, Grid], list[Problem]]:
    """The five sheets by name (台数と事業者, ア to エ) and what is wrong with them as sheets.

    Raises:
        FormOneRefused: the file cannot be read at all; see `look_into_workbook`.
    """
    facts = look_into_workbook(data)
    problems: list[Problem] = []
    wanted: dict[str, str] = {}
    for name in facts:
        known = _sheet_of(name)
        if known is None:
            problems.append(Problem("sheet-unknown", sheet=name[:31]))
        elif known in wanted:
            problems.append(Problem("sheet-twice", sheet=name[:31]))
        elif known != GUIDE_SHEET:
            wanted[known] = name
    missing = [sheet for sheet in (COUNTS_SHEET, *(kind.letter for kind in KINDS)) if sheet not in wanted]
    problems.extend(Problem("sheet-missing", sheet=sheet) for sheet in missing)
    for known, name in wanted.items():
        problems.extend(
            Problem("cells-merged", sheet=known, row=row, detail=cells) for row, cells in facts[name].merged
        )
        if facts[name].too_many_rows:
            problems.append(Problem("too-many-rows", sheet=known, row=MAX_ROWS + 1, detail=str(MAX_ROWS)))
    if any(facts[name].too_many_rows for name in wanted.values()):
        raise FormOneRefused(problems)
    return _grids(data, wanted, problems), problems


def _sheet_of(name: str) -> str | None:
    """Which sheet a name means: 「ア」, 「(ア)…」 and 「（ア）…」 are one."""
    word = plain(name)
    for sheet in (COUNTS_SHEET, GUIDE_SHEET):
        if word == sheet:
            return sheet
    for kind in KINDS:
        if word == kind.letter or word.startswith(f"({kind.letter})"):
            return kind.letter
    return None


def _grids(data: bytes, wanted: dict[str, str], problems: list[Problem]) -> dict[str, Grid]:
    try:
        with warnings.catch_warnings():
            # openpyxl warns about styles and extensions that it drops; none of them matters here.
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=False, keep_links=False)
            return {known: _grid(known, book[name]) for known, name in wanted.items()}
    except Exception:  # noqa: BLE001 - openpyxl raises whatever a broken file makes it stumble over
        raise FormOneRefused(problems or [Problem("workbook-broken")]) from None


def _grid(known: str, sheet: Any) -> Grid:
    rows: list[tuple[int, list[Cell]]] = []
    for number, cells in enumerate(sheet.iter_rows(max_row=MAX_ROWS, max_col=MAX_COLUMNS), start=1):
        texts = [_cell(cell) for cell in cells]
        if any(cell.text or cell.fault for cell in texts):
            rows.append((number, texts))
    return Grid(known, rows)


def _cell(cell: Any) -> Cell:
    value = cell.value
    if cell.data_type == "f":
        return Cell("", "formula")
    if cell.data_type == "e":
        return Cell("", "error-value")
    if value is None:
        return Cell("")
    if isinstance(value, (date, datetime, time, timedelta)):
        return Cell("", "date")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return Cell(str(value))
