from __future__ import annotations

from sqlalchemy import func, select

from mykey.points.models.ledger import Account
from tests.support.clerk_browser import ClerkBrowser
from tests.support.points_ground import PointsTown
from tests.support.purses import points_number_of


def people(town: PointsTown, count: int) -> list[str]:
    return [points_number_of(town, town.person()) for _ in range(count)]


def points_of(town: PointsTown) -> int:
    return town.do(
        lambda work: work.session.scalar(
            select(func.coalesce(func.sum(Account.balance), 0)).where(Account.account_kind == "municipal")
        )
    )


def a_file(rows: list[tuple[str, str]], heading: str = "番号,ポイント") -> str:
    return "\r\n".join([heading, *(",".join(row) for row in rows), ""])


def test_a_file_is_looked_at_and_then_granted_once(kawasaki_browser: ClerkBrowser, town: PointsTown) -> None:
    browser, (one, two) = kawasaki_browser, people(town, 2)
    text = a_file([(one, "１００"), (two, '"1,500"')])
    look = browser.upload(text.encode("cp932"))
    assert look.status_code == 200
    for part in ("2人", "1,600", "かわさきポイント", "2026-10-06"):
        assert part in look.text
    assert points_of(town) == 0
    kept = dict(browser.hidden)
    assert browser.post("/grants/file/confirmed").status_code == 303
    assert "2人に、合計1,600ポイントを付与しました" in browser.get("/grants/file").text
    browser.hidden = kept
    assert browser.post("/grants/file/confirmed").status_code == 303
    assert "付与は一度だけです" in browser.get("/grants/file").text
    assert points_of(town) == 1600
    # The same rows in another order, encoding and with the columns changed about are the same file.
    other = a_file([("1500", two), ("100", one)], "ポイント,ポイント番号").encode("utf-8-sig")
    before = browser.upload(other)
    assert "このファイルは、もう付与してあります" in before.text
    assert "grants/file/confirmed" not in before.text


def test_all_bad_rows_are_told_and_nothing_is_granted(
    kawasaki_browser: ClerkBrowser, town: PointsTown
) -> None:
    browser, (one, two) = kawasaki_browser, people(town, 2)
    wrong = one[:-1] + str((int(one[-1]) + 1) % 10)
    rows = [(one, "100"), (wrong, "100"), ("12345678903", "1.5"), (one, "5"), (two, "100001")]
    answer = browser.upload(a_file(rows).encode())
    assert answer.status_code == 422
    for told in (
        "4行目",
        "検査数字が合いません",
        "ポイント数が、数字ではありません",
        "2行目と同じポイント番号です",
        "100,000ポイントまでです",
        "下の表の4件",
    ):
        assert told in answer.text, told
    assert points_of(town) == 0


def test_what_the_confirmation_sends_is_judged_anew(kawasaki_browser: ClerkBrowser, town: PointsTown) -> None:
    browser, (number,) = kawasaki_browser, people(town, 1)
    browser.upload(a_file([(number, "5")]).encode())
    for wrong in ({"rows": "!"}, {"rows": ""}, {"target": "elsewhere"}):
        assert browser.post("/grants/file/confirmed", **wrong).status_code == 400
    assert points_of(town) == 0


def test_a_file_that_is_none(kawasaki_browser: ClerkBrowser) -> None:
    browser = kawasaki_browser
    assert "見出し「番号」と「ポイント」" in browser.upload(b"12345678903,5\n").text
    assert "氏名や住所は入れないでください" in browser.upload("番号,氏名,ポイント\n1,x,2\n".encode()).text
    assert "文字を読めません" in browser.upload(b"\x81\xff\xff").text
    browser.get("/grants/file")
    assert browser.post("/grants/file", target="municipality").status_code == 422
