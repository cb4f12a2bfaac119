from __future__ import annotations

from pathlib import Path

from tests.unit.desk.desk_double import Desk, make_desk, words
from tests.unit.desk.platform_double import problem


def test_shows_the_entries_of_screen_22(desk: Desk) -> None:
    page = words(desk.get("/").text)
    for entry in (
        "サービスIDの登録",
        "サービスIDの照会",
        "連絡先の変更",
        "登録の取り消し",
        "番号の変更",
        "00052459",
    ):
        assert entry in page


def test_an_unregistered_machine_begins_at_screen_9(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, registered=False)
    for path in ("/", "/contact"):
        assert desk.get(path).headers["Location"] == "/register"
    assert desk.post("/lookup", page="/register").status_code in (302, 422)


def test_a_terminal_without_contact_goes_to_screen_10(desk: Desk) -> None:
    desk.platform.say("GET /v1/terminal", (200, desk.platform.standing("contact-required")))
    assert desk.get("/").headers["Location"] == "/contact"


def test_a_terminal_of_another_kind_offers_no_links(desk: Desk) -> None:
    desk.platform.say("GET /v1/terminal", (200, desk.platform.standing(kind="grant-points")))
    page = desk.get("/").text
    assert 'href="/link"' not in page
    assert 'href="/contact"' in page


def test_the_menu_stays_when_the_platform_is_silent(desk: Desk) -> None:
    desk.platform.all_silent()
    page = words(desk.get("/").text)
    assert "いつもの利用カードの番号で続けてください" in page
    assert "サービスIDの照会" in page


def test_says_what_a_stopped_terminal_needs(desk: Desk) -> None:
    desk.platform.say("GET /v1/terminal", problem("terminal-stopped", 403, "この端末は止められています。"))
    page = words(desk.get("/").text)
    assert "この端末は止められています。" in page
    assert "自治体の担当者に連絡してください" in page


def test_asks_for_the_standing_once_a_minute(desk: Desk) -> None:
    desk.get("/")
    desk.get("/")
    assert len(desk.platform.made("GET /v1/terminal")) == 1
    desk.clock.pass_seconds(61)
    desk.get("/")
    assert len(desk.platform.made("GET /v1/terminal")) == 2
