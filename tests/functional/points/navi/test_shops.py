"""Points Navi: shops by place, category and words, listed and drawn; nothing is set, kept or changed."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import event, text, update
from sqlalchemy.exc import DBAPIError

from mykey.points.acts.add_shop import add_shop
from mykey.points.acts.close_shop import close_shop
from mykey.points.models.partners import Partner, PartnerRate
from mykey.points.models.programmes import Programme
from mykey.web.database import engine
from tests.support.navi_reader import NAVI_ORIGIN, NaviReader
from tests.support.points_ground import KAWASAKI, PointsTown

DOT = re.compile(r'class="map__dot" href="#shop-(\d+)" aria-label="([^"]+)"')
ITEM = re.compile(r'id="shop-(\d+)"')


def keep(town: PointsTown, name: str, category: str = "shop", **details: str) -> UUID:
    return town.do(lambda work: add_shop(work, KAWASAKI, name, category, **details))  # type: ignore[arg-type] # texts


def names(reader: NaviReader) -> list[str]:
    return re.findall(r"shops__number[^>]*>\d+</span> ([^<]+)</h3>", reader.text)


def test_shops_are_found_by_place_category_and_words(reader: NaviReader, town: PointsTown) -> None:
    town.shop("詳しいことのない店")
    keep(
        town,
        "見本青果",
        goods="野菜、ＡＢＣりんご",
        address="見本町1-1",
        hours="10時から19時",
        latitude="35.53,139.7",
    )
    keep(town, "見本ラーメン", "restaurant", goods="中華そば", address="見本町2-2", latitude="35.54,139.71")
    keep(town, "<b>100%の店", "other")
    closed = keep(town, "閉じた店")
    town.do(lambda work: close_shop(work, KAWASAKI, closed))
    for query, found in (
        ({}, ["<b>100%の店", "見本ラーメン", "見本青果", "詳しいことのない店"]),
        ({"place": "かわさき", "category": "restaurant"}, ["見本ラーメン"]),
        ({"words": "らーめん"}, ["見本ラーメン"]),
        ({"words": "見本町　ａｂｃリンゴ"}, ["見本青果"]),
        ({"words": "詳しい"}, ["詳しいことのない店"]),
        ({"words": "%"}, ["<b>100%の店"]),
        ({"words": "_"}, []),
        ({"words": "\0" + "長" * 300}, []),
        (
            {"category": "casino", "page": "999"},
            ["<b>100%の店", "見本ラーメン", "見本青果", "詳しいことのない店"],
        ),
    ):
        assert reader.get("/shops", **query).status_code == 200
        assert sorted(name.replace("&lt;", "<").replace("&gt;", ">") for name in names(reader)) == found, (
            query
        )
    reader.get("/shops", place="川崎市")
    assert "野菜、ＡＢＣりんご" in reader.words()
    assert "10時から19時" in reader.words()
    assert "「ない市」に合う自治体がありません" in reader.get("/shops", place="ない市").text


def test_the_map_has_the_numbers_of_the_list(reader: NaviReader, town: PointsTown) -> None:
    for number in range(53):
        place = {} if number == 1 else {"latitude": f"35.{5000 + number // 2},139.7"}
        keep(town, f"見本{number:02}", **place)
    reader.get("/shops", place="川崎市", words="見本")
    assert "53件見つかりました。 1番から50番を出しています。" in reader.words()
    numbers = [int(number) for number in ITEM.findall(reader.text)]
    assert numbers == list(range(1, 51))
    dots = {int(number): name for number, name in DOT.findall(reader.text)}
    assert sorted(dots) == sorted(set(numbers) - {2})
    assert dots[3] == "3 見本02"
    (following,) = [link for link in reader.links() if "page=2" in link]
    reader.get(following)
    assert ITEM.findall(reader.text) == ["51", "52", "53"]
    assert [number for number, _ in DOT.findall(reader.text)] == ["51", "52", "53"]


def test_the_language_stands_in_every_address_and_no_cookie_is_set(
    reader: NaviReader, town: PointsTown
) -> None:
    keep(town, "見本商店")
    for path in ("/", "/shops?place=川崎市&words=見本", "/municipalities", "/partners", "/data", "/nowhere"):
        answer = reader.get(f"{path}{'&' if '?' in path else '?'}lang=en")
        assert '<html lang="en">' in answer.text
        links = [
            link for link in reader.links() if link.startswith("/points-navi") and "/static/" not in link
        ]
        other = [link for link in links if "lang=en" not in link and "/data/" not in link]
        assert len(other) == 1, "but the way to the other language"
        assert "lang=ja" in other[0]
        assert answer.text.count("<form") == answer.text.count('name="lang" value="en"')
        if "words" in path:
            assert "words=" in other[0]
        assert '<html lang="ja">' in reader.get(path).text
    assert reader.client.get_cookie("session") is None
    hosts = reader.client.get("/points-navi/", base_url="http://elsewhere.example")
    assert hosts.status_code == 400


def test_headers_are_the_portals_and_nothing_can_be_sent(reader: NaviReader) -> None:
    answer = reader.get("/")
    assert answer.headers["Content-Security-Policy"].startswith(
        "default-src 'none'; img-src 'self'; style-src"
    )
    for name, value in (
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "no-referrer"),
        ("Cache-Control", "no-store"),
        ("X-Content-Type-Options", "nosniff"),
    ):
        assert answer.headers[name] == value
    assert "<script" not in answer.text
    assert reader.client.post("/points-navi/shops", base_url=NAVI_ORIGIN).status_code == 405


def test_a_programme_that_has_not_begun_is_announced_and_one_that_is_over_is_gone(
    reader: NaviReader, town: PointsTown
) -> None:
    keep(town, "見本商店")
    change = update(Programme)
    town.do(lambda work: work.session.execute(change.values(opens_on=date(2026, 5, 1))))
    assert "「かわさきポイント」は、2026年5月1日に始まります" in reader.get("/shops", place="川崎市").text
    assert names(reader) == []
    assert "0件見つかりました。" in reader.get("/shops").text
    assert "2026年5月1日から" in reader.get("/municipalities").text
    over = change.values(opens_on=date(2026, 1, 1), closes_on=date(2026, 4, 5))
    town.do(lambda work: work.session.execute(over))
    assert "かわさきポイント" not in reader.get("/municipalities").text
    assert "0件見つかりました。" in reader.get("/shops").text


def test_partners_are_shown_with_their_rates(reader: NaviReader, town: PointsTown) -> None:
    assert "いま、変えられる会社のポイントはありません。" in reader.get("/partners").text
    partner = uuid4()

    def add(work: Any) -> None:
        link = dict.fromkeys(("authorize_url", "token_url", "redeem_url"), "https://partner.example/x")
        work.session.add(
            Partner(
                partner_id=partner,
                partner_name="見本カード",
                partner_about="利用ポイント",
                partner_state="open",
                partner_key=bytes(32),
                client_name="c",
                client_secret_sealed=b"secret",
                takes_coupons=True,
                **link,
            )
        )
        work.session.flush()
        for first, points in ((date(2026, 1, 1), 900), (date(2026, 4, 1), 1000), (date(2026, 5, 1), 800)):
            work.session.add(
                PartnerRate(
                    partner_id=partner, rate_from=first, rate_units=1000, rate_points=points,
                    units_least=1000, units_step=500, units_most=50_000,
                )
            )  # fmt: skip

    town.do(add)
    reader.get("/partners")
    for told in (
        "1,000 → 1,000ポイント", "1,000から50,000まで、500ずつ", "2026年5月1日から 1,000 → 800ポイント",
        "会社のサイトでログインして変える、クーポンの番号を入力して変える",
    ):  # fmt: skip
        assert told in reader.words(), told
    assert "900" not in reader.words()
    town.do(lambda work: work.session.execute(update(Partner).values(partner_state="closed")))
    assert "見本カード" not in reader.get("/partners").text


def test_only_four_tables_are_read_and_none_can_be_changed(
    app: Flask, reader: NaviReader, town: PointsTown
) -> None:
    keep(town, "見本商店")
    asked: list[str] = []
    with app.app_context():
        own = engine()
    event.listen(own, "before_cursor_execute", lambda _c, _cursor, statement, *_: asked.append(statement))
    for path in (
        "/",
        "/shops?words=見本",
        "/municipalities",
        "/partners",
        "/data/shops/csv",
        "/data/shops/geojson",
    ):
        assert reader.get(path).status_code == 200
    tables = {table for one in asked for table in re.findall(r"(?:FROM|JOIN|,) ([a-z_]+)(?=,|\s|$)", one)}
    assert {"shops", "programmes", "partners", "partner_rates"} >= tables - {"count"} > set()
    assert not any("client_secret" in one for one in asked)
    with pytest.raises(DBAPIError), own.begin() as connection:
        connection.execute(text("UPDATE shops SET shop_name = 'x'"))
