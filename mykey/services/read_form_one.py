"""Read a Form I (様式Ⅰ) from an uploaded file: everything that is wrong is told at once, with its row."""

from __future__ import annotations

from mykey.services.form_one import FormOneContent, FormOneRefused, Problem, TerminalWanted
from mykey.services.form_one_counts import TOTAL, Counts, read_counts
from mykey.services.form_one_csv import read_csv
from mykey.services.form_one_layout import (
    COUNTS_SHEET,
    KINDS,
    NAME_COLUMN,
    PROVIDER_COLUMN,
    TOTAL_LABEL,
    plain,
)
from mykey.services.form_one_table import Table, read_table
from mykey.services.form_one_workbook import read_workbook

__all__ = ["read_form_one"]

ZIP_START = b"PK"
#: an old workbook (.xls), and one with a password, are of this form (MS-CFB)
OLD_WORKBOOK_START = b"\xd0\xcf\x11\xe0"


def read_form_one(data: bytes) -> FormOneContent:
    """Read a workbook (.xlsx) or a csv file; which of them it is, its first bytes tell.

    Raises:
        FormOneRefused: with every fault that was found, up to 50 of them.
    """
    if not data.strip():
        raise FormOneRefused([Problem("file-empty")])
    if data.startswith(OLD_WORKBOOK_START):
        raise FormOneRefused([Problem("workbook-old")])
    grids, problems = read_workbook(data) if data.startswith(ZIP_START) else read_csv(data)
    counts = read_counts(grids[COUNTS_SHEET]) if COUNTS_SHEET in grids else Counts("")
    problems.extend(counts.problems)
    tables = {
        kind.letter: read_table(grids[kind.letter], kind, counts.providers)
        for kind in KINDS
        if kind.letter in grids
    }
    for table in tables.values():
        problems.extend(table.problems)
    problems.extend(_wrong_counts(counts, tables))
    problems.extend(_in_both(tables))
    if problems:
        # The lists of a csv file share their headings, and so its faults.
        raise FormOneRefused(list(dict.fromkeys(problems)))
    return _content(counts, tables)


def _wrong_counts(counts: Counts, tables: dict[str, Table]) -> list[Problem]:
    problems: list[Problem] = []
    for kind in KINDS:
        row, told = counts.counts.get(kind.letter, (0, -1))
        lines = tables[kind.letter].lines if kind.letter in tables else None
        if told >= 0 and lines is not None and told != lines:
            detail = f"{told}/{lines}"
            problems.append(Problem("count-differs", counts.sheet, row, f"({kind.letter})", detail))
    row, total = counts.counts.get(TOTAL, (0, -1))
    each = [number for key, (_, number) in counts.counts.items() if key != TOTAL]
    if total >= 0 and len(each) == len(KINDS) and min(each) >= 0 and total != sum(each):
        detail = f"{total}/{sum(each)}"
        problems.append(Problem("total-differs", counts.sheet, row, TOTAL_LABEL, detail))
    elif len(each) == len(KINDS) and sum(each) == 0 and not any(table.lines for table in tables.values()):
        problems.append(Problem("nothing-asked", counts.sheet, row, TOTAL_LABEL))
    service = tables.get(KINDS[0].letter)
    if service is not None and service.lines and counts.sheet and not counts.providers:
        problems.append(Problem("providers-missing", counts.sheet, 0, PROVIDER_COLUMN))
    return problems


def _in_both(tables: dict[str, Table]) -> list[Problem]:
    """A machine for ア and イ is counted in ア alone (source document, note under list イ)."""
    service, spend = (tables.get(kind.letter, Table("")) for kind in KINDS[:2])
    known = {(plain(wanted.place), plain(wanted.terminal_name)): row for row, wanted in service.rows}
    return [
        Problem("terminal-in-both", spend.sheet, row, NAME_COLUMN, str(known[machine]))
        for row, wanted in spend.rows
        if (machine := (plain(wanted.place), plain(wanted.terminal_name))) in known
    ]


def _content(counts: Counts, tables: dict[str, Table]) -> FormOneContent:
    if counts.code is None or counts.name is None:
        raise FormOneRefused([Problem("line-missing", counts.sheet)])
    rows: list[TerminalWanted] = [wanted for kind in KINDS for _, wanted in tables[kind.letter].rows]
    return FormOneContent(counts.code[1], counts.name[1], tuple(counts.providers.values()), tuple(rows))
