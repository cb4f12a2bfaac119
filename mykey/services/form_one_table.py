"""One list of a Form I: the rows of one kind, read by their headings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from mykey.services.form_one import Cell, Grid, Problem, TerminalWanted
from mykey.services.form_one_counts import clean_text, text_fault
from mykey.services.form_one_layout import (
    NAME_COLUMN,
    NUMBER_COLUMN,
    PLACE_COLUMN,
    PROVIDER_COLUMN,
    SERVICE_ID,
    Kind,
    heading,
    plain,
)

__all__ = ["Table", "read_table"]

#: the heading stands in one of the first rows
HEADING_WITHIN = 20
COLUMNS = (NUMBER_COLUMN, PROVIDER_COLUMN, PLACE_COLUMN, NAME_COLUMN)


@dataclass
class Table:
    """What one list says. `lines` counts what was meant as a row, right or wrong; None: no heading found."""

    sheet: str
    rows: list[tuple[int, TerminalWanted]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    lines: int | None = None


def read_table(grid: Grid, kind: Kind, providers: dict[str, str]) -> Table:
    """Read one list. `providers` are the listed ones by their plain form.

    A row with nothing but its number is a row of the blank form that was not needed. A provider left out
    means the one above, as in the source document.
    """
    table = Table(grid.sheet)
    titles = [
        (row, [heading(cell.text) for cell in cells])
        for row, cells in grid.rows
        if row <= HEADING_WITHIN or table.lines is None
    ]
    at = next((place for place, (_, words) in enumerate(titles) if _is_heading(words)), None)
    if at is None:
        table.problems.append(Problem("table-missing", grid.sheet, detail=kind.letter))
        return table
    heading_row, words = titles[at]
    wanted = COLUMNS if kind.code == SERVICE_ID else (NUMBER_COLUMN, PLACE_COLUMN, NAME_COLUMN)
    for column in wanted:
        if plain(column) not in words:
            table.problems.append(Problem("column-missing", grid.sheet, heading_row, column))
    for column in COLUMNS:
        if words.count(plain(column)) > 1:
            table.problems.append(Problem("column-twice", grid.sheet, heading_row, column))
    if table.problems:
        return table
    places = {column: words.index(plain(column)) for column in COLUMNS if plain(column) in words}
    _read_rows(table, grid.sheet, grid.rows[at + 1 :], places, kind, providers)
    return table


def _is_heading(words: list[str]) -> bool:
    return sum(plain(column) in words for column in COLUMNS) > 1


def _read_rows(
    table: Table,
    sheet: str,
    rows: Sequence[tuple[int, Sequence[Cell]]],
    places: dict[str, int],
    kind: Kind,
    providers: dict[str, str],
) -> None:
    table.lines = 0
    above = ""
    for row, cells in rows:
        named = {column: _at(cells, place) for column, place in places.items()}
        if _says_nothing(named) or _is_sum(cells):
            continue
        table.lines += 1
        faults = [Problem(cell.fault, sheet, row, column) for column, cell in named.items() if cell.fault]
        number = plain(named[NUMBER_COLUMN].text)
        place, name = clean_text(named[PLACE_COLUMN].text), clean_text(named[NAME_COLUMN].text)
        if not re.fullmatch(r"[1-9][0-9]{0,5}", number) and not named[NUMBER_COLUMN].fault:
            faults.append(Problem("number-malformed", sheet, row, NUMBER_COLUMN, number[:60]))
        for column, text in ((PLACE_COLUMN, place), (NAME_COLUMN, name)):
            if text_fault(text) and not named[column].fault:
                faults.append(Problem(text_fault(text), sheet, row, column, _detail(text)))
        asked = clean_text(named[PROVIDER_COLUMN].text) if PROVIDER_COLUMN in named else ""
        if kind.code == SERVICE_ID:
            asked = above = asked or above
            faults.extend(_provider_faults(sheet, row, asked, providers, named[PROVIDER_COLUMN]))
        elif asked:
            faults.append(Problem("provider-not-wanted", sheet, row, PROVIDER_COLUMN, kind.letter))
        table.problems.extend(faults)
        if not faults:
            provider = providers[plain(asked)] if kind.code == SERVICE_ID else None
            table.rows.append((row, TerminalWanted(kind.code, int(number), provider, place, name)))
    _find_twins(table, sheet)


def _at(cells: Sequence[Cell], place: int) -> Cell:
    return cells[place] if place < len(cells) else Cell("")


def _says_nothing(named: dict[str, Cell]) -> bool:
    return not any(cell.text.strip() or cell.fault for at, cell in named.items() if at != NUMBER_COLUMN)


def _is_sum(cells: Sequence[Cell]) -> bool:
    """A row of sums, as the source document has them between the providers and at the end."""
    first = next((plain(cell.text) for cell in cells if cell.text.strip()), "")
    return first in {"小計", "合計"} or "端末台数合計" in first


def _detail(text: str) -> str:
    return "".join(character for character in text if character.isprintable())[:60]


def _provider_faults(
    sheet: str, row: int, asked: str, providers: dict[str, str], cell: Cell
) -> list[Problem]:
    if cell.fault:
        return []
    if not asked:
        return [Problem("provider-missing", sheet, row, PROVIDER_COLUMN)]
    if plain(asked) not in providers:
        return [Problem("provider-unknown", sheet, row, PROVIDER_COLUMN, _detail(asked))]
    return []


def _find_twins(table: Table, sheet: str) -> None:
    """One machine asked for twice, or one number used twice, within a provider."""
    machines: dict[tuple[str, ...], int] = {}
    numbers: dict[tuple[str | None, int], int] = {}
    for row, wanted in table.rows:
        machine = (wanted.provider_name or "", plain(wanted.place), plain(wanted.terminal_name))
        if machine in machines:
            twin = Problem("terminal-twice", sheet, row, NAME_COLUMN, str(machines[machine]))
            table.problems.append(twin)
        machines.setdefault(machine, row)
        number = (wanted.provider_name, wanted.number)
        if number in numbers:
            table.problems.append(Problem("number-twice", sheet, row, NUMBER_COLUMN, str(numbers[number])))
        numbers.setdefault(number, row)
