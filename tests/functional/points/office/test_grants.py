from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from mykey.kernel.settings import SettingMalformed
from mykey.points.models.ledger import Lot
from mykey.points.office import OfficeSettings, create_points_office
from mykey.web.database import engine
from tests.factories.clerks import KnownClerk
from tests.support.clerk_browser import ClerkBrowser
from tests.support.leak_guard import LeakGuard
from tests.support.points_ground import PointsTown
from tests.support.purses import balances_of, points_number_of


def test_a_grant_is_looked_at_and_then_made_once(
    kawasaki_browser: ClerkBrowser, town: PointsTown, leak_guard: LeakGuard
) -> None:
    browser, holder = kawasaki_browser, town.person()
    number = points_number_of(town, holder)
    leak_guard.watch(number, "a points number")
    leak_guard.watch(str(holder), "a holder's id")
    shown = f"{number[:4]}-{number[4:8]}-{number[8:]}"
    typed = {"number": f" {number[:4]}ー{number[4:]}", "points": "１，５００", "target": "municipality"}
    browser.get("/grants")
    look = browser.post("/grants", **typed)
    assert look.status_code == 200
    for part in (shown, "1,500", "かわさきポイント", "2026-10-06"):
        assert part in look.text
    assert str(holder) not in look.text
    assert balances_of(town, holder) == {}
    assert 'value="１，５００"' in browser.post("/grants", step="edit", **typed).text
    for _ in range(2):
        assert browser.post("/grants", step="confirmed", **typed).status_code == 303
    assert f"{shown}に、1,500ポイントを付与しました" in browser.get("/grants").text
    assert balances_of(town, holder) == {"municipal": 1500}


def test_the_key_of_a_grant_that_is_done_grants_nothing_else(
    kawasaki_browser: ClerkBrowser, town: PointsTown
) -> None:
    browser, holder = kawasaki_browser, town.person()
    typed = {"number": points_number_of(town, holder), "target": "municipality"}
    browser.get("/grants")
    browser.post("/grants", step="confirmed", points="10", **typed)
    other = browser.post("/grants", step="confirmed", points="11", **typed)
    assert (other.status_code, "もう済んでいます" in other.text) == (422, True)
    assert browser.post("/grants", step="confirmed", points="11", **typed).status_code == 303
    assert balances_of(town, holder) == {"municipal": 21}


def test_a_grant_to_an_event(kawasaki_browser: ClerkBrowser, town: PointsTown) -> None:
    browser, holder = kawasaki_browser, town.person()
    event = town.event(date(2026, 4, 1), date(2026, 4, 30))
    over = town.event(date(2026, 3, 1), date(2026, 3, 31), "前の月")
    page = browser.get("/grants").text
    assert "見本まつり" in page
    assert "前の月" not in page
    typed = {"number": points_number_of(town, holder), "points": "7", "target": str(event)}
    assert "2026-04-30" in browser.post("/grants", **typed).text
    assert browser.post("/grants", step="confirmed", **typed).status_code == 303
    assert balances_of(town, holder) == {"event": 7}
    assert browser.post("/grants", **(typed | {"target": str(over)})).status_code == 422


WRONG: list[tuple[dict[str, str], str]] = [
    ({"number": "12345678901"}, "このポイント番号はありません"),
    ({"number": "12345678903"}, "このポイント番号はありません"),
    ({"number": ""}, "ポイント番号を入力してください"),
    ({"points": ""}, "ポイント数を入力してください"),
    ({"points": "0"}, "1以上にしてください"),
    ({"points": "100001"}, "100,000ポイントまでです"),
    ({"points": "2000000"}, "1,000,000までです"),
    ({"target": "elsewhere"}, "一覧から選んでください"),
]


def test_what_cannot_be_granted_is_told_before(kawasaki_browser: ClerkBrowser, town: PointsTown) -> None:
    typed = {"number": points_number_of(town, town.person()), "points": "10", "target": "municipality"}
    kawasaki_browser.get("/grants")
    for wrong, sentence in WRONG:
        answer = kawasaki_browser.post("/grants", **(typed | wrong))
        assert answer.status_code == 422
        assert sentence in answer.text, sentence


def test_the_limit_of_a_person(kawasaki_browser: ClerkBrowser, town: PointsTown) -> None:
    browser, holder = kawasaki_browser, town.person()
    typed = {"number": points_number_of(town, holder), "points": "100000", "target": "municipality"}
    for _ in range(9):
        browser.get("/grants")
        assert browser.post("/grants", step="confirmed", **typed).status_code == 303
    browser.get("/grants")
    for step in ("", "confirmed"):
        assert "あと0ポイントまで" in browser.post("/grants", step=step, **typed).text


def test_the_operator_puts_points_into_a_reserve_once(
    operator_browser: ClerkBrowser, town: PointsTown
) -> None:
    browser, holder = operator_browser, town.person()
    typed = {"number": points_number_of(town, holder), "points": "3000"}
    browser.get("/reserve")
    look = browser.post("/reserve", **typed)
    assert "入れた日から21日後まで" in look.text
    assert balances_of(town, holder) == {}
    for _ in range(2):
        assert browser.post("/reserve", step="confirmed", **typed).status_code == 303
    assert balances_of(town, holder) == {"reserve": 3000}
    assert "の留保に、3,000ポイントを入れました" in browser.get("/reserve").text
    assert browser.post("/reserve", number="12345678903", points="1").status_code == 422


def test_the_totals_are_the_systems_accounts(kawasaki_browser: ClerkBrowser, town: PointsTown) -> None:
    browser, holder = kawasaki_browser, town.person()
    browser.get("/grants")
    typed = {"number": points_number_of(town, holder), "points": "1234", "target": "municipality"}
    browser.post("/grants", step="confirmed", **typed)
    page = browser.get("/totals").text
    assert "1,234" in page
    assert "期限が切れたポイント" in page


def test_the_term_of_reserve_points_is_a_setting(
    settings: OfficeSettings, operator: KnownClerk, town: PointsTown
) -> None:
    app = create_points_office(replace(settings, term_days=14), town.ground)
    browser, number = ClerkBrowser(app), points_number_of(town, town.person())
    browser.sign_in(operator, town.ground)
    browser.get("/reserve")
    assert "入れた日から14日後まで" in browser.post("/reserve", number=number, points="3000").text
    assert browser.post("/reserve", step="confirmed", number=number, points="3000").status_code == 303
    assert town.do(lambda work: work.session.scalars(select(Lot.ends_on)).one()) == date(2026, 4, 20)
    with app.app_context():
        engine().dispose()


@pytest.mark.parametrize("days", [0, -1, 366])
def test_a_term_that_is_none_lets_no_office_start(
    settings: OfficeSettings, town: PointsTown, days: int
) -> None:
    with pytest.raises(SettingMalformed) as refused:
        create_points_office(replace(settings, term_days=days), town.ground)
    assert refused.value.facts["variable"] == "MYKEY_POINTS_OFFICE_TERM_DAYS"
