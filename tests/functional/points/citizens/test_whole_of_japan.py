"""Every municipality of the table runs points: opened by the operator's act, and still found by people."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from mykey.kernel.municipalities import municipalities
from mykey.points.acts.create_programme import create_programme, list_programmes
from mykey.points.acts.edit_programme import see_programme
from mykey.points.acts.put_into_reserve import put_into_reserve
from mykey.points.ground import PointsWork
from mykey.points.navi import NaviSettings, create_points_navi
from mykey.web.database import engine
from tests.support.moving_clock import MovingClock
from tests.support.navi_reader import NAVI_ORIGIN, NaviReader
from tests.support.points_browser import PointsBrowser
from tests.support.points_ground import KAWASAKI, PointsTown

TSU, OTSU, FUCHU = "242012", "252018", ("132063", "342084")


def open_everywhere(work: PointsWork) -> None:
    """As the operator would, one after the other, in one go."""
    details = see_programme(work, KAWASAKI)
    for place in municipalities().values():
        if not place.is_prefecture and place.code != KAWASAKI:
            named = replace(details, programme_name=f"{place.name}ポイント")
            assert create_programme(work, place.code, named) == place.code


def test_all_of_japan_can_be_opened_chosen_and_found(
    browser: PointsBrowser,
    holder: UUID,
    town: PointsTown,
    clock: MovingClock,
    points_database_url: str,
) -> None:
    town.do(open_everywhere)
    towns = [place for place in municipalities().values() if not place.is_prefecture]
    assert len(town.do(list_programmes)) == len(towns) > 1_741
    town.do(lambda work: put_into_reserve(work, holder, 3000))
    moves(browser)
    settings = NaviSettings(origin=NAVI_ORIGIN, path="/points-navi", database_url=points_database_url)
    app = create_points_navi(settings, clock)
    finds(NaviReader(app))
    with app.app_context():
        engine().dispose()


def moves(browser: PointsBrowser) -> None:
    offered: Callable[[str], bool] = lambda code: f'value="{code}"' in browser.text  # noqa: E731 - short and local
    browser.get("/move")
    assert not offered(KAWASAKI)  # nobody reads 1,900 lines: they look for a name first
    assert len(browser.text) < 20_000
    browser.get("/move?place=津市")
    assert offered(TSU)
    assert not offered(OTSU)
    browser.get("/move?place=ふちゅうし")
    assert all(offered(code) for code in FUCHU)
    browser.get("/move?place=町")
    assert "はじめの50件から選べます" in browser.text
    browser.get("/move?place=%3Cb%3E")
    assert "「&lt;b&gt;」に合うものがありません。" in browser.text
    for code, typed in ((TSU, "津市"), (OTSU, "おおつし")):
        browser.get(f"/move?place={typed}")
        assert browser.post(f"/move?place={typed}", target=code, amount="100").status_code == 200
        browser.follow(browser.post("/move/confirm"))
        assert "100ポイントを" in browser.text
    browser.get("/move")  # and what one has points of already is there at once
    assert offered(TSU)
    assert offered(OTSU)
    browser.get("/base-account?place=川崎市")
    assert browser.text.count('type="radio"') == 2
    browser.follow(browser.post("/base-account?place=川崎市", municipality=KAWASAKI))
    assert "ベース口座を「かわさきポイント」にしました。" in browser.text


def finds(reader: NaviReader) -> None:
    page = reader.get("/municipalities")
    assert len(page.text) < 40_000
    assert len([link for link in reader.links() if "prefecture=" in link]) == 47
    assert "横浜市" in reader.get("/municipalities", prefecture="14").text
    assert "横浜市" not in reader.get("/municipalities", prefecture="13").text
    assert reader.get("/municipalities", prefecture="48").status_code == 404
    reader.get("/shops", place="ふちゅうし")
    assert [link for link in reader.links() if f"place={FUCHU[0]}" in link or f"place={FUCHU[1]}" in link]
    assert "神奈川県川崎市でポイントが使えるお店" in reader.get("/shops", place=KAWASAKI).text
