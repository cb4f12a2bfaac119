from __future__ import annotations

from mykey.points.acts.edit_programme import see_programme
from tests.support.clerk_browser import ClerkBrowser
from tests.support.points_ground import KAWASAKI, PointsTown

FIELDS = {
    "programme_name": "よこはまポイント",
    "opens_on": "2026-04-01",
    "closes_on": "",
    "expiry_rule": "yearly-day",
    "expiry_months": "",
    "expiry_month": "３",
    "expiry_day": "31",
    "most_a_grant": "５，０００",
    "most_a_person": "20,000",
}


def test_the_operator_opens_a_programme_once(
    operator_browser: ClerkBrowser, yokohama_browser: ClerkBrowser, town: PointsTown
) -> None:
    operator_browser.get("/programmes/new")
    answer = operator_browser.post("/programmes/new", municipality_code="１４１００３", **FIELDS)
    assert answer.status_code == 303
    listed = operator_browser.get("/programmes").text
    assert "神奈川県横浜市の事業を開きました" in listed
    assert "よこはまポイント" in listed
    kept = town.do(lambda work: see_programme(work, "141003"))
    assert (kept.expiry_month, kept.expiry_day, kept.expiry_months) == (3, 31, None)
    assert (kept.most_a_grant, kept.most_a_person) == (5000, 20_000)
    assert 'value="5000"' in yokohama_browser.get("/programme").text
    operator_browser.get("/programmes/new")
    again = operator_browser.post("/programmes/new", municipality_code="141003", **FIELDS)
    assert (again.status_code, "すでに開いてあります" in again.text) == (422, True)
    nobody = operator_browser.post("/programmes/new", municipality_code="141004", **FIELDS)
    assert "この全国地方公共団体コードはありません" in nobody.text


WRONG: list[tuple[dict[str, str], str]] = [
    ({"programme_name": " 　"}, "名前を入力してください"),
    ({"programme_name": "あ" * 61}, "名前が長すぎます"),
    ({"programme_name": "見本\u200b"}, "目に見えない文字"),
    ({"opens_on": "2026-02-30"}, "日付を、年-月-日の形で"),
    ({"closes_on": "2026/3/31"}, "最後の日は、最初の日か"),
    ({"expiry_rule": "months", "expiry_months": "0"}, "1から120までの月数"),
    ({"expiry_rule": "months", "expiry_months": "半年"}, "数字だけで入力"),
    ({"expiry_month": "13"}, "1から12までの月"),
    ({"expiry_day": "32"}, "その月にある日"),
    ({"expiry_rule": "never"}, "一覧から選んでください"),
    ({"most_a_grant": "1e3"}, "数字だけで入力"),
    ({"most_a_grant": "1000001"}, "1,000,000までです"),
    ({"most_a_person": "4999"}, "1回の上限と同じか"),
]


def test_what_is_wrong_is_told_and_what_was_typed_stays(kawasaki_browser: ClerkBrowser) -> None:
    kawasaki_browser.get("/programme")
    for wrong, sentence in WRONG:
        answer = kawasaki_browser.post("/programme", **(FIELDS | wrong))
        assert answer.status_code == 422
        assert sentence in answer.text, sentence
        for name, value in (FIELDS | wrong).items():
            if name not in {"expiry_rule", "programme_name"} and value:
                assert f'value="{value}"' in answer.text, name
    assert "かわさきポイント" in kawasaki_browser.get("/programme").text


def test_the_municipality_changes_its_programme(kawasaki_browser: ClerkBrowser, town: PointsTown) -> None:
    kawasaki_browser.get("/programme")
    assert kawasaki_browser.post("/programme", **FIELDS).status_code == 303
    assert town.do(lambda work: see_programme(work, KAWASAKI)).programme_name == "よこはまポイント"
    assert "事業の決まりを変えました" in kawasaki_browser.get("/programme").text


def test_events_are_added_and_changed_until_they_begin(kawasaki_browser: ClerkBrowser) -> None:
    coming = {"event_name": "秋まつり", "event_opens_on": "2026-10-01", "event_closes_on": "2026-10-31"}
    kawasaki_browser.get("/events/new")
    assert kawasaki_browser.post("/events/new", **coming).status_code == 303
    past = kawasaki_browser.post("/events/new", **(coming | {"event_opens_on": "2026-04-05"}))
    assert (past.status_code, "今日か、それより後の日" in past.text) == (422, True)
    short = kawasaki_browser.post("/events/new", **(coming | {"event_closes_on": "2026-09-30"}))
    assert "最後の日は、最初の日か" in short.text
    today = coming | {"event_name": "春まつり", "event_opens_on": "2026-04-06"}
    assert kawasaki_browser.post("/events/new", **today).status_code == 303
    listed = kawasaki_browser.get("/events").text
    assert "開催中" in listed
    assert listed.count('href="/points-office/events/') == 2  # the coming one and the button
    path = next(part.partition('"')[0] for part in listed.split('href="') if "秋まつり" in part[:90])
    assert 'value="秋まつり"' in kawasaki_browser.get(path).text
    assert kawasaki_browser.post(path, **(coming | {"event_name": "冬まつり"})).status_code == 303
    assert "冬まつり" in kawasaki_browser.get("/events").text
