from __future__ import annotations

import io

import openpyxl
import pytest

from mykey.services.blank_form_one import blank_form_one_csv, blank_form_one_workbook
from mykey.services.form_one import FormOneRefused
from mykey.services.read_form_one import read_form_one
from mykey.services.spreadsheet_output import CsvEncoding


def test_the_workbook_has_the_sheets_and_headings_of_form_one() -> None:
    book = openpyxl.load_workbook(io.BytesIO(blank_form_one_workbook("011002", "札幌市")))
    assert book.sheetnames == ["台数と事業者", "ア", "イ", "ウ", "エ", "記入のしかた"]
    assert (book["台数と事業者"]["B2"].value, book["台数と事業者"]["B3"].value) == ("札幌市", "011002")
    heads = {name: [cell.value for cell in book[name][1]] for name in "アイウエ"}
    assert heads["ア"] == ["項番", "ID付与事業者名", "設置場所", "端末名"]
    assert heads["イ"] == heads["ウ"] == heads["エ"] == ["項番", "設置場所", "端末名"]


@pytest.mark.parametrize(
    "blank",
    [
        blank_form_one_workbook("141305", "川崎市"),
        *(blank_form_one_csv("141305", "川崎市", encoding) for encoding in CsvEncoding),
    ],
)
def test_a_blank_handed_in_as_it_is_lacks_only_its_numbers(blank: bytes) -> None:
    with pytest.raises(FormOneRefused) as caught:
        read_form_one(blank)
    assert {problem.reason for problem in caught.value.problems} == {"count-missing"}
    assert len(caught.value.problems) == 5


@pytest.mark.parametrize("encoding", list(CsvEncoding))
def test_the_csv_blank_filled_in_is_a_form(encoding: CsvEncoding) -> None:
    codec = "cp932" if encoding == CsvEncoding.CP932 else "utf-8-sig"
    text = blank_form_one_csv("141305", "川崎市", encoding).decode(codec)
    for label, number in (
        ("確認を行う端末", 1),
        ("使う端末", 0),
        ("発行端末", 0),
        ("付与を行う端末", 0),
        ("総合計", 1),
    ):
        text = text.replace(f"{label},\r\n", f"{label},{number}\r\n")
    text = text.replace("ID付与事業者名\r\n区分", "ID付与事業者名\r\n川崎市立図書館\r\n区分")
    text += "ア,1,川崎市立図書館,高津図書館,高津図書館1台目\r\n"
    (row,) = read_form_one(text.encode(codec)).rows
    assert (row.kind, row.provider_name, row.place) == ("service-id", "川崎市立図書館", "高津図書館")
