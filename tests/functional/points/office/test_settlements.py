"""Settlement at the office: looked at, closed for good, and taken away as files that equal the ledger."""

from __future__ import annotations

import csv
from io import StringIO
from uuid import UUID

import pytest

from mykey.points.acts.settlement import preview_month as previewing
from mykey.points.acts.settlement.close_month import close_month
from mykey.points.office import settlements as pages
from mykey.points.papers.fonts import find_paper_font
from tests.factories.clerks import KnownClerk, as_signed_in
from tests.support import ledger_acts as acts
from tests.support.clerk_browser import ClerkBrowser
from tests.support.month_ends import APRIL, MIDNIGHT, balance_of_kind, by_kind
from tests.support.moving_clock import MovingClock
from tests.support.pdf_pages import texts_of
from tests.support.points_ground import PointsTown

#: The third begins with a character that cp932 lacks, the second like a formula.
NAMES = ("一番パン", "=二番書店", "𠮷野家具")


def some_money(town: PointsTown, names: tuple[str, ...] = NAMES) -> list[UUID]:
    """Each shop is owed its number times 1,034."""
    holder, shops = town.person(), [town.shop(name) for name in names]
    town.do(acts.grant(holder, 50_000))
    for number, shop in enumerate(shops, start=1):
        for points in (1000, 34, 200):
            town.do(acts.spend(holder, shop, points * number))
        town.do(acts.cancel(shop, 3))
    return shops


def closed_april(town: PointsTown, clerk: KnownClerk, clock: MovingClock, names: tuple[str, ...]) -> None:
    some_money(town, names)
    clock.now = MIDNIGHT
    signed_in = as_signed_in(town, clerk)
    town.do(lambda work: close_month(work, signed_in, APRIL))


def test_a_month_is_looked_at_and_closed_for_good(
    kawasaki_browser: ClerkBrowser, kawasaki: KnownClerk, town: PointsTown, clock: MovingClock
) -> None:
    browser = kawasaki_browser
    assert "受け取った店舗は、まだありません" in browser.get("/settlements").text
    shops = some_money(town)
    running = browser.get("/settlements/2026-04").text
    assert "この月は、まだ終わっていません" in running
    assert "6,204" in running
    assert browser.get("/settlements/2026-04/close").status_code == 409
    clock.now = MIDNIGHT
    browser.sign_in(kawasaki, town.ground)
    assert "締められる" in browser.get("/settlements").text
    preview = browser.get("/settlements/2026-04").text
    for shown in ("いま締めると、下のとおりになります", "6,204", "1,234（3件）", "-200（1件）", "1,034"):
        assert shown in preview
    for early in ("csv", "csv-shift-jis", "pdf"):
        assert browser.get(f"/settlements/2026-04/{early}").status_code == 404
    confirm = browser.get("/settlements/2026-04/close").text
    assert "締めると、元に戻せません" in confirm
    assert "6,204" in confirm
    closed = browser.post("/settlements/2026-04/close")
    assert closed.headers["Location"] == "/points-office/settlements/2026-04"
    twice = browser.post("/settlements/2026-04/close")
    assert (twice.status_code, "もう締めてあります" in twice.text) == (409, True)
    assert "2026年4月を締めました。支払う額は、合計6,204円です。" in twice.text
    page = browser.get("/settlements/2026-04").text
    for shown in ("締めた担当者", "kawasaki", "7,404（9件）", "6,204"):
        assert shown in page
    assert "6,204" in browser.get("/settlements").text
    assert "1,034" in browser.get(f"/settlements/shops/{shops[0]}").text
    assert "この月は、まだ終わっていません" in browser.get("/settlements/2026-05").text
    for nothing in ("2026-06", "2026-13", "april"):
        assert browser.get(f"/settlements/{nothing}").status_code == 404
    assert browser.get("/settlements/2026-04", page="x").status_code == 200


def test_files_equal_the_ledger_to_the_point(
    kawasaki_browser: ClerkBrowser, kawasaki: KnownClerk, town: PointsTown, clock: MovingClock
) -> None:
    closed_april(town, kawasaki, clock, NAMES)
    browser = kawasaki_browser
    browser.sign_in(kawasaki, town.ground)
    browser.get("/settlements/form")
    head = {
        "form_title": "かわさきポイント精算書",
        "form_number": "第3号様式",
        "form_note": "翌月末に振り込みます。",
    }
    assert browser.post("/settlements/form", **head).status_code == 303
    browser.get("/settlements/form")
    assert browser.post("/settlements/form", **(head | {"form_number": "号" * 31})).status_code == 422
    ledger, settled = by_kind(town), balance_of_kind(town, "settled")
    # csv
    answer = browser.get("/settlements/2026-04/csv")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="settlement-141305-2026-04.csv"'
    assert answer.data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(StringIO(answer.data.decode("utf-8-sig"), newline="")))
    assert [row["店舗・施設"] for row in rows] == ["'=二番書店", "一番パン", "𠮷野家具", "合計"]
    *shops, sums = rows
    assert {row["自治体コード"] for row in rows} == {"141305"}
    for heading, wanted in {
        "支払い件数": ledger["spend"][0],
        "支払いポイント": ledger["spend"][1],
        "取り消し件数": ledger["cancel"][0],
        "取り消しポイント": -ledger["cancel"][1],
        "支払う額（円）": settled,
        "翌月への繰り越し": 0,
    }.items():
        assert int(sums[heading]) == sum(int(row[heading]) for row in shops) == wanted, heading
    # PDF: a summary, then each shop's page
    answer = browser.get("/settlements/2026-04/pdf")
    assert answer.mimetype == "application/pdf"
    summary, *papers = texts_of(answer.data)
    assert len(papers) == len(shops)
    for shown in (
        "第3号様式", "かわさきポイント精算書（総括表）", "令和8年4月分", "令和8年5月1日", "神奈川県川崎市",
        f"{settled:,}", f"9{ledger['spend'][1]:,}", f"3{ledger['cancel'][1]:,}", "翌月末に振り込みます。",
    ):  # fmt: skip
        assert shown in summary
    for row, paper in zip(shops, papers, strict=True):
        name, paid = row["店舗・施設"].removeprefix("'"), int(row["支払う額（円）"])
        assert f"{name}様お支払いする額{paid:,}円" in paper
        assert f"ポイントでの支払い{row['支払い件数']}{int(row['支払いポイント']):,}" in paper
    # cp932: told by row, before the file is fetched and after
    page = browser.get("/settlements/2026-04").text
    for shown in ("Shift_JISのCSVは作れません", "4行目", "𠮷野家具"):
        assert shown in page
    assert "/csv-shift-jis" not in page
    assert browser.get("/settlements/2026-04/csv-shift-jis").status_code == 409


def test_pages_of_shops_and_the_file_for_older_programs(
    kawasaki_browser: ClerkBrowser,
    yokohama_browser: ClerkBrowser,
    kawasaki: KnownClerk,
    yokohama: KnownClerk,
    town: PointsTown,
    clock: MovingClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for module in (previewing, pages):
        monkeypatch.setattr(module, "SHOPS_A_PAGE", 1)
    monkeypatch.setattr(pages, "find_paper_font", lambda setting: find_paper_font(setting, []))
    closed_april(town, kawasaki, clock, ("一番〜パン", "二番書店"))
    browser = kawasaki_browser
    browser.sign_in(kawasaki, town.ground)
    first = browser.get("/settlements/2026-04").text
    assert ("一番〜パン" in first, "二番書店" in first, "page=2" in first) == (True, False, True)
    assert "二番書店" in browser.get("/settlements/2026-04", page=2).text
    assert "/csv-shift-jis" in first
    answer = browser.get("/settlements/2026-04/csv-shift-jis")
    rows = list(csv.reader(StringIO(answer.data.decode("cp932"), newline="")))
    assert (rows[1][2], rows[-1][12]) == ("一番～パン", "3102")
    missing = browser.get("/settlements/2026-04/pdf")
    assert (missing.status_code, "Noto Sans CJK" in missing.text) == (503, True)
    yokohama_browser.sign_in(yokohama, town.ground)
    assert yokohama_browser.get("/settlements/2026-04").status_code == 404
    assert "まだありません" in yokohama_browser.get("/settlements").text
