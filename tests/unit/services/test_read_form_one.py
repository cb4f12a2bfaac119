from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date

import openpyxl
import pytest

from mykey.services.form_one import FormOneRefused, Problem
from mykey.services.form_one_words import describe_problem, place_of_problem
from mykey.services.read_form_one import read_form_one
from tests.factories.forms import MACHINES, form_one_csv, form_one_workbook, workbook_as_bytes

Change = Callable[[openpyxl.Workbook], None]


def problems_of(data: bytes) -> list[Problem]:
    with pytest.raises(FormOneRefused) as caught:
        read_form_one(data)
    for problem in caught.value.problems:
        for lang in ("ja", "en"):
            assert describe_problem(problem, lang)
            assert place_of_problem(problem, lang) or not problem.row
    return list(caught.value.problems)


def changed(change: Change) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(form_one_workbook()))
    change(book)
    return workbook_as_bytes(book)


def put(sheet: str, cell: str, value: object) -> Change:
    def change(book: openpyxl.Workbook) -> None:
        book[sheet][cell] = value  # type: ignore[assignment] # a cell takes what a person can type

    return change


@pytest.mark.parametrize(
    "data",
    [
        form_one_workbook(),
        form_one_csv(),
        form_one_csv(encoding="utf-8"),
        form_one_csv(encoding="cp932"),
    ],
)
def test_a_form_filled_in_by_a_person_is_understood(data: bytes) -> None:
    content = read_form_one(data)
    assert (content.municipality_code, content.municipality_name) == ("141305", "川崎市")
    assert content.providers == ("川崎市立図書館", "見本銀座商店街")
    names = [row.provider_name for row in content.rows]
    assert names == ["川崎市立図書館", "川崎市立図書館", "見本銀座商店街", None, None, None]
    assert [row.terminal_name for row in content.rows] == [machine[3] for machine in MACHINES]
    kinds = ["service-id"] * 3 + ["spend-points", "issue-vouchers", "grant-points"]
    assert [row.kind for row in content.rows] == kinds


def test_what_the_source_document_writes_is_understood() -> None:
    """Numbers with 台, full-width digits, sums between the providers, numbers that begin anew."""

    def change(book: openpyxl.Workbook) -> None:
        first = book["台数と事業者"]
        first["B3"], first["B5"], first["B6"], first["B9"] = 141305, "３台", "1台", "６台"
        first["B2"] = "神奈川県川崎市"
        sheet = book["ア"]
        sheet.delete_rows(2, 10)
        for row in (
            (1, "川崎市立図書館", "高津図書館", "1台目"),
            ("２", None, "高津図書館", "2台目"),
            ("小計", None, "2台", None),
            (1, "見本銀座商店街", "見本果実店", "見本果実店"),
            ("（ア）端末台数 合計", None, None, "3台"),
            (4, None, None, None),
        ):
            sheet.append(row)
        book["イ"].title = "（イ）自治体ポイントを使う端末"

    content = read_form_one(changed(change))
    assert [row.number for row in content.rows][:3] == [1, 2, 1]
    assert content.municipality_name == "川崎市"


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (put("ア", "C2", "=1+1"), Problem("formula", "ア", 2, "設置場所")),
        (put("台数と事業者", "B9", "=SUM(B5:B8)"), Problem("formula", "台数と事業者", 9)),
        (put("ア", "D3", date(2026, 4, 1)), Problem("date", "ア", 3, "端末名")),
        (put("ア", "D3", "#N/A"), Problem("error-value", "ア", 3, "端末名")),
        (put("ア", "C3", None), Problem("text-missing", "ア", 3, "設置場所")),
        (put("ア", "C3", "あ" * 101), Problem("text-too-long", "ア", 3, "設置場所")),
        (put("ア", "C3", "高津\n図書館"), Problem("text-characters", "ア", 3, "設置場所")),
        (put("ア", "C3", "高津\u202e図書館"), Problem("text-characters", "ア", 3, "設置場所")),
        (put("ア", "B2", None), Problem("provider-missing", "ア", 2, "ID付与事業者名")),
        (put("ア", "B2", "知らない図書館"), Problem("provider-unknown", "ア", 2, "ID付与事業者名")),
        (put("ア", "A2", "一"), Problem("number-malformed", "ア", 2, "項番")),
        (put("ア", "A3", 1), Problem("number-twice", "ア", 3, "項番")),
        (put("ア", "D3", "高津図書館1台目"), Problem("terminal-twice", "ア", 3, "端末名")),
        (put("ア", "C1", "場所"), Problem("column-missing", "ア", 1, "設置場所")),
        (put("ア", "E1", "端末名"), Problem("column-twice", "ア", 1, "端末名")),
        (put("イ", "C2", "高津図書館1台目"), Problem("count-differs", "台数と事業者", 6)),
        (put("台数と事業者", "B5", 4), Problem("count-differs", "台数と事業者", 5, "(ア)")),
        (put("台数と事業者", "B5", "三"), Problem("count-malformed", "台数と事業者", 5, "(ア)")),
        (put("台数と事業者", "B5", -3), Problem("count-malformed", "台数と事業者", 5, "(ア)")),
        (put("台数と事業者", "B5", 2.5), Problem("count-malformed", "台数と事業者", 5, "(ア)")),
        (put("台数と事業者", "B5", None), Problem("count-missing", "台数と事業者", 5, "(ア)")),
        (put("台数と事業者", "B9", 7), Problem("total-differs", "台数と事業者", 9)),
        (put("台数と事業者", "B3", "141306"), Problem("code-unknown", "台数と事業者", 3)),
        (put("台数と事業者", "B2", "横浜市"), Problem("name-of-code", "台数と事業者", 2, "自治体名")),
        (put("台数と事業者", "A2", "なまえ"), Problem("line-missing", "台数と事業者", 0, "自治体名")),
        (put("台数と事業者", "A13", "川崎市立　図書館"), Problem("provider-twice", "台数と事業者", 13)),
        (lambda book: book["ア"].merge_cells("B2:B3"), Problem("cells-merged", "ア", 2)),
        (lambda book: book["台数と事業者"].merge_cells("A1:B1"), Problem("cells-merged", "台数と事業者", 1)),
        (lambda book: book.remove(book["エ"]), Problem("sheet-missing", "エ")),
        (lambda book: book.create_sheet("メモ") and None, Problem("sheet-unknown", "メモ")),
        (lambda book: book.create_sheet("(ア)"), Problem("sheet-twice", "(ア)")),
        (lambda book: book["ウ"].delete_rows(1), Problem("table-missing", "ウ")),
    ],
)
def test_each_fault_is_told_with_its_place(change: Change, problem: Problem) -> None:
    if problem.sheet == "台数と事業者" and problem.row == 6:
        change = _a_machine_in_both(change)
    found = problems_of(changed(change))
    assert any(
        (each.reason, each.sheet, each.row) == (problem.reason, problem.sheet, problem.row)
        and each.column.startswith(problem.column)
        for each in found
    ), found


def _a_machine_in_both(change: Change) -> Change:
    """Asks for a machine of ア in イ too, without counting it."""

    def both(book: openpyxl.Workbook) -> None:
        change(book)
        book["イ"].append([2, "見本美術館別館", "見本美術館別館"])

    return both


def test_a_machine_in_both_lists_is_told() -> None:
    def change(book: openpyxl.Workbook) -> None:
        book["イ"]["B2"], book["イ"]["C2"] = "高津図書館", "高津図書館1台目"

    assert problems_of(changed(change)) == [Problem("terminal-in-both", "イ", 2, "端末名", "2")]


def test_everything_is_told_at_once_and_fifty_are_shown() -> None:
    machines = [("ア", "川崎市立図書館", "", f"端末{place}") for place in range(80)]
    with pytest.raises(FormOneRefused) as caught:
        read_form_one(form_one_workbook(machines))
    assert caught.value.facts["count"] == 80
    assert len(caught.value.problems) == 50
    assert [problem.row for problem in caught.value.problems] == list(range(2, 52))


def test_a_form_that_asks_for_nothing_is_refused() -> None:
    assert [each.reason for each in problems_of(form_one_workbook(()))] == ["nothing-asked"]


def test_a_list_without_providers_is_refused() -> None:
    reasons = {each.reason for each in problems_of(form_one_workbook(providers=()))}
    assert reasons == {"provider-unknown", "providers-missing"}


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "file-empty"),
        (b"  \r\n", "file-empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "workbook-old"),
        (b"PK\x03\x04 broken", "workbook-broken"),
        (form_one_workbook()[:4000], "workbook-broken"),
        (form_one_csv().replace("設置場所".encode(), "場所".encode()), "column-missing"),
        (form_one_csv().replace("区分,項番".encode(), "種類,番号".encode()), "table-missing"),
        (form_one_csv(encoding="utf-16"), "csv-encoding"),
        (form_one_csv(encoding="euc-jp"), "csv-encoding"),
        (form_one_csv() + 'ア,4,"川崎'.encode(), "csv-broken"),
        (form_one_csv() + "オ,1,,見本,見本\r\n".encode(), "kind-unknown"),
        (form_one_csv() + "イ,2,川崎市立図書館,見本,見本\r\n".encode(), "provider-not-wanted"),
        (form_one_csv() + "イ,2,,=cmd|'/c calc'!A0,見本\r\n".encode(), "formula"),
        (form_one_csv() + "イ,2,,見本\0,見本\r\n".encode(), "text-characters"),
        (b"\xff\xfe" + b"a" * 100, "csv-encoding"),
        (b"%PDF-1.7\n", "table-missing"),
    ],
)
def test_files_that_are_no_form(data: bytes, reason: str) -> None:
    assert reason in {each.reason for each in problems_of(data)}
