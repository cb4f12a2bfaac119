from __future__ import annotations

from tests.functional.console.officer_browser import OfficerBrowser

RULE = {
    "municipality_code": "１４１３０５",
    "name": "川崎市立図書館",
    "kind": "library",
    "min_length": "１２",
    "max_length": "12",
    "prefix": "１８",
    "check_digit": "none",
    "hand_over": "barcode",
    "symbology": "nw7",
    "start_stop": "aa",
    "minimum_assurance": "touched",
    "grace_hours": "24",
}


def test_set_up_list_and_change(operator_browser: OfficerBrowser) -> None:
    operator_browser.get("/providers/new")
    assert operator_browser.post("/providers/new", **RULE).status_code == 303
    page = operator_browser.get("/providers").text
    assert "ID付与事業者「川崎市立図書館」を設定しました" in page
    assert "18で始まる12桁の数字です。" in page
    assert "バーコード表示" in page
    edit = operator_browser.get("/providers/000001").text
    assert 'value="18"' in edit
    assert operator_browser.post("/providers/000001", **(RULE | {"hand_over": "label"})).status_code == 303
    assert "ラベル印刷" in operator_browser.get("/providers").text
    assert (
        "The number has 12 digits, beginning with 18." in operator_browser.get("/providers", lang="en").text
    )


FAULTS: list[tuple[dict[str, str], str]] = [
    ({"name": ""}, "事業者名を入力してください"),
    ({"municipality_code": "141306"}, "この全国地方公共団体コードはありません"),
    ({"municipality_code": ""}, "6桁のコードを入力してください"),
    ({"min_length": "13"}, "最長が最短以上"),
    ({"min_length": "0"}, "1から20までです"),
    ({"prefix": "ABC"}, "先頭の文字に使えるのは数字です"),
    ({"kind": "bank"}, "一覧から選んでください"),
    ({"letters": "y"}, "NW-7では英字を表せません"),
    ({"letters": "y", "check_digit": "m10w21"}, "検査数字は設定できません"),
    ({"start_stop": "XX"}, "AからDの2文字で入力"),
    ({"grace_hours": "1000"}, "0から168まで"),
]


def test_what_is_wrong_is_told_and_nothing_typed_is_lost(operator_browser: OfficerBrowser) -> None:
    operator_browser.get("/providers/new")
    for changes, told in FAULTS:
        answer = operator_browser.post("/providers/new", **(RULE | changes))
        assert answer.status_code == 422, told
        assert told in answer.text
        assert "name" in changes or 'value="川崎市立図書館"' in answer.text
        assert '<option selected value="barcode">' in answer.text
    assert "事業者はまだありません" in operator_browser.get("/providers").text


def test_a_number_that_is_no_number_is_told(operator_browser: OfficerBrowser) -> None:
    operator_browser.get("/providers/new")
    answer = operator_browser.post("/providers/new", **(RULE | {"min_length": "many"}))
    assert answer.status_code == 422
    assert 'value="many"' in answer.text


def test_one_name_once_a_municipality(operator_browser: OfficerBrowser) -> None:
    operator_browser.get("/providers/new")
    operator_browser.post("/providers/new", **RULE)
    answer = operator_browser.post("/providers/new", **RULE)
    assert answer.status_code == 422
    assert "この自治体には、同じ名前の事業者があります" in answer.text


def test_an_unknown_provider_is_no_page(operator_browser: OfficerBrowser) -> None:
    assert operator_browser.get("/providers/000009").status_code == 404
