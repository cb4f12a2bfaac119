from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mykey.models.links import Link
from mykey.models.outbox import OutboxMail
from mykey.services.ground import Ground
from tests.factories.citizens import PASSWORD, a_citizen
from tests.factories.links import a_link
from tests.factories.providers import a_library, a_shopping_street
from tests.support.leak_guard import LeakGuard
from tests.support.portal_browser import PortalBrowser


@pytest.fixture(autouse=True)
def links(session: Session, ground: Ground, leak_guard: LeakGuard) -> list[UUID]:
    hanako = a_citizen(ground, session, mykey_id="HANAKO80", mail="hanako@mail.example")
    taro = a_citizen(ground, session, mykey_id="TARO9999")
    library, street = a_library(session), a_shopping_street(session)
    made = [
        a_link(ground, session, hanako, library, "180000000011"),
        a_link(ground, session, hanako, street, "ABC123"),
        a_link(ground, session, taro, library, "180000000022"),
    ]
    identifiers = [link.id for link in made]
    session.commit()
    leak_guard.watch("HANAKO80", "a MyKey ID")
    leak_guard.watch("180000000011", "a patron number")
    leak_guard.watch("hanako@mail.example", "a mail address")
    leak_guard.watch(PASSWORD, "a password")
    return identifiers


def left(session: Session) -> set[UUID]:
    found = set(session.scalars(select(Link.id)))
    session.rollback()
    return found


def test_links_are_listed_and_the_id_is_hidden_until_opened(browser: PortalBrowser) -> None:
    browser.sign_in("HANAKO80", PASSWORD)
    assert "180000000011" in browser.text
    assert "ABC123" in browser.text
    assert "180000000022" not in browser.text
    hidden = browser.text.partition("<details")[2].partition("</details>")[0]
    assert browser.numbers() == ["HANAKO80"]
    assert "HANA" in hidden
    assert "HANAKO80" not in browser.text.replace(hidden, "")


def test_a_link_is_cut_after_it_was_shown_once_more(
    browser: PortalBrowser, links: list[UUID], session: Session
) -> None:
    browser.sign_in("HANAKO80", PASSWORD)
    browser.show(f"/my-page/links/{links[0]}/cut")
    assert "川崎市立図書館" in browser.text
    assert "180000000011" in browser.text
    assert left(session) == set(links)
    browser.follow(browser.post(f"/my-page/links/{links[0]}/cut"))
    assert "川崎市立図書館のひもづけを解除しました" in browser.text
    assert "180000000011" not in browser.text
    assert left(session) == set(links[1:])
    assert len(session.scalars(select(OutboxMail)).all()) == 1


def test_cut_twice_says_so(browser: PortalBrowser, links: list[UUID], session: Session) -> None:
    browser.sign_in("HANAKO80", PASSWORD)
    browser.show(f"/my-page/links/{links[0]}/cut")
    page = browser.text
    browser.post(f"/my-page/links/{links[0]}/cut")
    browser.text = page
    browser.post(f"/my-page/links/{links[0]}/cut")
    assert browser.status == 404
    assert "このひもづけはありません" in browser.text
    assert left(session) == set(links[1:])


@pytest.mark.parametrize("link_id", ["somebody else's", "00000000-0000-4000-8000-000000000000"])
def test_nobody_elses_link_is_shown_or_cut(
    browser: PortalBrowser, links: list[UUID], session: Session, link_id: str
) -> None:
    wanted = links[2] if link_id == "somebody else's" else link_id
    browser.sign_in("HANAKO80", PASSWORD)
    page = browser.text
    browser.show(f"/my-page/links/{wanted}/cut")
    assert browser.status == 404
    assert "180000000022" not in browser.text
    browser.text = page
    browser.post(f"/my-page/links/{wanted}/cut")
    assert browser.status == 404
    assert left(session) == set(links)


def test_a_session_that_was_ended_elsewhere_cuts_nothing(
    browser: PortalBrowser,
    open_browser: Callable[[], PortalBrowser],
    links: list[UUID],
    session: Session,
) -> None:
    browser.sign_in("HANAKO80", PASSWORD)
    browser.show(f"/my-page/links/{links[0]}/cut")
    other = open_browser()
    other.sign_in("HANAKO80", PASSWORD)
    other.show("/my-page/sign-out-everywhere")
    other.post("/my-page/sign-out-everywhere")
    assert browser.post(f"/my-page/links/{links[0]}/cut").status_code == 303
    assert left(session) == set(links)


def test_english_by_switch(browser: PortalBrowser) -> None:
    browser.show("/?lang=en")
    browser.sign_in("HANAKO80", PASSWORD)
    assert '<html lang="en">' in browser.text
    assert "Your MyKey ID" in browser.text
    assert "あなたのマイキーID" not in browser.text


def test_my_page_hands_over_to_points_and_has_no_plain_link_there(browser: PortalBrowser) -> None:
    browser.sign_in("HANAKO80", PASSWORD)
    assert 'action="/portal/my-page/points"' in browser.text
    assert "http://localhost:8613/points" not in browser.text


def test_home_knows_two_groups_of_people(browser: PortalBrowser) -> None:
    browser.show("/")
    assert "個人でご利用の方" in browser.text
    assert "自治体・図書館・お店の方" in browser.text
    assert "マイページへログイン" in browser.text
    browser.sign_in("HANAKO80", PASSWORD)
    browser.show("/")
    assert "マイページへログイン" not in browser.text
