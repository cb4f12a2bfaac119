"""Only municipalities that run points, never an event, or none."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import select

from mykey.points.models.ledger import Account
from mykey.points.models.programmes import Programme
from tests.support.points_browser import PointsBrowser
from tests.support.points_ground import KAWASAKI, PointsTown


def base_of(town: PointsTown, holder: UUID) -> list[str]:
    statement = select(Account.municipality_code).where(Account.holder_id == holder, Account.is_base)
    return town.do(lambda work: list(work.session.scalars(statement)))


def test_one_municipality_or_none(browser: PointsBrowser, holder: UUID, town: PointsTown) -> None:
    fair = town.event(date(2026, 4, 1), date(2026, 4, 30))
    browser.get("/base-account")
    assert "かわさきポイント（神奈川県川崎市）" in browser.text
    assert "見本まつり" not in browser.text
    for refused in (str(fair), "131016", ""):
        assert browser.post("/base-account", municipality=refused).status_code == 422
    assert base_of(town, holder) == []
    browser.follow(browser.post("/base-account", municipality=KAWASAKI))
    assert "ベース口座を「かわさきポイント」にしました。" in browser.text
    assert base_of(town, holder) == [KAWASAKI]
    browser.get("/base-account")
    browser.follow(browser.post("/base-account", municipality="none"))
    assert base_of(town, holder) == []


def test_a_programme_that_is_over_cannot_be_chosen(
    browser: PointsBrowser, holder: UUID, town: PointsTown
) -> None:
    def close(programme: Programme) -> None:
        programme.closes_on = date(2026, 4, 5)

    browser.get("/base-account")
    town.do(lambda work: close(work.session.get_one(Programme, KAWASAKI)))
    assert browser.post("/base-account", municipality=KAWASAKI).status_code == 422
    assert base_of(town, holder) == []
