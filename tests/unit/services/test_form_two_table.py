from __future__ import annotations

import io

import openpyxl
import pytest

from mykey.services.download_form_two import FormTwo, FormTwoRow
from mykey.services.form_two_table import form_two_csv, form_two_workbook
from mykey.services.spreadsheet_output import CsvEncoding, DoesNotFit


def row(kind: str, number: int, place: str, **changes: object) -> FormTwoRow:
    values: dict[str, object] = {
        "provider_name": "川崎市立図書館" if kind == "service-id" else None,
        "terminal_name": "1台目",
        "terminal_id": f"1234567{number}",
        "closed": False,
        "password": "ABCDEFGH234567",
    }
    return FormTwoRow(kind=kind, number=number, place=place, **(values | changes))  # type: ignore[arg-type] # by name


FORM = FormTwo(
    "141305",
    "川崎市",
    [
        row("service-id", 1, "高津図書館"),
        row("service-id", 2, "=HYPERLINK(A1)", password=None),
        row("grant-points", 1, "川崎市役所", closed=True),
    ],
)


def test_the_workbook_has_the_columns_of_form_two() -> None:
    book = openpyxl.load_workbook(io.BytesIO(form_two_workbook(FORM)))
    head = ["項番", "ID付与事業者名", "設置場所", "端末名", "端末ID", "端末パスワード", "閉鎖可否"]
    assert [cell.value for cell in book["ア"][1]] == head
    first = [cell.value for cell in book["ア"][2]]
    assert first == [1, "川崎市立図書館", "高津図書館", "1台目", "12345671", "ABCDEFGH234567", "可"]
    assert book["ア"]["E2"].data_type == "s"
    assert book["ア"]["E2"].number_format == "@"
    assert [cell.value for cell in book["エ"][2]][-1] == "閉鎖済み"
    counts = {line[0]: line[1] for line in book["台数と事業者"].iter_rows(max_col=2, values_only=True)}
    assert counts["（ア）（イ）（ウ）（エ）端末台数 総合計"] == 3
    assert counts["全国地方公共団体コード"] == "141305"


def test_no_text_becomes_a_formula() -> None:
    book = openpyxl.load_workbook(io.BytesIO(form_two_workbook(FORM)))
    cell = book["ア"]["C3"]
    assert (cell.value, cell.data_type) == ("=HYPERLINK(A1)", "s")
    assert "'=HYPERLINK(A1)" in form_two_csv(FORM, CsvEncoding.UTF_8).decode("utf-8-sig")


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_each_sign_that_begins_a_formula_is_made_harmless(start: str) -> None:
    form = FormTwo("141305", "川崎市", [row("service-id", 1, f"{start}1")])
    assert f",'{start}1," in form_two_csv(form, CsvEncoding.CP932).decode("cp932")


def test_the_csv_comes_in_both_encodings() -> None:
    utf, old = form_two_csv(FORM, CsvEncoding.UTF_8), form_two_csv(FORM, CsvEncoding.CP932)
    assert utf.startswith(b"\xef\xbb\xbf")
    assert utf.decode("utf-8-sig") == old.decode("cp932")
    assert "（表示済み）" in old.decode("cp932")


def test_what_cp932_writes_otherwise_still_fits() -> None:
    form = FormTwo("141305", "川崎市", [row("service-id", 1, "見本〜−館")])
    assert "見本～－館" in form_two_csv(form, CsvEncoding.CP932).decode("cp932")


def test_what_does_not_fit_is_told_with_its_row() -> None:
    form = FormTwo("141305", "川崎市", [row("service-id", 1, "見本"), row("service-id", 2, "𠮷野家")])
    with pytest.raises(DoesNotFit) as caught:
        form_two_csv(form, CsvEncoding.CP932)
    assert caught.value.row == 3


def test_a_password_is_in_no_repr() -> None:
    assert "ABCDEFGH234567" not in repr(FORM)
