"""Budgets, totals, statistics and the audit list, as clerks see them."""

from __future__ import annotations

import ast
from datetime import date
from pathlib import Path

from sqlalchemy import insert

import mykey.points
from mykey.points.models.office_work import MonthFigure
from mykey.points.models.shops import SHOP_CATEGORIES
from mykey.points.office.words import AUDIT_WORDS
from tests.support import ledger_acts as acts
from tests.support.clerk_browser import ClerkBrowser
from tests.support.points_ground import KAWASAKI, PointsTown
from tests.support.purses import points_number_of


def test_a_budget_is_set_and_grants_keep_to_it(kawasaki_browser: ClerkBrowser, town: PointsTown) -> None:
    browser, holder = kawasaki_browser, town.person()
    assert "上限はありません" in browser.get("/totals").text
    town.do(acts.grant(holder, 300))
    browser.get("/budgets")
    low = browser.post("/budgets", fiscal_year="2026", points="299")
    assert (low.status_code, "もう300ポイント付与しています" in low.text) == (422, True)
    for wrong in ({"fiscal_year": "2025"}, {"points": "0"}, {"points": "x"}):
        assert browser.post("/budgets", **({"fiscal_year": "2026", "points": "5"} | wrong)).status_code == 422
    assert browser.post("/budgets", fiscal_year="2026", points="１，０００").status_code == 303
    page = browser.get("/budgets").text
    assert "2026年度の予算を、1,000ポイントにしました" in page
    assert "700" in page
    browser.get("/grants")
    typed = {"number": points_number_of(town, holder), "points": "701", "target": "municipality"}
    for step in ("", "confirmed"):
        more = browser.post("/grants", step=step, **typed)
        assert (more.status_code, "予算の残りは、700ポイントです" in more.text) == (422, True)
    file = browser.upload(f"番号,ポイント\n{typed['number']},701".encode())
    assert "今年度の予算の残り（700ポイント）を超えています" in file.text
    totals = browser.get("/totals").text
    for part in ("まだ使われていないポイント券", "今年度の予算", "700"):
        assert part in totals, part


def test_statistics_show_no_hidden_figure(kawasaki_browser: ClerkBrowser, town: PointsTown) -> None:
    browser = kawasaki_browser
    assert "統計はまだありません" in browser.get("/statistics").text
    shown = {"granted": (1234, 56_789), "shop": (20, 4_321), "restaurant": (30, 1_000)}

    def row(month: date, kind: str, category: str) -> dict[str, object]:
        people, points = shown.get(category or kind, (None, None))
        return {
            "municipality_code": KAWASAKI, "figure_month": month, "figure_kind": kind,
            "figure_category": category, "figure_people": people, "figure_points": points,
        }  # fmt: skip

    rows = [
        row(month, kind, category)
        for month in (date(2026, 2, 1), date(2026, 3, 1))
        for kind in ("granted", "moved-in", "spent", "expired")
        for category in (SHOP_CATEGORIES if kind == "spent" else ("",))
    ]
    town.do(lambda work: work.session.execute(insert(MonthFigure), rows))
    page = browser.get("/statistics").text
    for part in ("2026年3月", "1,234", "56,789", "5,321"):
        assert part in page, part
    assert page.count("10人未満など") == 2 * 8
    assert "2026年2月" in browser.get("/statistics", month="2026-02").text
    file = browser.get("/statistics/csv")
    assert file.headers["Content-Disposition"] == 'attachment; filename="statistics-141305.csv"'
    lines = file.data.decode("utf-8-sig").split("\r\n")
    assert lines[:4] == [
        "月,内容,区分,人数,ポイント数", "2026-03,付与,,1234,56789", "2026-03,留保からの移動,,,",
        "2026-03,利用,店舗,20,4321",
    ]  # fmt: skip


def test_what_clerks_do_is_listed(
    kawasaki_browser: ClerkBrowser, operator_browser: ClerkBrowser, town: PointsTown
) -> None:
    browser, number = kawasaki_browser, points_number_of(town, town.person())
    browser.get("/grants")
    grant = {"number": number, "points": "1500", "target": "municipality", "step": "confirmed"}
    for _ in range(2):
        browser.post("/grants", **grant)
    browser.upload(f"番号,ポイント\n{number},7".encode())
    kept = dict(browser.hidden)
    for _ in range(2):
        browser.hidden = dict(kept)
        browser.post("/grants/file/confirmed")
    coming = {"event_name": "秋まつり", "event_opens_on": "2026-10-01", "event_closes_on": "2026-10-31"}
    browser.get("/events/new")
    browser.post("/events/new", **coming)
    browser.get("/events/new")
    browser.post("/events/new", **(coming | {"event_name": ""}))
    shop = town.shop()
    browser.get(f"/shops/{shop}/tills/new")
    for _ in range(2):
        code = browser.post(f"/shops/{shop}/tills/new", till_name="1番", till_kind="spend")
    till = code.headers["Location"].split("/")[-2]
    browser.get(f"/tills/{till}/close")
    browser.post(f"/tills/{till}/close")
    page = browser.get("/audit").text
    rows = [row.split("</t") for row in page.split('<tr role="row">')[2:]]
    told = [[cell.rpartition(">")[2] for cell in row[:5]] for row in rows]
    assert told == [
        ["5", "2026-04-06", "kawasaki", "レジを閉じる", "見本商店 1番"],
        ["4", "2026-04-06", "kawasaki", "レジの登録コードの発行", "見本商店 1番"],
        ["3", "2026-04-06", "kawasaki", "イベントの登録", "秋まつり"],
        ["2", "2026-04-06", "kawasaki", "ファイルでの付与（ポイント数 / 人数）", "かわさきポイント 7 / 1"],
        ["1", "2026-04-06", "kawasaki", "1人への付与", "かわさきポイント 1,500"],
    ]
    operator_browser.get("/reserve")
    operator_browser.post("/reserve", number=number, points="30", step="confirmed")
    listed = operator_browser.get("/audit", before="x").text
    assert "留保への入金" in listed
    assert "かわさきポイント" not in listed
    assert number not in page + listed


def test_every_word_of_the_audit_list_is_a_sentence() -> None:
    """Each call of `note_in_audit` and `noted` with a word of its own."""
    used = set()
    for path in Path(mykey.points.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            if node.func.id in {"note_in_audit", "noted", "_close"}:
                used |= {one.value for one in node.args if isinstance(one, ast.Constant)}
    assert {one for one in used if isinstance(one, str)} == set(AUDIT_WORDS)
