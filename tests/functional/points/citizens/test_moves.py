"""From the reserve to a municipality or an event: asked, confirmed, done once."""

from __future__ import annotations

import re
from datetime import date
from uuid import UUID

from sqlalchemy import func, select, update

from mykey.points.acts.put_into_reserve import put_into_reserve
from mykey.points.models.ledger import Account, Act, ActKind
from mykey.points.models.programmes import Programme
from tests.support.points_browser import PointsBrowser
from tests.support.points_ground import KAWASAKI, PointsTown


def balances(town: PointsTown, holder: UUID) -> dict[str, int]:
    return town.do(
        lambda work: {
            row.account_kind: row.balance
            for row in work.connection.execute(
                select(Account.account_kind, Account.balance).where(Account.holder_id == holder)
            )
        }
    )


def fill(town: PointsTown, holder: UUID, points: int = 3000) -> None:
    town.do(lambda work: put_into_reserve(work, holder, points))


def moves(town: PointsTown) -> int:
    return town.do(
        lambda work: (
            work.session.scalar(select(func.count()).select_from(Act).where(Act.act_kind == ActKind.MOVE))
            or 0
        )
    )


def test_home_move_and_confirm(browser: PointsBrowser, holder: UUID, town: PointsTown) -> None:
    fill(town, holder)
    browser.get("/")
    assert "3,000ポイントは、2026年4月27日までに移してください。" in browser.text
    assert browser.get("/move").status_code == 200
    assert "かわさきポイント（神奈川県川崎市）" in browser.text
    assert browser.post("/move", target=KAWASAKI, amount="１，０００").status_code == 200
    words = browser.words()
    for said in ("移す元 留保ポイント", "移すポイント 1,000ポイント", "2026年10月6日", "2,000ポイント"):
        assert said in words
    assert balances(town, holder) == {"reserve": 3000}
    browser.follow(browser.post("/move/confirm"))
    assert "1,000ポイントを「かわさきポイント」へ移しました。" in browser.text
    assert balances(town, holder) == {"reserve": 2000, "municipal": 1000}


def test_sent_twice_it_is_done_once(browser: PointsBrowser, holder: UUID, town: PointsTown) -> None:
    fill(town, holder)
    browser.get("/move")
    browser.post("/move", target=KAWASAKI, amount="1000")
    page = browser.text
    for _ in range(3):
        browser.text = page
        assert browser.post("/move/confirm").status_code == 303
    assert moves(town) == 1
    browser.text = page
    assert browser.post("/move/confirm", amount="999").status_code == 422
    assert "この画面は古くなりました" in browser.text
    browser.text = page
    assert browser.post("/move/confirm", act_key="").status_code == 400
    assert balances(town, holder) == {"reserve": 2000, "municipal": 1000}


def test_to_an_event(browser: PointsBrowser, holder: UUID, town: PointsTown) -> None:
    fill(town, holder)
    event = town.event(date(2026, 4, 1), date(2026, 4, 30))
    browser.get("/move")
    browser.post("/move", target=str(event), amount="500")
    assert "2026年4月30日" in browser.text
    browser.follow(browser.post("/move/confirm"))
    assert balances(town, holder) == {"reserve": 2500, "event": 500}
    assert "見本まつり：500ポイント（2026年4月30日まで使えます）" in browser.text


WRONG_AMOUNTS = [
    ("", "ポイント数を入力してください。"),
    ("1e3", "数字だけで入力してください。"),
    ("10.5", "数字だけで入力してください。"),
    ("千", "数字だけで入力してください。"),
    ("-5", "1以上にしてください。"),
    ("0", "1以上にしてください。"),
    (str(2**63), "一度に移せるのは、1,000,000ポイントまでです。"),
    ("3001", "いま移せるのは、3,000ポイントまでです。"),
    ("9" * 120, "長すぎます。"),
]


def test_amounts_that_are_none_are_explained(browser: PointsBrowser, holder: UUID, town: PointsTown) -> None:
    fill(town, holder)
    for typed, said in WRONG_AMOUNTS:
        browser.get("/move?lang=ja")
        assert browser.post("/move", target=KAWASAKI, amount=typed).status_code == 422
        assert said in browser.text
        assert '<option selected value="141305">' in browser.text
        browser.get("/move?lang=en")
        assert browser.post("/move", target=KAWASAKI, amount=typed).status_code == 422
        assert not re.search("ポイント数|入力|長すぎ", browser.text)
    assert balances(town, holder) == {"reserve": 3000}


def test_a_target_that_is_none_is_refused(browser: PointsBrowser, holder: UUID, town: PointsTown) -> None:
    fill(town, holder)
    gone = town.event(date(2026, 1, 1), date(2026, 1, 31))
    browser.get("/move")
    for target in ("", "131016", "x", str(gone)):
        assert browser.post("/move", target=target, amount="5").status_code == 422
        assert "移す先を選んでください。" in browser.text
    browser.post("/move", target=KAWASAKI, amount="5")
    page = browser.text
    for target, said in (
        ("131016", "この自治体は選べません"),
        (str(gone), "このイベントは、いまは選べません"),
    ):
        browser.text = page
        assert browser.post("/move/confirm", target=target).status_code in {404, 409}
        assert said in browser.text
    assert balances(town, holder) == {"reserve": 3000}


def test_what_was_spent_meanwhile_is_missed_on_confirming(
    browser: PointsBrowser, holder: UUID, town: PointsTown
) -> None:
    fill(town, holder, 1000)
    browser.get("/move")
    browser.post("/move", target=KAWASAKI, amount="800")
    first = browser.text
    browser.get("/move")
    browser.post("/move", target=KAWASAKI, amount="300")
    browser.post("/move/confirm")
    browser.text = first
    assert browser.post("/move/confirm").status_code == 409
    assert "ポイントが足りません" in browser.text


def test_nothing_to_move_is_said(browser: PointsBrowser) -> None:
    browser.get("/move")
    assert "移せるポイントがありません。" in browser.text
    assert "<form class" not in browser.text


def test_nothing_moves_to_an_event_of_a_programme_that_is_over(
    browser: PointsBrowser, holder: UUID, town: PointsTown
) -> None:
    """No shop would take these points, and they would end with the event."""
    fill(town, holder)
    event = town.event(date(2026, 4, 1), date(2026, 4, 30))
    browser.get("/move")
    browser.post("/move", target=str(event), amount="500")
    confirmation = browser.text
    town.do(lambda work: work.session.execute(update(Programme).values(closes_on=date(2026, 4, 5))))
    browser.get("/move")
    assert "見本まつり" not in browser.text
    browser.text = confirmation
    assert browser.post("/move/confirm").status_code == 409
    assert "この自治体は、いまは選べません" in browser.text
    assert balances(town, holder) == {"reserve": 3000}


def test_pressing_many_times_fills_no_session(browser: PointsBrowser, holder: UUID, town: PointsTown) -> None:
    fill(town, holder)
    town.do(lambda work: work.session.execute(update(Programme).values(programme_name="川" * 60)))
    browser.get("/move")
    browser.post("/move", target=KAWASAKI, amount="1000")
    page = browser.text
    for _ in range(8):
        browser.text = page
        assert browser.post("/move/confirm").status_code == 303
    assert browser.get("/").status_code == 200
    assert browser.text.count("へ移しました。") == 1


def test_a_target_that_is_no_text_is_none(browser: PointsBrowser, holder: UUID, town: PointsTown) -> None:
    fill(town, holder)
    browser.get("/move")
    browser.post("/move", target=KAWASAKI, amount="5")
    page = browser.text
    for target in ("\0", "14130\0", "１４１３０５", "9" * 500):
        browser.text = page
        assert browser.post("/move/confirm", target=target).status_code == 404
