from __future__ import annotations

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from mykey.models.form_ones import FormOne, FormOneRow
from tests.factories.forms import form_one_csv, form_one_workbook
from tests.functional.console.officer_browser import OfficerBrowser


def nothing_kept(engine: Engine) -> bool:
    with Session(engine) as session:
        tables = (FormOne, FormOneRow)
        return all(session.execute(select(func.count()).select_from(one)).scalar_one() == 0 for one in tables)


FAULTS = [
    (b"", "ファイルが空です"),
    (b"PK\x03\x04broken", "ファイルが壊れていて開けません"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "古い形式"),
    (form_one_csv(encoding="utf-16"), "読めない文字があります"),
    (form_one_csv() + b'a,"', "この行を直してください"),
    (form_one_csv().replace("端末名".encode(), "名前".encode()), "「端末名」の列がありません"),
    (form_one_csv() + "イ,2,,=A1,見本\r\n".encode(), "計算式が入っています"),
    (form_one_csv() + b"a,1,,b,c\r\n" * 100_000, "行が多すぎます。10000行まで"),
    (form_one_workbook(code="141003", name="横浜市"), "ほかの自治体の様式Ⅰです"),
    (form_one_workbook(name="横浜市"), "このコードの自治体は「川崎市」です"),
    (form_one_workbook(providers=()), "「台数と事業者」に事業者名を書いてください"),
]


def test_a_file_with_faults_is_refused_whole(kawasaki_browser: OfficerBrowser, core_engine: Engine) -> None:
    for data, told in FAULTS:
        answer = kawasaki_browser.upload(data)
        assert answer.status_code == 422, told
        assert told in answer.text
    assert nothing_kept(core_engine)


def test_no_file_at_all_is_told(kawasaki_browser: OfficerBrowser) -> None:
    kawasaki_browser.get("/forms/new")
    answer = kawasaki_browser.post("/forms/new")
    assert answer.status_code == 422
    assert "様式Ⅰのファイルを選んでください" in answer.text


def test_rows_and_reasons_are_told_in_english_too(kawasaki_browser: OfficerBrowser) -> None:
    kawasaki_browser.get("/forms/new", lang="en")
    machines = [("ア", "川崎市立図書館", "", f"端末{place}") for place in range(60)]
    answer = kawasaki_browser.upload(form_one_workbook(machines))
    assert "sheet ア, row 2, 設置場所" in answer.text
    assert "設置場所 is missing. Write it." in answer.text
    assert "Correct the 60 faults" in answer.text
    assert "The first 50 are shown." in answer.text


def test_what_was_typed_into_cells_is_escaped(kawasaki_browser: OfficerBrowser) -> None:
    machines = [("ア", "<script>alert(1)</script>", "見本", "見本")]
    answer = kawasaki_browser.upload(form_one_workbook(machines))
    assert "&lt;script&gt;" in answer.text
    assert "<script>alert" not in answer.text


def test_a_file_beyond_every_limit_is_refused(kawasaki_browser: OfficerBrowser, core_engine: Engine) -> None:
    answer = kawasaki_browser.upload(b"x" * (13 * 1024 * 1024))
    assert answer.status_code == 413
    assert "ファイルが大きすぎます" in answer.text
    assert nothing_kept(core_engine)
