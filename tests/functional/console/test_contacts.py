from __future__ import annotations

import re
from datetime import date

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from mykey.models.terminals import TerminalContact
from mykey.services.ground import Ground
from tests.factories.providers import a_library
from tests.factories.terminals import a_contact, a_terminal
from tests.functional.console.conftest import Within
from tests.functional.console.officer_browser import OfficerBrowser


@pytest.fixture(autouse=True)
def town(ground: Ground, within: Within[None]) -> None:
    def make(session: Session) -> None:
        a_library(session)
        a_contact(session, a_terminal(ground, session, terminal_id="10000001"))
        a_contact(
            session,
            a_terminal(ground, session, terminal_id="10000002", kind="spend-points"),
            person_in_charge="見本 <b>太郎</b>",
            reviewed_on=date(2026, 4, 1),
        )
        a_terminal(ground, session, terminal_id="10000003", kind="issue-vouchers")

    within(make)


def seen_on(page: str) -> str:
    found = re.search(r'name="seen"[^>]*value="([^"]+)"', page)
    assert found
    return found[1]


def test_the_list_shows_how_far_each_contact_is(kawasaki_browser: OfficerBrowser) -> None:
    page = kawasaki_browser.get("/contacts").text
    for told in ("10000001", "見本 花代", "未確認", "確認済み（2026-04-01）", "連絡先なし"):
        assert told in page
    assert "&lt;b&gt;太郎" in page


SEARCHES: list[tuple[dict[str, str], set[str]]] = [
    ({"kind": "spend-points"}, {"10000002"}),
    ({"provider": "000001"}, {"10000001"}),
    ({"review": "waiting"}, {"10000001"}),
    ({"review": "reviewed"}, {"10000002"}),
    ({"review": "missing"}, {"10000003"}),
    ({"text": "花代"}, {"10000001"}),
    ({"text": "1000"}, {"10000001", "10000002", "10000003"}),
    (
        {"kind": "nothing", "provider": "999999", "review": "x", "page": "x"},
        {"10000001", "10000002", "10000003"},
    ),
]


def test_filters(kawasaki_browser: OfficerBrowser) -> None:
    for query, shown in SEARCHES:
        page = kawasaki_browser.get("/contacts", **query).text
        assert set(re.findall(r"/contacts/(\d{8})", page)) == shown, query


def test_a_contact_is_reviewed_once_it_was_seen(
    kawasaki_browser: OfficerBrowser, core_engine: Engine
) -> None:
    page = kawasaki_browser.get("/contacts/10000001").text
    assert "takatsu@library.example.jp" in page
    assert kawasaki_browser.post("/contacts/10000001/review", seen=seen_on(page)).status_code == 303
    with Session(core_engine) as session:
        assert session.get_one(TerminalContact, "10000001").reviewed_on == date(2026, 4, 6)
    assert "2026-04-06に確認済みです" in kawasaki_browser.get("/contacts/10000001").text


def test_what_changed_meanwhile_must_be_seen_first(
    kawasaki_browser: OfficerBrowser, core_engine: Engine
) -> None:
    page = kawasaki_browser.get("/contacts/10000001").text
    with Session(core_engine) as session, session.begin():
        session.get_one(TerminalContact, "10000001").telephone = "044-000-0009"
    answer = kawasaki_browser.post("/contacts/10000001/review", seen=seen_on(page))
    assert answer.status_code == 409
    assert "表示のあとで連絡先が変更されたため" in answer.text
    again = kawasaki_browser.get("/contacts/10000001").text
    assert kawasaki_browser.post("/contacts/10000001/review", seen=seen_on(again)).status_code == 303


def test_a_place_that_differs_from_form_one_is_pointed_out(
    kawasaki_browser: OfficerBrowser, core_engine: Engine
) -> None:
    with Session(core_engine) as session, session.begin():
        session.get_one(TerminalContact, "10000001").place = "別の図書館"
    assert "様式Ⅰと違います" in kawasaki_browser.get("/contacts/10000001").text


def test_a_terminal_without_contact_says_so(kawasaki_browser: OfficerBrowser) -> None:
    assert "まだ登録されていません" in kawasaki_browser.get("/contacts/10000003").text
    assert kawasaki_browser.post("/contacts/10000003/review", seen="").status_code == 404


def test_pages_keep_the_search(
    kawasaki_browser: OfficerBrowser, ground: Ground, within: Within[None]
) -> None:
    def make(session: Session) -> None:
        for place in range(60):
            a_terminal(ground, session, terminal_id=f"{20_000_000 + place}", kind="grant-points")

    within(make)
    first = kawasaki_browser.get("/contacts", kind="grant-points").text
    assert "1ページ目（全2ページ）" in first
    assert "page=2&amp;kind=grant-points" in first or "kind=grant-points&amp;page=2" in first
    second = kawasaki_browser.get("/contacts", kind="grant-points", page="2").text
    assert len(re.findall(r"/contacts/\d{8}", second)) == 10
