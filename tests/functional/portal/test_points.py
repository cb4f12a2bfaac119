"""From My Page to the points site: one page with a ticket, and no trace of it."""

from __future__ import annotations

import re
from typing import cast
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import QueuePool, select
from sqlalchemy.orm import Session

from mykey.handoff.ticket import NO_MUNICIPALITY, NO_TILL
from mykey.kernel.ports import Ticket, TicketWish
from mykey.models.citizens import Citizen, CitizenState
from mykey.models.sessions import PortalSession
from mykey.services.ground import Ground
from mykey.web.database import engine
from mykey.web.engines import make_engine
from tests.factories.citizens import PASSWORD, a_citizen
from tests.functional.second_client.database_rows import Rows, differences
from tests.support.dump import dump
from tests.support.leak_guard import LeakGuard
from tests.support.moving_clock import MovingClock
from tests.support.portal_browser import ORIGIN, PATH, PortalBrowser
from tests.support.ticket_sides import TicketSides
from tests.support.watched_logs import logs_of

ENTER = "http://localhost:8613/points/enter"
FORM = re.compile(r'<form class="form" method="post" action="([^"]+)" data-hand-over>(.*?)</form>', re.DOTALL)
TICKET = re.compile(r'<input type="hidden" name="ticket" value="([^"]+)">')


@pytest.fixture(autouse=True)
def hanako(session: Session, ground: Ground) -> UUID:
    citizen_id = a_citizen(ground, session, mykey_id="HANAKO80").id
    session.commit()
    return citizen_id


@pytest.fixture
def inside(browser: PortalBrowser) -> PortalBrowser:
    browser.sign_in("HANAKO80", PASSWORD)
    return browser


def ticket_of(browser: PortalBrowser) -> str:
    found = TICKET.search(browser.text)
    assert found, browser.text
    return found[1]


def test_the_page_carries_a_ticket_for_the_points_site(
    inside: PortalBrowser, tickets: TicketSides, clock: MovingClock, hanako: UUID
) -> None:
    inside.post("/my-page/points")
    assert inside.status == 200
    form = FORM.search(inside.text)
    assert form
    assert form[1] == ENTER
    # Nothing but the ticket goes there: no form token of ours, no language, no name.
    assert re.findall(r'name="([^"]+)"', form[2]) == ["ticket"]
    opened = tickets.open(ticket_of(inside), clock())
    assert (opened.purpose, opened.municipality_code, opened.till_thumbprint) == (
        "portal",
        NO_MUNICIPALITY,
        NO_TILL,
    )
    assert opened.subjects == tickets.subjects(hanako)


def test_this_one_page_tells_its_origin_and_posts_to_the_points_site_alone(inside: PortalBrowser) -> None:
    answer = inside.post("/my-page/points")
    assert answer.headers.getlist("Referrer-Policy") == ["strict-origin"]
    (policy,) = answer.headers.getlist("Content-Security-Policy")
    assert "form-action 'self' http://localhost:8613;" in policy
    assert answer.headers["Cache-Control"] == "no-store"
    other = inside.get("/my-page")
    assert other.headers.getlist("Referrer-Policy") == ["no-referrer"]
    assert "8613" not in other.headers["Content-Security-Policy"]


def test_the_script_is_there_and_the_button_works_without_it(inside: PortalBrowser) -> None:
    inside.post("/my-page/points")
    assert "ポイントのサイトへ進む" in inside.text
    script = re.search(r'<script src="([^"]+)"', inside.text)
    assert script
    with inside.client.get(script[1], base_url=ORIGIN) as answer:
        assert answer.status_code == 200


def test_a_ticket_is_another_each_time(inside: PortalBrowser) -> None:
    page = inside.text
    seen = set()
    for _ in range(3):
        inside.text = page
        inside.post("/my-page/points")
        seen.add(ticket_of(inside))
    assert len(seen) == 3


def test_who_is_not_signed_in_is_led_to_the_sign_in(browser: PortalBrowser) -> None:
    browser.show("/sign-in")
    answer = browser.post("/my-page/points")
    assert answer.status_code == 303
    assert answer.location == f"{PATH}/sign-in"


def test_another_site_s_form_is_refused(inside: PortalBrowser) -> None:
    inside.text = ""  # no token
    inside.post("/my-page/points")
    assert inside.status == 400
    assert "data-hand-over" not in inside.text


def test_a_ticket_is_nothing_to_link_to(inside: PortalBrowser) -> None:
    assert inside.get("/my-page/points").status_code == 405


def test_while_the_writer_is_silent_it_says_so_and_nothing_is_lost(
    inside: PortalBrowser, tickets: TicketSides
) -> None:
    page = inside.text
    tickets.silent = True
    answer = inside.post("/my-page/points")
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert "ただいまポイントのサイトへ進めません" in inside.text
    assert f'href="{PATH}/my-page"' in inside.text
    tickets.silent = False
    inside.text = page
    inside.post("/my-page/points")
    assert inside.status == 200


def test_while_the_writer_is_asked_the_portal_holds_nothing_of_the_database(
    inside: PortalBrowser, tickets: TicketSides, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A writer that hangs must not keep libraries waiting; on SQLite an open transaction shuts all out."""
    written = tickets.write
    lent: list[int] = []

    def look_and_write(wish: TicketWish) -> Ticket:
        lent.append(cast("QueuePool", engine().pool).checkedout())
        return written(wish)

    monkeypatch.setattr(tickets, "write", look_and_write)
    inside.post("/my-page/points")
    assert inside.status == 200
    assert lent == [0]


def test_a_hand_over_leaves_no_time_in_the_session(
    inside: PortalBrowser, session: Session, clock: MovingClock
) -> None:
    """Two sealed sessions that were written in the same second would be a pair for whoever has both rings."""

    def rows() -> list[bytes]:
        found = list(session.scalars(select(PortalSession.data_sealed)))
        session.rollback()  # on SQLite who only looks keeps others out, too
        return found

    clock.advance(seconds=10)
    inside.get("/my-page")
    before = rows()
    clock.advance(minutes=3)
    inside.post("/my-page/points")
    assert inside.status == 200
    assert rows() == before


def test_on_hold_there_is_no_way_to_points(inside: PortalBrowser, session: Session, hanako: UUID) -> None:
    session.get_one(Citizen, hanako).state = CitizenState.PAUSED
    session.commit()
    inside.post("/my-page/points")
    assert inside.status == 403
    assert "マイキーIDは停止中です" in inside.text


def test_a_hand_over_leaves_no_row_and_no_log_line(
    app: Flask,
    inside: PortalBrowser,
    tickets: TicketSides,
    hanako: UUID,
    database_url: str,
    leak_guard: LeakGuard,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert app.config["TESTING"] is False
    beside = make_engine(database_url)
    rows = Rows({"core": beside})
    before = rows.dump()
    capsys.readouterr()
    with logs_of("portal"):
        inside.post("/my-page/points")
        ticket = ticket_of(inside)
        for file in re.findall(rf'"({PATH}/static/[^"]+)"', inside.text):
            inside.client.get(file, base_url=ORIGIN).close()
        assert capsys.readouterr().out == ""
        tickets.silent = True
        inside.get("/my-page")
        assert "portal_my_page.my_page" in capsys.readouterr().out
        inside.post("/my-page/points")
        assert inside.status == 503
        assert capsys.readouterr().out == ""
    # The session's own row is as after any other page.
    assert differences(before, rows.dump()) <= {
        "core.portal_sessions.data_sealed",
        "core.portal_sessions.expires_at",
    }
    beside.dispose()
    leak_guard.watch(ticket, "a ticket")
    for _, subject in tickets.subjects(hanako):
        leak_guard.watch(subject, "a subject")
    leak_guard.look_into("a dump", dump(database_url))
