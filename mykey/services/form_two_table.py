"""Form II as a workbook or as a csv file, in the columns of the source document."""

from __future__ import annotations

from mykey.services.download_form_two import FormTwo, FormTwoRow
from mykey.services.form_one_layout import (
    CODE_LABEL,
    COUNTS_SHEET,
    KIND_COLUMN,
    KINDS,
    MUNICIPALITY_LABEL,
    NAME_COLUMN,
    NUMBER_COLUMN,
    PLACE_COLUMN,
    PROVIDER_COLUMN,
    SERVICE_ID,
    TOTAL_LABEL,
)
from mykey.services.spreadsheet_output import CsvEncoding, Sheet, csv_bytes, workbook_bytes

__all__ = ["form_two_csv", "form_two_workbook"]

TITLE = "マイキープラットフォーム等活用端末別端末ID・端末パスワード一覧（様式Ⅱ）"
ID_COLUMN = "端末ID"
PASSWORD_COLUMN = "端末パスワード"  # noqa: S105 - a column's heading
CLOSING_COLUMN = "閉鎖可否"
SHOWN_BEFORE = "（表示済み）"
LETTERS = {kind.code: kind.letter for kind in KINDS}
TAIL = (PLACE_COLUMN, NAME_COLUMN, ID_COLUMN, PASSWORD_COLUMN, CLOSING_COLUMN)


def form_two_workbook(form: FormTwo) -> bytes:
    """An .xlsx file with the sheets of Form I; IDs and passwords are text cells."""
    providers = dict.fromkeys(row.provider_name for row in form.rows if row.provider_name)
    numbers = {kind.code: sum(row.kind == kind.code for row in form.rows) for kind in KINDS}
    lines: list[tuple[str | int, ...]] = [
        (TITLE,),
        (MUNICIPALITY_LABEL, form.municipality_name),
        (CODE_LABEL, form.municipality_code),
        (KIND_COLUMN, "端末台数"),
        *((f"（{kind.letter}）{kind.label}", numbers[kind.code]) for kind in KINDS),
        (TOTAL_LABEL, len(form.rows)),
        (PROVIDER_COLUMN,),
        *((name,) for name in providers),
    ]
    sheets = [Sheet(COUNTS_SHEET, lines, {0, 3, 9}, (72, 24))]
    for kind in KINDS:
        service = kind.code == SERVICE_ID
        head: tuple[str | int, ...] = (NUMBER_COLUMN, *((PROVIDER_COLUMN,) if service else ()), *TAIL)
        body: list[tuple[str | int, ...]] = [
            (row.number, *((row.provider_name or "",) if service else ()), *_tail(row))
            for row in form.rows
            if row.kind == kind.code
        ]
        widths = (8, 30, 36, 36, 12, 20, 12) if service else (8, 36, 36, 12, 20, 12)
        table: list[tuple[str | int, ...]] = [head, *body]
        sheets.append(Sheet(kind.letter, table, {0}, widths))
    return workbook_bytes(sheets)


def form_two_csv(form: FormTwo, encoding: CsvEncoding) -> bytes:
    """One table of all kinds, told apart by 区分.

    Raises:
        DoesNotFit: a row holds a character that the encoding lacks.
    """
    table: list[tuple[str | int, ...]] = [(KIND_COLUMN, NUMBER_COLUMN, PROVIDER_COLUMN, *TAIL)]
    table.extend((LETTERS[row.kind], row.number, row.provider_name or "", *_tail(row)) for row in form.rows)
    return csv_bytes(table, encoding)


def _tail(row: FormTwoRow) -> tuple[str, ...]:
    closing = "閉鎖済み" if row.closed else "可"
    return (row.place, row.terminal_name, row.terminal_id, row.password or SHOWN_BEFORE, closing)
