from __future__ import annotations

import io
from datetime import datetime, time, timedelta

import openpyxl
import pytest

from mykey.services.form_one import FormOneRefused, Problem
from mykey.services.form_one_workbook import read_workbook
from tests.factories.forms import form_one_workbook, workbook_as_bytes


def test_sheets_become_grids_of_text() -> None:
    grids, problems = read_workbook(form_one_workbook())
    assert problems == []
    assert set(grids) == {"台数と事業者", "ア", "イ", "ウ", "エ"}
    number, cells = grids["ア"].rows[1]
    assert (number, [cell.text for cell in cells[:4]]) == (
        2,
        ["1", "川崎市立図書館", "高津図書館", "高津図書館1台目"],
    )


@pytest.mark.parametrize(
    ("value", "text", "fault"),
    [
        (3.0, "3", ""),
        (2.5, "2.5", ""),
        (141305, "141305", ""),
        (True, "True", ""),
        ("=SUM(A1:A2)", "", "formula"),
        (datetime(2026, 4, 1), "", "date"),  # noqa: DTZ001 - a cell knows no zone
        (time(1, 2), "", "date"),
        (timedelta(hours=30), "", "date"),
        ("#REF!", "", "error-value"),
    ],
)
def test_what_is_no_text_is_told_as_such(value: object, text: str, fault: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(form_one_workbook()))
    book["ア"]["C2"] = value  # type: ignore[assignment] # a cell takes what a person can type
    cell = read_workbook(workbook_as_bytes(book))[0]["ア"].rows[1][1][2]
    assert (cell.text, cell.fault) == (text, fault)


def test_a_text_that_only_looks_like_a_formula_is_a_text() -> None:
    book = openpyxl.load_workbook(io.BytesIO(form_one_workbook()))
    book["ア"]["C2"] = "=1"
    book["ア"]["C2"].data_type = "s"
    cell = read_workbook(workbook_as_bytes(book))[0]["ア"].rows[1][1][2]
    assert (cell.text, cell.fault) == ("=1", "")


def test_a_chart_sheet_is_a_sheet_too_many() -> None:
    book = openpyxl.load_workbook(io.BytesIO(form_one_workbook()))
    book.create_chartsheet("グラフ")
    with pytest.raises(FormOneRefused) as caught:
        read_workbook(workbook_as_bytes(book))
    assert caught.value.problems == (Problem("sheet-unknown", "グラフ"),)
