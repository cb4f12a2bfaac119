"""Three histories, fifty entries a page, whole as a file; a page costs the same however long they are."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import Flask
from sqlalchemy import Engine, event

from mykey.points.acts.cancel_spend import cancel_spend
from mykey.points.acts.grant_points import grant_points
from mykey.points.acts.move_points import move_points
from mykey.points.acts.put_into_reserve import put_into_reserve
from mykey.points.acts.spend_points import spend_points
from mykey.points.ground import PointsWork
from mykey.points.models.shops import Shop
from mykey.web.database import engine
from tests.support.points_browser import PointsBrowser
from tests.support.points_ground import KAWASAKI, PointsTown


@dataclass
class Asked:
    """What a page asked of the database."""

    statements: int = 0
    rows: int = 0


@contextmanager
def counting(on: Engine) -> Iterator[Asked]:
    asked = Asked()

    def count(_connection: object, cursor: object, statement: str, *_: object) -> None:
        asked.statements += not statement.startswith("BEGIN")  # SQLite's; PostgreSQL's goes another way
        asked.rows += max(0, getattr(cursor, "rowcount", 0))  # SQLite's driver does not tell

    event.listen(on, "after_cursor_execute", count)
    yield asked
    event.remove(on, "after_cursor_execute", count)


def put_often(town: PointsTown, holder: UUID, times: int) -> None:
    def put(work: PointsWork) -> None:
        for _ in range(times):
            put_into_reserve(work, holder, 1)

    town.do(put)


def numbers(browser: PointsBrowser) -> list[int]:
    found = browser.text.split('<th role="rowheader" scope="row">')[1:]
    return [int(part.partition("<")[0]) for part in found]


def test_three_histories_with_shops_and_days(browser: PointsBrowser, holder: UUID, town: PointsTown) -> None:
    shop = town.shop("見本商店")
    fair = town.event(date(2026, 4, 1), date(2026, 4, 30))
    town.do(lambda work: put_into_reserve(work, holder, 3000))
    town.do(lambda work: move_points(work, holder, 1000, municipality_code=KAWASAKI))
    town.do(lambda work: move_points(work, holder, 500, event_id=fair))
    town.do(lambda work: grant_points(work, holder, KAWASAKI, 50))
    spend = town.do(lambda work: spend_points(work, holder, work.session.get_one(Shop, shop), 1050))
    town.do(lambda work: cancel_spend(work, work.session.get_one(Shop, shop), spend.receipt_number))
    browser.get("/history/reserve")
    assert numbers(browser) == [3, 2, 1]
    words = browser.words()
    assert "移した かわさきポイント -1,000 2,000" in words
    assert "移した 見本まつり -500 1,500" in words
    assert "留保に入った — +3,000 3,000 2026年4月27日" in words
    browser.get("/history/municipal")
    words = browser.words()
    assert "使った 見本商店 -1,050 0" in words
    assert "使ったのを取り消した 見本商店 +1,050 1,050" in words
    assert "移した 留保ポイント +1,000 1,000 2026年10月6日" in words
    assert "もらった かわさきポイント +50 1,050" in words
    browser.get(f"/history/event/{fair}")
    assert "見本まつり" in browser.text
    assert numbers(browser) == [1]


def test_histories_of_nothing_and_of_others(
    browser: PointsBrowser, holder: UUID, town: PointsTown, open_browser: Callable[[], PointsBrowser]
) -> None:
    for kind in ("reserve", "municipal", "event"):
        assert browser.get(f"/history/{kind}").status_code == 200
        assert "履歴は、まだありません。" in browser.text
    town.do(lambda work: grant_points(work, holder, KAWASAKI, 50))
    assert browser.get(f"/history/municipal/{KAWASAKI}").status_code == 200
    other = open_browser()
    other.come_in()
    assert other.get(f"/history/municipal/{KAWASAKI}").status_code == 404
    assert other.get("/history/reserve/csv").status_code == 404
    assert other.get("/history/claim").status_code == 404


def test_pages_by_running_number(browser: PointsBrowser, holder: UUID, town: PointsTown) -> None:
    put_often(town, holder, 120)
    browser.get("/history/reserve")
    assert numbers(browser) == list(range(120, 70, -1))
    assert "1ページ目（全3ページ）" in browser.text
    browser.get("/history/reserve?before=71")
    assert numbers(browser) == list(range(70, 20, -1))
    assert "before=121" in browser.text
    browser.get("/history/reserve?before=21")
    assert numbers(browser) == list(range(20, 0, -1))
    assert "3ページ目（全3ページ）" in browser.text
    for odd in ("x", "-1", "9" * 30, "１", ""):
        assert browser.get(f"/history/reserve?before={odd}").status_code == 200
        assert numbers(browser)[0] == 120
    for edge, first in (("0", 1), ("1", 1), ("99999", 120)):
        browser.get(f"/history/reserve?before={edge}")
        assert numbers(browser)[0] == first


def test_a_page_asks_for_its_own_rows_alone(
    browser: PointsBrowser, holder: UUID, town: PointsTown, app: Flask
) -> None:
    put_often(town, holder, 51)
    with app.app_context(), counting(engine()) as few:
        browser.get("/history/reserve")
    put_often(town, holder, 250)
    with app.app_context(), counting(engine()) as many:
        browser.get("/history/reserve?before=200")
    assert many.statements == few.statements <= 5  # session, holder, account, entries, their other sides
    assert many.rows <= 50 + 50 + 3


def test_as_a_file(browser: PointsBrowser, holder: UUID, town: PointsTown) -> None:
    shop = town.shop("=HYPERLINK(1)")
    town.do(lambda work: grant_points(work, holder, KAWASAKI, 500))
    town.do(lambda work: spend_points(work, holder, work.session.get_one(Shop, shop), 20))
    answer = browser.get(f"/history/municipal/{KAWASAKI}/csv")
    assert answer.mimetype == "text/csv"
    assert 'filename="points-municipal.csv"' in answer.headers["Content-Disposition"]
    assert answer.data.startswith(b"\xef\xbb\xbf")
    head, *rows = csv.reader(answer.get_data(as_text=True).lstrip("\ufeff").splitlines())
    assert head == ["番号", "日付", "内容", "相手", "ポイント", "残り", "使える最後の日"]
    assert rows == [
        ["2", "2026-04-06", "使った", "'=HYPERLINK(1)", "-20", "480", ""],
        ["1", "2026-04-06", "もらった", "かわさきポイント", "500", "500", "2026-10-06"],
    ]
    put_often(town, holder, 60)
    whole = browser.get("/history/reserve/csv").get_data(as_text=True)
    assert len(whole.splitlines()) == 61
