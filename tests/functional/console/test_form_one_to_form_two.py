from __future__ import annotations

import csv
import re
from io import BytesIO, StringIO

import openpyxl
import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from mykey.crypto.purposes import CorePurpose
from mykey.models.terminals import Terminal
from mykey.services.download_form_two import PASSWORD_ALPHABET
from mykey.services.ground import Ground
from tests.factories.forms import form_one_csv, form_one_workbook
from tests.functional.console.officer_browser import OfficerBrowser
from tests.support.leak_guard import LeakGuard

RULE = {
    "municipality_code": "141305",
    "kind": "library",
    "min_length": "12",
    "max_length": "12",
    "prefix": "18",
    "check_digit": "none",
    "hand_over": "barcode",
    "symbology": "nw7",
    "start_stop": "AA",
    "minimum_assurance": "touched",
    "grace_hours": "24",
}


def form_path(answer: TestResponse) -> str:
    """Where the answer leads: the page of one form."""
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"].removeprefix("/console")


def issued_form(kawasaki: OfficerBrowser, operator: OfficerBrowser, data: bytes) -> str:
    path = form_path(kawasaki.upload(data))
    for place, name in enumerate(("川崎市立図書館", "見本銀座商店街")):
        assert "設定する" in operator.get(path).text
        answer = operator.post(f"{path}/providers/{place}", name=name, **RULE)
        assert form_path(answer) == path
    assert "承認へ進む" in operator.get(path).text
    assert "承認して発行する" in operator.get(f"{path}/issue").text
    assert form_path(operator.post(f"{path}/issue", of_all_others="shop")) == path
    assert "6台の端末IDを発行しました" in operator.get(path).text
    return path


def passwords_in_workbook(data: bytes) -> dict[str, str]:
    book = openpyxl.load_workbook(BytesIO(data))
    found: dict[str, str] = {}
    for letter in "アイウエ":
        rows = list(book[letter].iter_rows(values_only=True))
        head = [str(cell) for cell in rows[0]]
        for row in rows[1:]:
            named = dict(zip(head, row, strict=True))
            found[str(named["端末ID"])] = str(named["端末パスワード"])
            assert named["閉鎖可否"] == "可"
    return found


def check_passwords(ground: Ground, engine: Engine, shown: dict[str, str]) -> None:
    """Each shown password opens its terminal, by the index that is stored."""
    with Session(engine) as session:
        for terminal in session.scalars(select(Terminal)):
            parts = (terminal.terminal_id.encode(), shown[terminal.terminal_id].encode())
            assert terminal.password_index == ground.keys.index(CorePurpose.TERMINAL_PASSWORD_INDEX, *parts)
            assert terminal.state == "issued"


@pytest.mark.parametrize("data", [form_one_workbook(), form_one_csv(), form_one_csv(encoding="cp932")])
def test_from_form_one_to_passwords_that_work(
    kawasaki_browser: OfficerBrowser,
    operator_browser: OfficerBrowser,
    ground: Ground,
    core_engine: Engine,
    leak_guard: LeakGuard,
    data: bytes,
) -> None:
    path = issued_form(kawasaki_browser, operator_browser, data)
    page = kawasaki_browser.get(f"{path}/form-two").text
    assert "一度だけ表示されます" in page
    answer = kawasaki_browser.post(f"{path}/form-two", file_format="xlsx")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == 'attachment; filename="form-two-141305.xlsx"'
    assert answer.headers["Cache-Control"] == "no-store"
    shown = passwords_in_workbook(answer.data)
    assert len(shown) == 6
    assert len(set(shown.values())) == 6
    for terminal_id, password in shown.items():
        assert re.fullmatch(r"[1-9][0-9]{7}", terminal_id)
        assert len(password) == 14
        assert set(password) <= set(PASSWORD_ALPHABET)
        leak_guard.watch(password, "a terminal password")
    check_passwords(ground, core_engine, shown)


def test_a_second_download_shows_no_password(
    kawasaki_browser: OfficerBrowser, operator_browser: OfficerBrowser, ground: Ground, core_engine: Engine
) -> None:
    path = issued_form(kawasaki_browser, operator_browser, form_one_workbook())
    kawasaki_browser.get(f"{path}/form-two")
    first = kawasaki_browser.post(f"{path}/form-two", file_format="csv-utf-8")
    rows = list(csv.DictReader(StringIO(first.data.decode("utf-8-sig"))))
    shown = {row["端末ID"]: row["端末パスワード"] for row in rows}
    assert [row["区分"] for row in rows] == ["ア", "ア", "ア", "イ", "ウ", "エ"]
    assert [row["項番"] for row in rows] == ["1", "2", "1", "1", "1", "1"]
    assert "表示済み" in kawasaki_browser.get(f"{path}/form-two").text
    second = kawasaki_browser.post(f"{path}/form-two", file_format="csv-shift-jis")
    again = list(csv.DictReader(StringIO(second.data.decode("cp932"))))
    assert {row["端末パスワード"] for row in again} == {"（表示済み）"}
    check_passwords(ground, core_engine, shown)


def test_lost_passwords_are_ended_and_made_again(
    kawasaki_browser: OfficerBrowser, operator_browser: OfficerBrowser, ground: Ground, core_engine: Engine
) -> None:
    path = issued_form(kawasaki_browser, operator_browser, form_one_workbook())
    kawasaki_browser.get(f"{path}/form-two")
    lost = passwords_in_workbook(kawasaki_browser.post(f"{path}/form-two", file_format="xlsx").data)
    assert "すぐに使えなくなります" in kawasaki_browser.get(f"{path}/passwords").text
    assert kawasaki_browser.post(f"{path}/passwords").status_code == 303
    made = passwords_in_workbook(kawasaki_browser.post(f"{path}/form-two", file_format="xlsx").data)
    assert made.keys() == lost.keys()
    assert not set(made.values()) & set(lost.values())
    check_passwords(ground, core_engine, made)


def test_a_name_that_looks_like_a_formula_stays_a_name(
    kawasaki_browser: OfficerBrowser, operator_browser: OfficerBrowser
) -> None:
    machines = (
        ("ア", "川崎市立図書館", "高津図書館", "+1号機"),
        ("ア", "見本銀座商店街", "@見本店", "-1+1"),
        *(("イ", "", f"見本{place}", f"見本{place}") for place in range(4)),
    )
    path = issued_form(kawasaki_browser, operator_browser, form_one_workbook(machines))
    kawasaki_browser.get(f"{path}/form-two")
    book = openpyxl.load_workbook(BytesIO(kawasaki_browser.post(f"{path}/form-two", file_format="xlsx").data))
    cells = {cell.value: cell.data_type for row in book["ア"].iter_rows() for cell in row}
    assert (cells["+1号機"], cells["@見本店"], cells["-1+1"]) == ("s", "s", "s")
    text = kawasaki_browser.post(f"{path}/form-two", file_format="csv-utf-8").data.decode("utf-8-sig")
    assert "'+1号機" in text
    assert "'@見本店" in text


def test_what_shift_jis_lacks_is_told_and_no_password_is_lost(
    kawasaki_browser: OfficerBrowser, operator_browser: OfficerBrowser
) -> None:
    machines = (
        ("ア", "川崎市立図書館", "高津図書館", "高津"),
        ("ア", "見本銀座商店街", "見本𠮷野家", "見本"),
        *(("イ", "", f"見本{place}", f"見本{place}") for place in range(4)),
    )
    path = issued_form(kawasaki_browser, operator_browser, form_one_workbook(machines))
    kawasaki_browser.get(f"{path}/form-two")
    refused = kawasaki_browser.post(f"{path}/form-two", file_format="csv-shift-jis")
    assert refused.status_code == 422
    assert "3行目に、Shift_JISにない文字があります" in refused.text
    made = passwords_in_workbook(kawasaki_browser.post(f"{path}/form-two", file_format="xlsx").data)
    assert all(len(password) == 14 for password in made.values())


def test_a_form_is_decided_once(kawasaki_browser: OfficerBrowser, operator_browser: OfficerBrowser) -> None:
    path = issued_form(kawasaki_browser, operator_browser, form_one_workbook())
    again = operator_browser.post(f"{path}/issue")
    assert again.status_code == 409
    assert "発行または差戻しが済んでいます" in again.text


def test_a_form_without_its_providers_is_not_issued(
    kawasaki_browser: OfficerBrowser, operator_browser: OfficerBrowser, core_engine: Engine
) -> None:
    path = form_path(kawasaki_browser.upload(form_one_workbook()))
    operator_browser.get(path)
    assert operator_browser.post(f"{path}/issue").status_code == 409
    with Session(core_engine) as session:
        assert session.scalars(select(Terminal)).first() is None


def test_a_rejected_form_goes_back_with_its_reason(
    kawasaki_browser: OfficerBrowser, operator_browser: OfficerBrowser
) -> None:
    path = form_path(kawasaki_browser.upload(form_one_workbook()))
    operator_browser.get(f"{path}/reject")
    empty = operator_browser.post(f"{path}/reject", reason="")
    assert empty.status_code == 422
    assert "理由を入力してください" in empty.text
    long = operator_browser.post(f"{path}/reject", reason="あ" * 501)
    assert "あ" * 501 in long.text
    assert operator_browser.post(f"{path}/reject", reason="台数を確かめてください。").status_code == 303
    page = kawasaki_browser.get(path).text
    assert "差し戻されました" in page
    assert "台数を確かめてください。" in page
    assert kawasaki_browser.get(f"{path}/form-two").status_code == 409


@pytest.mark.parametrize("file_format", ["xlsx", "csv-utf-8", "csv-shift-jis"])
def test_the_blank_is_a_form_that_asks_for_nothing(
    kawasaki_browser: OfficerBrowser, file_format: str
) -> None:
    blank = kawasaki_browser.get(f"/forms/blank/{file_format}")
    assert blank.status_code == 200
    refused = kawasaki_browser.upload(blank.data)
    assert refused.status_code == 422
    assert "台数がありません" in refused.text
