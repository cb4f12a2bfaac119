"""Closing: warned, typed by hand, given back, erased; who comes again is somebody new."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import func, select

from mykey.points.acts.grant_points import grant_points
from mykey.points.acts.move_points import move_points
from mykey.points.acts.put_into_reserve import put_into_reserve
from mykey.points.models.holders import Holder, HolderState, SubjectName
from mykey.points.models.ledger import Account
from tests.support.points_browser import PointsBrowser
from tests.support.points_ground import KAWASAKI, PointsTown


def states(town: PointsTown) -> list[str]:
    return town.do(lambda work: sorted(work.session.scalars(select(Holder.holder_state))))


def test_warned_typed_and_gone(browser: PointsBrowser, holder: UUID, town: PointsTown) -> None:
    town.do(lambda work: put_into_reserve(work, holder, 700))
    town.do(lambda work: move_points(work, holder, 200, municipality_code=KAWASAKI))
    town.do(lambda work: grant_points(work, holder, KAWASAKI, 34))
    browser.get("/close")
    assert "留保ポイント 500ポイント" in browser.words()
    assert "かわさきポイント 234ポイント" in browser.words()
    for typed in ("", "はい", "閉じない"):
        assert browser.post("/close", typed=typed).status_code == 422
    page = browser.text
    browser.follow(browser.post("/close", typed=" 閉じる　"))
    assert "ポイント口座を閉じました。" in browser.text
    assert "残っていた734ポイントを返しました。" in browser.text
    assert "入り方" in browser.text
    assert states(town) == [HolderState.CLOSED]
    browser.text = page
    assert browser.post("/close", typed="閉じる").status_code in {303, 400}
    assert browser.get("/history/reserve").status_code == 303
    browser.come_in()
    assert sorted(states(town)) == [HolderState.CLOSED, HolderState.OPEN]
    assert "0ポイント" not in browser.words()
    sums = select(func.sum(Account.balance)).where(Account.holder_id.is_not(None))
    assert town.do(lambda work: work.session.scalar(sums)) == 0
    assert town.do(lambda work: work.session.scalar(select(func.count()).select_from(SubjectName))) == 1


def test_another_browser_is_out_at_once(browser: PointsBrowser, holder: UUID) -> None:
    other = PointsBrowser(browser.app, browser.office, browser.citizen_id)
    other.come_in()
    assert other.get("/move").status_code == 200
    browser.get("/close?lang=en")
    browser.follow(browser.post("/close", typed="Close"))
    assert "Your points account is closed." in browser.text
    other.follow(other.get("/move"))
    assert "ポイント口座が閉じられました。" in other.text
    assert holder is not None
