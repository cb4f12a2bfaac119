from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from flask import Flask

from mykey.points.acts.close_holder import close_holder
from tests.factories.clerks import a_municipal_clerk
from tests.support import ledger_acts as acts
from tests.support.clerk_browser import ClerkBrowser
from tests.support.moving_clock import MovingClock
from tests.support.points_ground import PointsTown
from tests.support.purses import balances_of, points_number_of

ONE = re.compile(r'href="(/points-office/corrections/[0-9a-f-]{36})"')


@pytest.fixture
def other_browser(app: Flask, town: PointsTown) -> ClerkBrowser:
    browser = ClerkBrowser(app)
    browser.sign_in(a_municipal_clerk(town, login="sato"), town.ground)
    return browser


def newest(browser: ClerkBrowser) -> str:
    """The address of the one request that waits."""
    waiting = browser.get("/corrections").text.partition("終わった訂正")[0]
    (found,) = ONE.findall(waiting)
    return str(found)


def test_one_clerk_asks_and_another_approves(
    kawasaki_browser: ClerkBrowser, other_browser: ClerkBrowser, town: PointsTown
) -> None:
    # The page says the year, and the number's last four digits: neither may be the first four by chance.
    holder = next(
        one
        for one in iter(town.person, None)
        if points_number_of(town, one)[:4] not in ("2026", points_number_of(town, one)[-4:])
    )
    event = town.event(date(2026, 4, 1), date(2026, 4, 30))
    number = points_number_of(town, holder)
    page = kawasaki_browser.get("/corrections/by-number").text
    assert "付与を取り消す（二重に付与した）" in page
    typed = {"number": number, "points": "１，２００", "what": "give.missed", "target": str(event)}
    for _ in range(2):
        assert kawasaki_browser.post("/corrections/by-number", **typed).status_code == 303
    one = newest(kawasaki_browser)
    mine = kawasaki_browser.get(one).text
    assert "自分の依頼は、自分では承認できません" in mine
    assert "/approved" not in mine
    own = kawasaki_browser.post(f"{one}/approved")
    assert (own.status_code, "自分では承認も却下もできません" in own.text) == (403, True)
    seen = other_browser.get(one).text
    for part in ("追加で付与する", "付与もれ", "1,200", number[-4:], "見本まつり", "kawasaki"):
        assert part in seen, part
    shown = re.sub(r'value="[^"]*"', "", seen)
    assert str(holder) not in shown
    for hidden in (number, number[:4]):
        assert hidden not in re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "", shown), hidden
    assert "ほかの人の依頼は" in other_browser.post(f"{one}/withdrawn").text
    assert other_browser.post(f"{one}/approved").status_code == 303
    assert balances_of(town, holder) == {"event": 1200}
    again = other_browser.post(f"{one}/refused")
    assert (again.status_code, "もう承認されたか" in again.text) == (409, True)
    done = other_browser.get("/corrections").text
    assert "承認を待っている訂正はありません" in done
    assert "承認済み" in done
    kawasaki_browser.get("/corrections/by-number")
    back = typed | {"what": "take-back.too-many", "points": "1201"}
    kawasaki_browser.post("/corrections/by-number", **back)
    short = other_browser.post(f"{newest(other_browser)}/approved")
    assert (short.status_code, "残っているのは1,200ポイントだけ" in short.text) == (409, True)
    assert other_browser.post(f"{newest(other_browser)}/refused").status_code == 303
    listed = other_browser.get("/audit").text
    for part in ("訂正の却下", "付与を取り消す 1,201", "訂正の承認", "sato"):
        assert part in listed, part
    assert number not in listed


def test_a_payment_is_corrected_by_its_receipt(
    kawasaki_browser: ClerkBrowser, other_browser: ClerkBrowser, town: PointsTown, clock: MovingClock
) -> None:
    holder, gone, shop = town.person(), town.person(), town.shop()
    clock.advance(timedelta(days=-1))
    for person in (holder, gone):
        town.do(acts.grant(person, 500))
        town.do(acts.spend(person, shop, 400))
    clock.advance(timedelta(days=1))
    town.do(acts.spend(holder, shop, 1))
    town.do(lambda work: close_holder(work, gone))
    kawasaki_browser.get("/corrections/by-receipt")
    typed = {"shop": str(shop), "receipt_number": "1", "points": "150", "what": "from-shop.paid-twice"}
    for wrong, sentence in (
        ({"receipt_number": "3"}, "店舗のレジで取り消してください"),
        ({"receipt_number": "2"}, "口座を閉じたため、返す先がありません"),
        ({"receipt_number": "9"}, "この番号の支払いはありません"),
        # A busy shop has had a million payments.
        ({"receipt_number": "1234567"}, "この番号の支払いはありません"),
        ({"receipt_number": "2147483648"}, "数字だけで入力してください"),
        ({"points": "401"}, "あと400ポイント"),
        ({"points": "0"}, "1以上にしてください"),
        ({"shop": ""}, "一覧から選んでください"),
        ({"what": "give.missed"}, "一覧から選んでください"),
    ):
        answer = kawasaki_browser.post("/corrections/by-receipt", **(typed | wrong))
        assert (answer.status_code, sentence in answer.text) == (422, True), sentence
    assert kawasaki_browser.post("/corrections/by-receipt", **typed).status_code == 303
    seen = other_browser.get(newest(other_browser)).text
    for part in ("見本商店", "2026-04-05", "二重に支払われた", "150", "400"):
        assert part in seen, part
    # The receipt is enough: digits of a number beside it would say who was at the shop.
    assert "下4桁" not in seen
    assert other_browser.post(f"{newest(other_browser)}/approved").status_code == 303
    assert balances_of(town, holder) == {"municipal": 249}
    kawasaki_browser.get("/corrections/by-receipt")
    kawasaki_browser.post("/corrections/by-receipt", **(typed | {"points": "250"}))
    assert kawasaki_browser.post(f"{newest(kawasaki_browser)}/withdrawn").status_code == 303
    assert "取り下げ" in kawasaki_browser.get("/corrections").text
