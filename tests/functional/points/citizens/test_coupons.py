"""A company's coupon: typed in any way, by a link, by another site's form; confirmed, and used once."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import select

from mykey.crypto.purposes import PointsPurpose
from mykey.points.acts.partners.add_partner import PartnerTyped, add_partner
from mykey.points.ground import PointsWork
from mykey.points.models.ledger import Account
from mykey.points.models.partners import BatchState, Coupon, CouponBatch
from tests.support.points_browser import ORIGIN, PATH, PointsBrowser
from tests.support.points_ground import PointsTown

CODE = "7K2M0QXT94RB1C5D"
OTHER = "7K2M0QXT94RB1C5E"
OVER = "7K2M0QXT94RB1C5F"
WITHDRAWN = "7K2M0QXT94RB1C5G"
NOBODYS = "ZZZZZZZZZZZZZZZZ"
KEY = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"  # of RFC 8037


@pytest.fixture(autouse=True)
def coupons(town: PointsTown) -> None:
    """Two good ones of 500 points, one whose last day was yesterday, one withdrawn."""

    def add(work: PointsWork) -> None:
        typed = PartnerTyped("見本航空", "見本航空のマイル", KEY, takes_coupons=True)
        partner_id = add_partner(work, typed)
        batches = (
            ("spring", date(2026, 4, 30), BatchState.OPEN, [CODE, OTHER]),
            ("winter", date(2026, 4, 5), BatchState.OPEN, [OVER]),
            ("autumn", date(2026, 4, 30), BatchState.CLOSED, [WITHDRAWN]),
        )
        for number, (name, ends_on, state, codes) in enumerate(batches, 1):
            batch = CouponBatch(
                batch_id=UUID(int=number),
                partner_id=partner_id,
                batch_name=name,
                coupon_points=500,
                coupons_end_on=ends_on,
                batch_state=state,
                batch_size=len(codes),
            )
            work.session.add(batch)
            work.session.flush()
            for line, code in enumerate(codes, 1):
                index = work.keys.index(PointsPurpose.COUPON_INDEX, code.encode())
                work.session.add(Coupon(coupon_index=index, batch_id=UUID(int=number), coupon_number=line))

    town.do(add)


def reserve(town: PointsTown, holder: UUID) -> int:
    balance = select(Account.balance).where(Account.holder_id == holder)
    return town.do(lambda work: work.session.scalar(balance)) or 0


def test_typed_as_people_type_it_shown_confirmed_and_used_once(
    browser: PointsBrowser, holder: UUID, town: PointsTown
) -> None:
    assert "クーポンでポイントを受け取る" in browser.get("/").get_data(as_text=True)
    for typed in ("７ｋ２ｍ－ｏｑｘｔ－９４ｒｂ－ｌｃ５ｄ", " 7K2M 0QXT 94RB IC5D ", CODE):
        browser.get("/coupons")
        assert browser.post("/coupons", code=typed).status_code == 200
        for said in ("見本航空", "7K2M-0QXT-94RB-1C5D", "500ポイント", "2026年4月30日", "2026年4月27日まで"):
            assert said in browser.words(), typed
    assert reserve(town, holder) == 0
    page = browser.text
    for _ in range(2):
        browser.text = page
        browser.follow(browser.post("/coupons/confirm"))
        assert "「見本航空」のクーポンで、500ポイントが留保に入りました。" in browser.text
    assert reserve(town, holder) == 500
    browser.text = page
    assert browser.post("/coupons/confirm", act_key="A" * 22).status_code == 409
    assert "もう使われています" in browser.text
    browser.get("/history/reserve")
    assert "留保に入った 見本航空 +500" in browser.words()
    assert "見本航空" in browser.client.get(f"{PATH}/history/reserve/csv", base_url=ORIGIN).text


REFUSED = [
    ("", "クーポンの番号を入力してください。"),
    (CODE[:-1], "英字と数字の16文字です。もう一度"),
    (CODE[:-1] + "U", "英字と数字の16文字です。もう一度"),
    ("9" * 81, "長すぎます。"),
    (NOBODYS, "この番号のクーポンはありません。"),
    (OVER, "期限が過ぎているので使えません。"),
    (WITHDRAWN, "会社が取りやめたので使えません。"),
]


def test_each_refusal_is_a_sentence_beside_the_field(browser: PointsBrowser) -> None:
    for typed, said in REFUSED:
        browser.get("/coupons?lang=ja")
        assert browser.post("/coupons", code=typed).status_code in {404, 410, 422}
        assert said in browser.text, typed
        browser.get("/coupons?lang=en")
        browser.post("/coupons", code=typed)
        assert said not in browser.text, typed
    browser.get("/coupons?lang=ja")
    browser.post("/coupons", code=OTHER)
    assert browser.post("/coupons/confirm", code=NOBODYS).status_code == 404
    assert "ポイントは入っていません" in browser.text


def test_a_link_s_code_leaves_the_address_and_waits_for_its_owner(
    open_browser: Callable[[], PointsBrowser], browser: PointsBrowser, holder: UUID, town: PointsTown
) -> None:
    for known in (browser, open_browser()):
        known.post("/sign-out")
        answer = known.get(f"/coupons?code={CODE}")
        assert (answer.status_code, answer.location) == (303, f"{PATH}/coupons")
        known.follow(answer)
        assert "クーポンの番号を預かりました" in known.text
        assert CODE not in known.text
        known.come_in()
        assert f'value="{CODE}"' in known.text  # an account is opened on the way by who has none
    browser.post("/coupons", code=CODE)
    browser.follow(browser.post("/coupons/confirm"))
    assert reserve(town, holder) == 500
    browser.get("/coupons")
    assert CODE not in browser.text


def test_another_site_s_form_takes_nobody_out_of_a_session(browser: PointsBrowser) -> None:
    """Its post comes without the cookie (SameSite): the answer must not set another in its place."""
    without = browser.app.test_client()
    foreign = {"Sec-Fetch-Site": "cross-site", "Origin": "https://company.example"}
    for fields in ({"code": CODE}, {"code": CODE, "here": "1"}):
        answer = without.post(f"{PATH}/coupons/prefill", data=fields, base_url=ORIGIN, headers=foreign)
        assert (answer.status_code, "Set-Cookie" in answer.headers) == (200, False)
    assert f'name="code" value="{CODE}"' in answer.text
    assert f"{PATH}/coupons/prefill?lang" not in "".join(re.findall(r'<a href="[^"]*', answer.text))
    switched = without.post(f"{PATH}/coupons/prefill?lang=en", data={"code": CODE}, base_url=ORIGIN)
    assert '<html lang="en">' in switched.text
    assert f'name="code" value="{CODE}"' in switched.text
    browser.follow(browser.post("/coupons/prefill", code=CODE, here="1"))
    assert f'value="{CODE}"' in browser.text
    again = without.post(f"{PATH}/coupons/prefill", data={"code": CODE, "here": "1"}, base_url=ORIGIN)
    assert again.status_code == 303


def test_who_guesses_is_stopped_and_the_others_are_not(
    open_browser: Callable[[], PointsBrowser], browser: PointsBrowser
) -> None:
    browser.get("/coupons")
    page, answers = browser.text, []
    for _ in range(21):
        browser.text = page
        answers.append(browser.post("/coupons", code=NOBODYS).status_code)
    assert answers == [404] * 20 + [429]
    assert "しばらく待ってください" in browser.text
    browser.text = page
    assert browser.post("/coupons", code=CODE).status_code == 429
    other = open_browser()
    other.come_in()
    other.get("/coupons")
    assert other.post("/coupons", code=CODE).status_code == 200


def test_who_watches_coupons_is_stopped(browser: PointsBrowser) -> None:
    """A company has its codes: by an account here it could watch when each is used."""
    browser.get("/coupons")
    page, answers = browser.text, []
    for code in [CODE] * 61:
        browser.text = page
        answers.append(browser.post("/coupons", code=code).status_code)
    assert answers == [200] * 60 + [429]
