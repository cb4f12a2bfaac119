"""Shops by file: looked at, confirmed, all at once or not at all."""

from __future__ import annotations

import csv
from io import StringIO

from sqlalchemy import select

from mykey.points.acts.read_shop_file import COLUMNS, MOST_ROWS
from mykey.points.models.office_work import AuditEntry
from mykey.points.models.shops import Shop
from tests.support.clerk_browser import ClerkBrowser
from tests.support.points_ground import KAWASAKI, PointsTown

PAGE = "/shops/file"


def a_file(*rows: str, heading: str = ",".join(COLUMNS)) -> str:
    return "\r\n".join([heading, *rows, ""])


def shops(town: PointsTown) -> dict[str, tuple[object, ...]]:
    columns = (
        Shop.shop_name, Shop.shop_category, Shop.shop_address, Shop.goods_sold, Shop.opening_hours,
        Shop.latitude_micro, Shop.longitude_micro,
    )  # fmt: skip
    rows = town.do(lambda work: work.session.execute(select(*columns)).all())
    return {row[0]: tuple(row[1:]) for row in rows}


def audited(town: PointsTown) -> list[tuple[str, str]]:
    statement = select(AuditEntry.entry_word, AuditEntry.entry_about).order_by(AuditEntry.entry_number)
    return [tuple(row) for row in town.do(lambda work: work.session.execute(statement).all())]


def test_a_file_is_looked_at_then_kept_and_comes_back_as_it_went(
    kawasaki_browser: ClerkBrowser, town: PointsTown
) -> None:
    browser = kawasaki_browser
    town.shop("見本商店")
    rows = (
        f"{KAWASAKI},見本商店,店舗,見本町1-1,野菜、果物,10時から19時,35.5308,139.7029",
        '１４１３０５,@見本カフェ,飲食店,,コーヒー,"平日 8時\n休日 9時",３５．５３０９,１３９．７０２９',
        "",
        f"{KAWASAKI},見本図,restaurant,,,,,",
    )
    look = browser.upload(a_file(*rows).encode("cp932"), path=PAGE)
    assert look.status_code == 200
    for part in ("新しく登録する店舗の名前", "@見本カフェ", "内容が変わる店舗の名前", "2件", "1件"):
        assert part in look.text, part
    assert shops(town)["見本商店"] == ("shop", None, None, None, None, None)
    kept = dict(browser.hidden)
    assert browser.post(f"{PAGE}/confirmed").status_code == 303
    assert "店舗を2件登録し、1件の内容を変えました。" in browser.get("/shops").text
    assert shops(town) == {
        "見本商店": ("shop", "見本町1-1", "野菜、果物", "10時から19時", 35_530_800, 139_702_900),
        "@見本カフェ": (
            "restaurant", None, "コーヒー", "平日 8時 休日 9時", 35_530_900, 139_702_900,
        ),
        "見本図": ("restaurant", None, None, None, None, None),
    }  # fmt: skip
    # Sent again, nothing is new; and the file that is given out is the one that is taken.
    browser.hidden = kept
    assert browser.post(f"{PAGE}/confirmed").status_code == 303
    assert audited(town) == [("add-shops", "+2 ±1")]
    given = browser.get(f"{PAGE}/csv")
    assert given.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert given.data.startswith(b"\xef\xbb\xbf")
    listed = list(csv.reader(StringIO(given.data.decode("utf-8-sig"))))
    assert listed[0] == list(COLUMNS)
    assert "'@見本カフェ" in {row[1] for row in listed}
    again = browser.upload(given.data, path=PAGE)
    assert "変わるところはありません" in again.text
    assert "confirmed" not in again.text


def test_every_bad_row_is_told_and_nothing_is_kept(kawasaki_browser: ClerkBrowser, town: PointsTown) -> None:
    browser = kawasaki_browser
    closed = town.shop("閉じた店")
    browser.get(f"/shops/{closed}/close")
    browser.post(f"/shops/{closed}/close")
    rows = (
        f"{KAWASAKI},良い店,店舗,,,,,",
        "141306,a,店舗,,,,,",
        "141003,b,店舗,,,,,",
        ",c,店舗,,,,,",
        f"{KAWASAKI},,賭場,,,,,",
        f"{KAWASAKI},見本市立図書館,文化施設,,,,,",
        f"{KAWASAKI},市の館,図書館,,,,,",
        f"{KAWASAKI},良い店　,店舗,,,,,",
        f"{KAWASAKI},ソウル,店舗,,,,37.5665,126.978",
        f"{KAWASAKI},逆,店舗,,,,139.7,35.5",
        f"{KAWASAKI},半分,店舗,,,,35.5,",
        f"{KAWASAKI},閉じた店,店舗,,,,,",
        f"{KAWASAKI},長い,店舗,{'町' * 101},,,,",
        f"{KAWASAKI},多い,店舗,,,,,,x",
    )
    answer = browser.upload(a_file(*rows).encode(), path=PAGE)
    assert answer.status_code == 422
    for row, told in (
        (3, "この自治体コードはありません"),
        (4, "ほかの自治体のコードです"),
        (5, "自治体コードがありません"),
        (6, "店舗名がありません"),
        (6, "区分は、店舗、飲食店"),
        (7, "図書館かもしれない名前です"),
        (8, "図書館は登録できません"),
        (9, "2行目と同じ店舗名です"),
        (10, "日本の外です"),
        (11, "逆になっています"),
        (12, "両方入力するか"),
        (13, "閉じてあります"),
        (14, "「住所」が長すぎます"),
        (15, "列が多すぎます"),
    ):
        assert f"{row}行目" in answer.text
        assert told in answer.text, told
    assert "下の表の14件" in answer.text
    assert list(shops(town)) == ["閉じた店"]


def test_a_file_that_is_none_and_a_confirmation_that_was_changed(kawasaki_browser: ClerkBrowser) -> None:
    browser = kawasaki_browser
    row = f"{KAWASAKI},見本商店,店舗,,,,,"
    many = a_file(*(f"{KAWASAKI},店{number},店舗,,,,," for number in range(MOST_ROWS + 1)))
    for data, told in (
        (a_file(row, heading="店舗名,区分").encode(), "見出しが違います"),
        (a_file().encode(), "店舗の行がありません"),
        (b"\x81\xff\xff", "文字を読めません"),
        (many.encode(), "2,000行まで"),
    ):
        answer = browser.upload(data, path=PAGE)
        assert (answer.status_code, told in answer.text) == (422, True), told
    browser.upload(a_file(row).encode(), path=PAGE)
    bomb = "eNrtwTEBAAAAwqD1T20ND6AAAAAAAAAAAAAA"
    for wrong in ("!", "", bomb, browser.hidden["rows"][:-8]):
        assert browser.post(f"{PAGE}/confirmed", rows=wrong).status_code == 400
    assert browser.get("/shops").text.count("見本商店") == 0


def test_2000_full_rows_fit_through_both_pages(kawasaki_browser: ClerkBrowser, town: PointsTown) -> None:
    browser = kawasaki_browser
    rows = (
        f"{KAWASAKI},見本商店{number},店舗,見本町{number}-{number % 7},野菜、果物、米、{number},10時から19時,"
        f"35.{500000 + number},139.{700000 + number}"
        for number in range(MOST_ROWS)
    )
    assert browser.upload(a_file(*rows).encode(), path=PAGE).status_code == 200
    assert browser.post(f"{PAGE}/confirmed").status_code == 303
    assert len(shops(town)) == MOST_ROWS
