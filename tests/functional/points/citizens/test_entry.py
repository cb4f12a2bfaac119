"""In with a ticket from the portal, consent, out again; nothing of the core is known here."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select

from mykey.handoff.ticket import TicketPurpose
from mykey.points.models.holders import Holder
from mykey.points.models.sessions import POINTS_SESSION, PointsSession
from tests.support.leak_guard import LeakGuard
from tests.support.moving_clock import MovingClock
from tests.support.points_browser import ORIGIN, PATH, PORTAL_ORIGIN, PointsBrowser
from tests.support.points_ground import PointsTown
from tests.support.ticket_office import TicketOffice

OpenBrowser = Callable[[], PointsBrowser]


def holders(town: PointsTown) -> int:
    return town.do(lambda work: work.session.scalar(select(func.count()).select_from(Holder)) or 0)


def test_who_comes_by_itself_is_told_the_way(open_browser: OpenBrowser) -> None:
    browser = open_browser()
    assert browser.get("/").status_code == 200
    assert f'href="{PORTAL_ORIGIN}/portal/"' in browser.text
    assert not browser.client.get_cookie("mykey-points", domain="localhost", path=PATH)


def test_ticket_consent_home_and_out(
    open_browser: OpenBrowser, town: PointsTown, leak_guard: LeakGuard
) -> None:
    browser = open_browser()
    leak_guard.watch(str(browser.citizen_id), "a citizen's id")
    browser.follow(browser.enter())
    assert "ポイント口座をつくる" in browser.text
    assert " checked" not in browser.text
    assert holders(town) == 0
    assert browser.post("/open").status_code == 422
    assert holders(town) == 0
    browser.follow(browser.post("/open", agreed="y"))
    assert "いまの留保ポイント" in browser.text
    assert holders(town) == 1
    browser.follow(browser.post("/sign-out"))
    assert "入り方" in browser.text
    assert browser.get("/history/reserve").status_code == 303
    browser.follow(browser.enter())
    assert "いまの留保ポイント" in browser.text
    assert holders(town) == 1


@pytest.mark.parametrize("origin", [None, "null", "https://evil.example", ORIGIN, f"{PORTAL_ORIGIN}.example"])
def test_only_the_portal_s_pages_may_bring_a_ticket(
    open_browser: OpenBrowser, tickets: TicketOffice, origin: str | None
) -> None:
    browser = open_browser()
    ticket = tickets.ticket(browser.citizen_id)
    assert browser.enter(ticket, origin).status_code == 403
    assert "マイページからだけ入れます" in browser.text
    assert browser.enter(ticket).status_code == 303  # it was not burnt by somebody else's page


def test_refused_tickets_are_explained(
    open_browser: OpenBrowser, tickets: TicketOffice, clock: MovingClock
) -> None:
    browser = open_browser()
    used = tickets.ticket(browser.citizen_id)
    assert open_browser().enter(used).status_code == 303
    assert browser.enter(used).status_code == 409
    assert "この入り方は1回だけです" in browser.text
    assert browser.enter(used[:-4]).status_code == 401
    assert "確かめられません" in browser.text
    assert browser.enter(tickets.ticket(uuid4(), TicketPurpose.SPEND, "141305", bytes(32))).status_code == 403
    assert "端末で使うためのもの" in browser.text
    late = tickets.ticket(browser.citizen_id)
    clock.advance(seconds=61)
    assert browser.enter(late).status_code == 410
    assert "1分が過ぎました" in browser.text
    assert browser.get("/open").status_code == 303


def test_the_consent_can_be_given_for_ten_minutes(
    open_browser: OpenBrowser, town: PointsTown, clock: MovingClock
) -> None:
    """A subject that outlived its key would open an account that nobody finds again."""
    browser = open_browser()
    browser.follow(browser.enter())
    clock.advance(minutes=10)
    assert browser.post("/open", agreed="y").status_code == 303
    assert holders(town) == 0


def test_who_wants_no_account_leaves_nothing(open_browser: OpenBrowser, town: PointsTown) -> None:
    browser = open_browser()
    browser.follow(browser.enter())
    browser.follow(browser.post("/sign-out"))
    assert "ポイント口座はつくっていません。" in browser.text
    assert browser.get("/open").status_code == 303
    assert holders(town) == 0


def test_entering_leaves_the_session_before_behind(browser: PointsBrowser, town: PointsTown) -> None:
    before = browser.client.get_cookie("mykey-points", domain="localhost", path=PATH)
    assert before is not None
    browser.follow(browser.enter())
    after = browser.client.get_cookie("mykey-points", domain="localhost", path=PATH)
    assert after is not None
    assert after.value != before.value
    assert town.do(lambda work: work.session.scalar(select(func.count()).select_from(PointsSession))) == 1
    assert after.http_only
    assert after.same_site == "Lax"


def test_the_other_site_s_cookie_headers_and_address_change_nothing(
    app: Flask, tickets: TicketOffice, town: PointsTown
) -> None:
    """Whoever joins logs or tables finds nothing of the browser in them."""
    browser = PointsBrowser(app, tickets)
    browser.client.set_cookie("mykey-portal", "the-portal-s-own-token", domain="localhost")
    browser.client.environ_base |= {"REMOTE_ADDR": "203.0.113.9", "HTTP_USER_AGENT": "SampleBrowser/1"}
    browser.come_in()
    kept = town.do(
        lambda work: [
            work.keys.open_sealed(POINTS_SESSION, row.token_index, row.data_sealed)["data"]
            for row in work.session.scalars(select(PointsSession))
        ]
    )
    assert [set(one) - {"csrf_token"} for one in kept] == [{"holder", "epoch"}]


def test_a_session_ends_when_idle(browser: PointsBrowser, clock: MovingClock) -> None:
    clock.advance(minutes=16)
    assert browser.get("/move").status_code == 303
