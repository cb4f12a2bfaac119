"""A blank Form I, as a workbook or as a csv file, with the municipality already written in."""

from __future__ import annotations

from mykey.services.form_one_layout import (
    CODE_LABEL,
    COUNTS_SHEET,
    GUIDE_SHEET,
    KIND_COLUMN,
    KINDS,
    MUNICIPALITY_LABEL,
    NAME_COLUMN,
    NUMBER_COLUMN,
    PLACE_COLUMN,
    PROVIDER_COLUMN,
    SERVICE_ID,
    TITLE,
    TOTAL_LABEL,
)
from mykey.services.spreadsheet_output import CsvEncoding, Sheet, csv_bytes, workbook_bytes

__all__ = ["blank_form_one_csv", "blank_form_one_workbook"]

_GUIDE = (
    ("記入のしかた",),
    ("1. 「台数と事業者」に、区分ごとの台数（0台は0）、総合計、ID付与事業者名（1行に1つ）を書きます。",),
    ("2. 「ア」～「エ」に、端末を1台1行で書きます。項番は1から。アでは事業者ごとに1から始められます。",),
    ("3. アの「ID付与事業者名」は「台数と事業者」に書いた名前です。空欄は、上の行と同じという意味です。",),
    ("4. アとイの両方に使う端末は、アだけに書きます。",),
    ("5. セルの結合と計算式は使えません。シートと見出しの名前は変えないでください。",),
)


def _head_lines(code: str, name: str) -> list[tuple[str, ...]]:
    return [
        (TITLE,),
        (MUNICIPALITY_LABEL, name),
        (CODE_LABEL, code),
        (KIND_COLUMN, "端末台数"),
        *((f"（{kind.letter}）{kind.label}", "") for kind in KINDS),
        (TOTAL_LABEL, ""),
        (PROVIDER_COLUMN,),
    ]


def blank_form_one_workbook(code: str, name: str) -> bytes:
    """An .xlsx file with the sheets 台数と事業者, ア, イ, ウ, エ and a page of instructions."""
    counts = Sheet(COUNTS_SHEET, _head_lines(code, name), {0, 3, 9}, (64, 24))
    lists = [
        Sheet(kind.letter, [_columns(kind.code)], {0}, (8, 30, 40, 40) if kind is KINDS[0] else (8, 40, 40))
        for kind in KINDS
    ]
    return workbook_bytes([counts, *lists, Sheet(GUIDE_SHEET, _GUIDE, {0}, (110,))])


def blank_form_one_csv(code: str, name: str, encoding: CsvEncoding) -> bytes:
    """A csv file with the same lines; one table for all kinds, told apart by 区分 (ア to エ)."""
    table = (KIND_COLUMN, *_columns(SERVICE_ID))
    return csv_bytes([*_head_lines(code, name), table], encoding)


def _columns(kind: str) -> tuple[str, ...]:
    provider = (PROVIDER_COLUMN,) if kind == SERVICE_ID else ()
    return (NUMBER_COLUMN, *provider, PLACE_COLUMN, NAME_COLUMN)
