"""The first sheet of a Form I: municipality, code, numbers per kind, total, names of the providers."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from mykey.kernel.municipalities import UnknownMunicipality, municipality
from mykey.services.form_one import Grid, Problem
from mykey.services.form_one_layout import (
    CODE_LABEL,
    KINDS,
    MAX_NAME,
    MUNICIPALITY_LABEL,
    PROVIDER_COLUMN,
    TOTAL_LABEL,
    plain,
)

__all__ = ["TOTAL", "Counts", "clean_text", "read_counts", "text_fault"]

TOTAL = "total"
#: what is no letter, digit or sign: controls, line breaks, direction marks, private characters
_UNWANTED = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
_SHORT_CODE = 5


@dataclass
class Counts:
    """What the first sheet says, with the row of each. `counts` has the four letters and `total`."""

    sheet: str
    name: tuple[int, str] | None = None
    code: tuple[int, str] | None = None
    counts: dict[str, tuple[int, int]] = field(default_factory=dict)
    #: the name's plain form → the name as it is listed
    providers: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def clean_text(text: str) -> str:
    """A name as it is kept: composed (NFC), without spaces around it."""
    return unicodedata.normalize("NFC", text).strip()


def text_fault(text: str) -> str:
    """A word for what is wrong with a name; empty where nothing is."""
    if not text:
        return "text-missing"
    if len(text) > MAX_NAME:
        return "text-too-long"
    if any(unicodedata.category(character) in _UNWANTED for character in text):
        return "text-characters"
    return ""


def read_counts(grid: Grid) -> Counts:
    """Read the first sheet by the labels in its column A; what stands under unknown labels is left alone."""
    found = Counts(grid.sheet)
    listing = False
    for row, cells in grid.rows:
        label = plain(cells[0].text) if cells else ""
        found.problems.extend(
            Problem(cell.fault, grid.sheet, row, label[:60]) for cell in cells if cell.fault
        )
        value = next((cell.text for cell in cells[1:] if cell.text.strip()), "")
        if label == plain(PROVIDER_COLUMN):
            listing = True
            if value.strip():
                _add_provider(found, row, value)
        elif listing:
            _add_provider(found, row, cells[0].text or value)
        elif not any(cell.fault for cell in cells):
            _take(found, row, label, value)
    _check_municipality(found)
    _check_present(found)
    return found


def _take(found: Counts, row: int, label: str, value: str) -> None:
    if label == MUNICIPALITY_LABEL:
        found.name = (row, clean_text(value))
    elif label == CODE_LABEL:
        digits = plain(value)
        # A spreadsheet drops the leading zero of Hokkaido's to Tochigi's codes.
        found.code = (row, digits.zfill(6) if len(digits) == _SHORT_CODE else digits)
    elif "総合計" in label:
        _take_count(found, row, TOTAL, TOTAL_LABEL, value)
    else:
        for kind in KINDS:
            if label.startswith(f"({kind.letter})"):
                _take_count(found, row, kind.letter, f"({kind.letter})", value)


def _take_count(found: Counts, row: int, key: str, column: str, value: str) -> None:
    digits = plain(value).replace(",", "").removesuffix("台")
    if not re.fullmatch(r"[0-9]{1,6}", digits):
        reason = "count-malformed" if digits else "count-missing"
        found.problems.append(Problem(reason, found.sheet, row, column, clean_text(value)[:60]))
        found.counts[key] = (row, -1)
        return
    found.counts[key] = (row, int(digits))


def _add_provider(found: Counts, row: int, text: str) -> None:
    name = clean_text(text)
    fault = text_fault(name)
    if fault:
        found.problems.append(Problem(fault, found.sheet, row, PROVIDER_COLUMN, name[:60]))
    elif plain(name) in found.providers:
        found.problems.append(Problem("provider-twice", found.sheet, row, PROVIDER_COLUMN, name[:60]))
    else:
        found.providers[plain(name)] = name


def _check_municipality(found: Counts) -> None:
    if found.code is None or found.name is None:
        return
    (code_row, code), (name_row, name) = found.code, found.name
    try:
        right = municipality(code)
    except UnknownMunicipality:
        found.problems.append(Problem("code-unknown", found.sheet, code_row, CODE_LABEL, code[:60]))
        return
    found.code = (code_row, right.code)
    if plain(name) in {plain(right.name), plain(right.full_name)}:
        found.name = (name_row, right.name)
    else:
        found.problems.append(Problem("name-of-code", found.sheet, name_row, MUNICIPALITY_LABEL, right.name))


def _check_present(found: Counts) -> None:
    columns = {kind.letter: f"({kind.letter})" for kind in KINDS} | {TOTAL: TOTAL_LABEL}
    missing = [column for key, column in columns.items() if key not in found.counts]
    if found.name is None:
        missing.insert(0, MUNICIPALITY_LABEL)
    if found.code is None:
        missing.insert(0, CODE_LABEL)
    faulty = {problem.column for problem in found.problems}
    for column in missing:
        if not any(plain(column) in plain(told) or plain(told).startswith(plain(column)) for told in faulty):
            found.problems.append(Problem("line-missing", found.sheet, 0, column))
