from __future__ import annotations

import re

from sqlalchemy import update

from mykey.crypto.purposes import PointsPurpose
from mykey.points.enrolment_codes import read_enrolment_code
from mykey.points.ground import PointsWork
from mykey.points.models.shops import Shop, Till
from tests.support.clerk_browser import ClerkBrowser
from tests.support.points_ground import PointsTown

SHOWN_CODE = re.compile(r'class="number__part">([0-9A-Z]+)<')


def till_of(town: PointsTown, till_id: str) -> dict[str, object]:
    def read(work: PointsWork) -> dict[str, object]:
        till = work.session.get_one(Till, till_id)
        return {name: getattr(till, name) for name in ("till_state", "till_key", "code_index", "code_until")}

    return town.do(read)


def a_shop(browser: ClerkBrowser, name: str = "見本カフェ") -> str:
    browser.get("/shops/new")
    answer = browser.post("/shops/new", shop_name=name, shop_category="restaurant")
    assert answer.status_code == 303
    return answer.headers["Location"]


def test_a_shop_and_its_till_are_invited_with_a_code_shown_once(
    kawasaki_browser: ClerkBrowser, town: PointsTown
) -> None:
    browser = kawasaki_browser
    shop = a_shop(browser)
    browser.get(f"{shop}/tills/new")
    typed = {"till_name": "1番レジ", "till_kind": "spend"}
    first = browser.post(f"{shop}/tills/new", **typed)
    twice = browser.post(f"{shop}/tills/new", **typed)
    assert first.headers["Location"] == twice.headers["Location"]
    page = browser.get(first.headers["Location"]).text
    shown = SHOWN_CODE.findall(page)
    assert [len(part) for part in shown] == [5, 5, 4]
    assert "2026-04-20まで" in page
    assert SHOWN_CODE.search(browser.get(first.headers["Location"]).text) is None
    till_id = first.headers["Location"].split("/")[-2]
    places = town.ground.keys.candidates(
        PointsPurpose.ENROLMENT_CODE_INDEX, read_enrolment_code(" ".join(shown).lower()).encode()
    )
    assert till_of(town, till_id)["code_index"] in places
    listed = browser.get(shop).text
    assert "登録待ち" in listed
    assert listed.count("1番レジ") == 1


def test_a_new_code_voids_the_old_one_and_the_key_of_a_replaced_till(
    kawasaki_browser: ClerkBrowser, town: PointsTown
) -> None:
    browser = kawasaki_browser
    shop = a_shop(browser)
    browser.get(f"{shop}/tills/new")
    code_page = browser.post(f"{shop}/tills/new", till_name="1番", till_kind="grant").headers["Location"]
    till_id = code_page.split("/")[-2]
    before = till_of(town, till_id)["code_index"]
    town.do(
        lambda work: work.session.execute(
            update(Till).values(till_state="enrolled", till_key=bytes(32), code_index=None, code_until=None)
        )
    )
    again = f"/tills/{till_id}/invite"
    assert "いまのレジは、すぐに使えなくなります" in browser.get(again).text
    assert browser.post(again).headers["Location"] == code_page
    assert SHOWN_CODE.search(browser.get(code_page).text) is not None
    now = till_of(town, till_id)
    assert (now["till_state"], now["till_key"]) == ("invited", None)
    assert now["code_index"] not in {None, before}
    browser.get(f"/tills/{till_id}/close")
    assert browser.post(f"/tills/{till_id}/close").status_code == 303
    assert till_of(town, till_id)["till_state"] == "closed"
    browser.get(again)
    assert browser.post(again).status_code == 409


def test_a_library_is_refused_with_its_reason(kawasaki_browser: ClerkBrowser) -> None:
    browser = kawasaki_browser
    browser.get("/shops/new")
    library = browser.post("/shops/new", shop_name="見本館", shop_category="library")
    assert (library.status_code, "図書館の利用とポイントを結び付けない" in library.text) == (422, True)
    named = {"shop_name": "見本としょかん", "shop_category": "culture"}
    sounds = browser.post("/shops/new", **named)
    assert (sounds.status_code, "図書館かもしれない名前です" in sounds.text) == (422, True)
    assert 'name="no_library"' in sounds.text
    assert browser.post("/shops/new", no_library="y", **named).status_code == 303
    again = browser.post("/shops/new", no_library="y", **named)
    assert "同じ名前の店舗があります" in again.text
    assert browser.post("/shops/new", shop_name="見本", shop_category="casino").status_code == 422


def test_closing_a_shop_closes_its_tills(kawasaki_browser: ClerkBrowser, town: PointsTown) -> None:
    browser = kawasaki_browser
    shop = a_shop(browser)
    browser.get(f"{shop}/tills/new")
    page = browser.post(f"{shop}/tills/new", till_name="1番", till_kind="spend").headers["Location"]
    assert "レジ1台も閉じます" in browser.get(f"{shop}/close").text
    assert browser.post(f"{shop}/close").status_code == 303
    assert till_of(town, page.split("/")[-2])["till_state"] == "closed"
    assert town.do(lambda work: work.session.query(Shop).one().shop_state) == "closed"
    assert "閉鎖済み" in browser.get("/shops").text
    browser.get("/shops/new")
    assert (
        browser.post(f"{shop}/tills/new", till_name="2番", till_kind="spend", act_key="k").status_code == 409
    )


def test_an_address_that_is_no_tills_leads_nowhere(kawasaki_browser: ClerkBrowser) -> None:
    for page in ("code", "invite", "close"):
        assert kawasaki_browser.get(f"/tills/1234567%00/{page}").status_code == 404


def test_what_the_public_reads_is_typed_changed_and_taken_away(
    kawasaki_browser: ClerkBrowser, yokohama_browser: ClerkBrowser, town: PointsTown
) -> None:
    browser = kawasaki_browser
    browser.get("/shops/new")
    typed = {
        "shop_name": "見本青果", "shop_category": "shop", "shop_address": "見本町1-1",
        "goods_sold": "野菜、果物", "opening_hours": "10時から19時",
        "latitude": "３５．５３０８，　１３９．７０２９",
    }  # fmt: skip
    for wrong, told in (
        ({"latitude": "48.8566, 2.3522"}, "日本の外です"),
        ({"latitude": "139.7029, 35.5308"}, "逆になっています"),
        ({"latitude": "35.5308"}, "両方入力するか"),
        ({"latitude": "北緯35度"}, "数字で入力してください"),
        ({"goods_sold": "野" * 201}, "長すぎます。短くしてください"),
        ({"opening_hours": "\u202e10時"}, "目に見えない文字"),
    ):
        answer = browser.post("/shops/new", **(typed | wrong))
        assert (answer.status_code, told in answer.text) == (422, True), told
    shop = browser.post("/shops/new", **typed).headers["Location"]
    assert "35.5308, 139.7029" in browser.get(shop).text
    form = browser.get(f"{shop}/edit").text
    for kept in ('value="見本青果"', 'value="35.5308"', 'value="139.7029"', 'value="10時から19時"'):
        assert kept in form, kept
    changed = typed | {"shop_name": "見本果実店", "latitude": "35.5", "longitude": "139.7", "goods_sold": ""}
    assert browser.post(f"{shop}/edit", **changed).headers["Location"] == shop
    kept = town.do(lambda work: work.session.query(Shop).one().__dict__.copy())
    assert (kept["shop_name"], kept["goods_sold"]) == ("見本果実店", None)
    assert (kept["latitude_micro"], kept["longitude_micro"]) == (35_500_000, 139_700_000)
    assert kept["shop_words"] == "見本果実店 見本町1-1"
    a_shop(browser)
    browser.get(f"{shop}/edit")
    assert (
        "同じ名前の店舗があります"
        in browser.post(f"{shop}/edit", **(typed | {"shop_name": "見本カフェ"})).text
    )
    assert yokohama_browser.get(f"{shop}/edit").status_code == 404
    browser.get(f"{shop}/close")
    browser.post(f"{shop}/close")
    browser.get("/shops/new")
    assert browser.post(f"{shop}/edit", **changed).status_code == 409
