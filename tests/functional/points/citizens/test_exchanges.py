"""A company's points by its sign-in: there and back, so many, confirmed, and what the company says of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from mykey.points.acts.partners.set_rate import RateTyped, set_rate
from mykey.points.models.ledger import Account
from tests.support.answering_company import AnsweringCompany, answering_company
from tests.support.moving_clock import MovingClock
from tests.support.points_browser import ORIGIN, PATH, PointsBrowser
from tests.support.points_ground import PointsTown


@pytest.fixture
def company(town: PointsTown) -> Iterator[AnsweringCompany]:
    with answering_company(town) as made:
        yield made


def reserve(town: PointsTown, holder: UUID) -> int:
    balance = select(Account.balance).where(Account.holder_id == holder)
    return town.do(lambda work: work.session.scalar(balance)) or 0


def go(browser: PointsBrowser, company: AnsweringCompany) -> dict[str, str]:
    """To the company's sign-in: what the address says there."""
    browser.get(f"/exchanges/new/{company.partner_id}")
    answer = browser.post(f"/partners/{company.partner_id}/sign-in")
    assert answer.status_code == 303
    return {name: values[0] for name, values in parse_qs(urlsplit(answer.location).query).items()}


def sign_in(browser: PointsBrowser, company: AnsweringCompany) -> str:
    """There and back, to the page that asks how many; the address that the company sent the browser to."""
    back = f"/partners/{company.partner_id}/back?code=the-code&state={go(browser, company)['state']}"
    browser.follow(browser.get(back))
    assert "移すポイントの数を決める" in browser.text
    return back


def test_there_and_back_and_into_the_reserve_once(
    browser: PointsBrowser, holder: UUID, town: PointsTown, company: AnsweringCompany
) -> None:
    browser.get("/exchanges/new")
    assert "1,000 が 2,000ポイントになります。" in browser.text
    page = browser.get(f"/exchanges/new/{company.partner_id}")
    assert f"form-action 'self' {company.origin};" in page.headers["Content-Security-Policy"]
    assert "500 から 5,000 まで、500 ごと" in browser.text
    asked = go(browser, company)
    assert asked["redirect_uri"] == f"{ORIGIN}{PATH}/partners/{company.partner_id}/back"
    assert (asked["code_challenge_method"], asked["scope"], asked["response_type"]) == (
        "S256",
        "points",
        "code",
    )
    back = sign_in(browser, company)
    assert browser.follow(browser.get(back)).status_code == 200  # the back button
    assert company.asked == ["/token"]
    for typed, said in WRONG_UNITS:
        assert browser.post("/exchanges/amount", units=typed).status_code == 422
        assert said in browser.text, typed
    assert browser.post("/exchanges/amount", units="１，５００").status_code == 200
    assert "留保に入るポイント 3,000ポイント" in browser.words()
    assert reserve(town, holder) == 0
    page_before = browser.text
    for _ in range(2):
        browser.text = page_before
        browser.follow(browser.post("/exchanges/amount/confirm"))
        assert "ポイントが留保に入りました" in browser.text
    assert company.asked == ["/token", "/redeem"]
    assert reserve(town, holder) == 3000
    browser.get("/exchanges")
    assert "見本カード 2026年4月6日 1,500 3,000 留保に入りました" in browser.words()
    browser.follow(browser.get("/exchanges/amount"))
    assert "もう一度、会社を選んでください" in browser.text


WRONG_UNITS = [
    ("", "会社のポイントの数を入力してください。"),
    ("千", "数字だけで入力してください。"),
    ("0", "1以上にしてください。"),
    ("400", "一度に移せるのは、500以上です。"),
    ("5,500", "一度に移せるのは、5,000までです。"),
    ("750", "500ごとの数にしてください。"),
]


def test_whatever_goes_wrong_on_the_way_back_is_said_and_moves_nothing(
    browser: PointsBrowser, company: AnsweringCompany, clock: MovingClock
) -> None:
    here = f"/partners/{company.partner_id}/back"

    def said_after(query: str) -> str:
        answer = browser.get(f"{here}?{query}")
        assert "the-code" not in answer.location
        browser.follow(answer)
        assert "ポイントは動いていません" in browser.text
        return browser.text

    unknown = "こちらで始めたものと合わない"
    assert unknown in said_after("code=the-code&state=wrong")
    state = go(browser, company)["state"]
    for query in (
        "",
        "code=the-code",
        "code=the-code&state=%E3%81%82",
        f"code=the-code&state={state}&state={state}",
    ):
        assert unknown in said_after(query), query
    assert (
        browser.follow(browser.get(f"/partners/{uuid4()}/back?code=the-code&state={state}")).status_code
        == 404
    )
    assert company.asked == []
    company.takes_code = False
    for query, said in (
        ("error=access_denied", "取りやめました"),
        ("error=server_error", "うまくいきませんでした"),
        ("code=", "受け付けませんでした"),
        ("code=the-code", "受け付けませんでした"),
    ):
        assert said in said_after(f"{query}&state={go(browser, company)['state']}"), query
    state = go(browser, company)["state"]
    clock.advance(minutes=14)
    browser.get("/")
    clock.advance(minutes=2)
    assert unknown in said_after(f"code=the-code&state={state}")
    assert browser.get("/exchanges/amount").status_code == 303
    clock.advance(minutes=20)
    page = browser.get(f"{here}?code=the-code&state={state}")
    assert page.location == f"{PATH}/"
    assert "マイページから入り直して" in browser.follow(page).get_data(as_text=True)


def test_a_late_answer_is_waited_for_or_given_up(
    browser: PointsBrowser, holder: UUID, town: PointsTown, company: AnsweringCompany
) -> None:
    company.result = "later"
    sign_in(browser, company)
    browser.post("/exchanges/amount", units="500")
    browser.follow(browser.post("/exchanges/amount/confirm"))
    assert "会社の返事を待っています" in browser.text
    page, asked = browser.text, re.search(r'name="exchange" value="([^"]+)"', browser.text)
    assert asked is not None
    for _ in range(2):
        browser.text = page
        browser.follow(browser.post("/exchanges/cancel", exchange=asked[1]))
        assert "取りやめました。会社がポイントを引いていたときは" in browser.text
    assert company.asked == ["/token", "/redeem", "/redeem/cancel"]
    assert browser.follow(browser.get("/exchanges/asked")).status_code == 200
    assert reserve(town, holder) == 0
    for exchange, status in ((str(uuid4()), 404), ("x", 400)):
        assert browser.post("/exchanges/cancel", exchange=exchange).status_code == status
    company.result = "refused"
    sign_in(browser, company)
    browser.post("/exchanges/amount", units="500")
    browser.follow(browser.post("/exchanges/amount/confirm"))
    assert "会社が断りました" in browser.text


def test_a_rate_that_changed_meanwhile_is_not_taken_unseen(
    browser: PointsBrowser, town: PointsTown, company: AnsweringCompany, clock: MovingClock
) -> None:
    clock.advance(hours=13, minutes=55)  # 23:55 in Japan
    browser.come_in()
    tomorrow = town.do(lambda work: work.today).replace(day=7)
    rate = RateTyped(tomorrow, 1000, 1000, 500, 500, 5000)
    town.do(lambda work: set_rate(work, company.partner_id, rate))
    sign_in(browser, company)
    browser.post("/exchanges/amount", units="500")
    clock.advance(minutes=6)
    assert browser.post("/exchanges/amount/confirm").status_code == 409
    assert "ポイントの変わり方が、途中で変わりました" in browser.text
    assert company.asked == ["/token"]


def test_a_session_has_room_for_all_that_one_can_leave_in_it(
    browser: PointsBrowser, company: AnsweringCompany
) -> None:
    """A long token, a code to pay by, a strange coupon, and then the same sign-in begun again."""
    sign_in(browser, company)
    browser.get("/pay")
    assert browser.post("/pay").status_code in (200, 303)
    browser.get("/coupons?code=" + "%01" * 40)
    go(browser, company)
    back = browser.get(f"/partners/{company.partner_id}/back?code=the-code&state=anothers")
    assert (back.status_code, "こちらで始めたものと合わない" in browser.follow(back).text) == (303, True)
