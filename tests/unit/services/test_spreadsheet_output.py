from __future__ import annotations

import csv
import io

import openpyxl
import pytest

from mykey.services.spreadsheet_output import CsvEncoding, DoesNotFit, Sheet, csv_bytes, workbook_bytes

SHARP = ["=1+1", "+1", "-1", "@A1", "\t=1", "\r=1"]


def test_text_stays_text_and_numbers_stay_numbers() -> None:
    data = workbook_bytes([Sheet("見本", [["見出し"], ["00052459", 7, "", *SHARP[:4]]], {0}, (10,))])
    book = openpyxl.load_workbook(io.BytesIO(data))
    cells = list(book["見本"][2])
    assert [cell.value for cell in cells] == ["00052459", 7, None, *SHARP[:4]]
    assert [cell.data_type for cell in cells] == ["s", "n", "n", "s", "s", "s", "s"]
    assert cells[0].number_format == "@"
    assert book["見本"]["A1"].font.bold


@pytest.mark.parametrize("text", SHARP)
def test_what_a_program_would_take_for_a_formula_is_marked(text: str) -> None:
    (row,) = csv.reader(
        io.StringIO(csv_bytes([[text, "見本"]], CsvEncoding.UTF_8).decode("utf-8-sig"), newline="")
    )
    assert row == [f"'{text}", "見本"]


def test_quotes_commas_and_line_ends() -> None:
    data = csv_bytes([['a"b', "c,d", 3], ["e", "f", 4]], CsvEncoding.CP932)
    assert data == b'"a""b","c,d",3\r\ne,f,4\r\n'


def test_a_character_that_does_not_fit_is_told_with_its_row() -> None:
    with pytest.raises(DoesNotFit) as caught:
        csv_bytes([["見本"], ["〜−"], ["😀"]], CsvEncoding.CP932)
    assert caught.value.row == 3
