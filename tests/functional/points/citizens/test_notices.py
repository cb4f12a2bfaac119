"""An address for notices, confirmed by a code; which notices, nothing preset."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from mykey.points.acts.grant_points import grant_points
from mykey.points.acts.put_into_reserve import put_into_reserve
from mykey.points.acts.tell_holder import Notice, tell_holder
from mykey.points.models.letters import LETTER, Letter
from tests.support.leak_guard import LeakGuard
from tests.support.moving_clock import MovingClock
from tests.support.points_browser import PointsBrowser
from tests.support.points_ground import KAWASAKI, PointsTown

ADDRESS = "hanako@mail.example"


@pytest.fixture(autouse=True)
def watched(leak_guard: LeakGuard) -> None:
    leak_guard.watch(ADDRESS, "a mail address")


def letters(town: PointsTown) -> list[dict[str, Any]]:
    return town.do(
        lambda work: [
            work.keys.open_sealed(LETTER, letter.letter_id, letter.letter_sealed)
            for letter in work.session.scalars(select(Letter))
        ]
    )


def code_of(letter: dict[str, Any]) -> str:
    found = re.search(r"(\d{4}) (\d{4})", letter["text"])
    assert found is not None
    return found[1] + found[2]


def give_address(browser: PointsBrowser) -> None:
    browser.get("/notices/mail")
    browser.follow(browser.post("/notices/mail", mail=f" {ADDRESS} "))


def register(browser: PointsBrowser, town: PointsTown) -> None:
    give_address(browser)
    browser.follow(browser.post("/notices/code", code=code_of(letters(town)[-1])))


def test_an_address_is_registered_by_its_code_alone(browser: PointsBrowser, town: PointsTown) -> None:
    browser.get("/notices")
    assert not re.search(r'name="notices"[^>]* checked|checked[^>]*name="notices"', browser.text)
    give_address(browser)
    (letter,) = letters(town)
    assert letter["recipient"] == ADDRESS
    code = code_of(letter)
    browser.get("/notices")
    assert "登録していません" in browser.text
    browser.get("/notices/code")
    wrong = str(int(code[0]) ^ 1) + code[1:]
    assert browser.post("/notices/code", code=wrong).status_code == 422
    assert "あと4回入力できます。" in browser.text
    full_width = code.translate({48 + digit: 0xFF10 + digit for digit in range(10)})
    browser.follow(browser.post("/notices/code", code=f"{full_width[:4]} {full_width[4:]}"))
    assert "お知らせの宛先を登録しました。" in browser.text
    assert ADDRESS in browser.text
    assert browser.get("/notices/code").status_code == 303
    browser.get("/notices")
    browser.follow(browser.post("/notices/mail/forget"))
    assert ADDRESS not in browser.text


def test_five_tries_and_thirty_minutes(browser: PointsBrowser, town: PointsTown, clock: MovingClock) -> None:
    give_address(browser)
    code = code_of(letters(town)[0])
    for left in range(4, 0, -1):
        assert browser.post("/notices/code", code="x").status_code == 422
        assert f"あと{left}回" in browser.text
    assert browser.post("/notices/code", code="x").status_code == 410
    browser.get("/notices/code")
    assert browser.post("/notices/code", code=code).status_code == 410
    assert "この確認コードは使えません" in browser.text
    give_address(browser)
    fresh = code_of(letters(town)[-1])
    for _ in range(3):
        clock.advance(minutes=10)
        browser.get("/notices/code")
    assert browser.post("/notices/code", code=fresh).status_code == 410
    assert letters(town)[-1]["recipient"] == ADDRESS


def test_addresses_that_are_none_and_too_many_codes(browser: PointsBrowser, town: PointsTown) -> None:
    browser.get("/notices/mail")
    for typed in ("", "hanako", "a@b", "a@b.example\nBcc: c@d.example"):
        assert browser.post("/notices/mail", mail=typed).status_code == 422
    statuses = []
    for _ in range(4):
        browser.get("/notices/mail")
        statuses.append(browser.post("/notices/mail", mail=ADDRESS).status_code)
    assert statuses == [303, 303, 429, 429]  # of five an hour, three went to what was no address
    assert "1時間ほど待ってから" in browser.text
    assert len(letters(town)) == 2


def test_only_chosen_notices_are_mailed(browser: PointsBrowser, holder: UUID, town: PointsTown) -> None:
    def grant() -> None:
        town.do(lambda work: grant_points(work, holder, KAWASAKI, 1500))

    browser.get("/notices")
    browser.follow(browser.post("/notices", notices=["granted"], language="ja"))
    grant()
    assert letters(town) == []  # no address yet
    register(browser, town)
    grant()
    town.do(lambda work: put_into_reserve(work, holder, 70))
    assert {letter["recipient"] for letter in letters(town)} == {ADDRESS}
    texts = "\n".join(letter["text"] for letter in letters(town))
    assert "かわさきポイント" in texts
    assert "1,500ポイント" in texts
    assert "2026年10月6日" in texts
    assert "留保ポイント" in texts
    browser.get("/notices")
    browser.follow(browser.post("/notices", notices=["expiring"], language="en"))
    count = len(letters(town))
    grant()
    assert len(letters(town)) == count
    town.do(
        lambda work: tell_holder(
            work, holder, Notice.EXPIRING, amount=2500, ends_on=date(2026, 4, 30), place="Fair"
        )
    )
    english = [
        one for one in letters(town) if one["subject"].startswith("[Municipal points] Points end soon")
    ]
    assert len(english) == 1
    assert "Points: 2,500" in english[0]["text"]
    assert "2026-04-30" in english[0]["text"]
