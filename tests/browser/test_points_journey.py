"""Points, end to end: My Page, account, reserve, move, card at one shop, QR code at another, notice, closing.

Nothing is mocked. Afterwards: nothing of the core stands on the points side, nothing of a citizen at a till.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.browsers import Browsers
from tests.browser.pages.guide import Guide
from tests.browser.pages.points import Points
from tests.browser.pages.portal import Portal
from tests.browser.pages.till import Till
from tests.browser.pages.window import Window
from tests.support.barcode_readers import read_by_zbar, read_by_zxing
from tests.support.dump import dump
from tests.support.leak_guard import LeakGuard
from tests.support.running_town import RunningTown
from tests.support.town_secrets import TownSecrets

PROGRAMME = "かわさきポイント"
ADDRESS = "flower@example.jp"
PIN = "1234"
OWN_PAGES = (
    "", "move", "pay", "notices", "notices/mail", "base-account", "close", "history/reserve",
    "history/municipal", "history/event",
)  # fmt: skip


@dataclass(frozen=True)
class Journey:
    """The citizen's window, open on the points site, and what was shown there."""

    portal: Portal
    points: Points
    mykey_id: str
    points_number: str
    receipt_by_card: int
    receipt_by_code: int


@pytest.fixture(scope="module")
def journey(town: RunningTown, browsers: Browsers, tmp_path_factory: pytest.TempPathFactory) -> Journey:
    """As far as both payments and the notice."""
    login = town.login("citizen")
    portal = Portal(browsers.open(), town.layout.address("portal"))
    points = Points(portal.window, town.layout.address("points"))
    portal.sign_in(login["login"], login["password"])
    points.enter_from_my_page()
    points.consent()
    number = points.points_number()
    assert re.fullmatch(r"[0-9]{4}-[0-9]{4}-[0-9]{3}", number)
    _operator_gives(town, browsers, number)
    points.home()
    points.window.shows("3,000")
    points.window.picture("points-account", phone=True)
    points.move(PROGRAMME, "２，５００")
    points.window.shows("2,500ポイントを", "500")
    by_card = _pay_by_card(town, browsers)
    by_code = _pay_by_code(town, browsers, points, tmp_path_factory.mktemp("scanned"))
    _give_address(town, browsers, points)
    return Journey(portal, points, login["login"], number, by_card, by_code)


def _operator_gives(town: RunningTown, browsers: Browsers, number: str) -> None:
    guide = Guide(browsers.open(), town.layout.origin("guide"))
    guide.open()
    guide.put_into_reserve("1111-1111-111")
    guide.window.shows("入れられませんでした。")
    guide.put_into_reserve(number)
    guide.window.shows("留保に3,000ポイント入りました。")
    browsers.close(guide.window)


def _pay_by_card(town: RunningTown, browsers: Browsers) -> int:
    """Card and PIN at the shopping street's counter; a wrong PIN and too much before."""
    till = Till(browsers.open(), town.layout.origin("desk-shop"))
    till.open()
    till.window.shows("みなみ町商店街", "ポイントで支払い（カード）", "サービスIDの照会")
    till.window.picture("till-menu", phone=True)
    town.put("taro", "shop")
    till.show_card("9999")
    till.window.shows("あと2回まちがえるとロックされます。")
    till.show_card(PIN)
    till.window.heading("使うポイント数")
    till.window.shows(PROGRAMME, "2,500ポイント")
    till.window.picture("till-balance", phone=True)
    till.window.page.fill("#amount", "2501")
    till.window.press("次へ（確認）")
    till.window.shows("使えるのは2,500ポイントまでです。")
    till.choose("１，２００")
    till.window.shows("1,200ポイント", "1,300ポイント")
    till.window.picture("till-confirm", phone=True)
    number = till.confirm()
    till.window.heading("支払いが終わりました")
    till.window.shows("1,200ポイント", "1,300ポイント")
    town.take_away("shop")
    till.window.page.wait_for_url(re.compile("done=over"))
    till.window.hides("1,300")
    till.receipt(number)
    till.window.shows("みなみ町商店街", "1,200ポイント", "ポイントでの支払い")
    till.window.picture("till-receipt", phone=True)
    browsers.close(till.window)
    return number


def _pay_by_code(town: RunningTown, browsers: Browsers, points: Points, scanned: Path) -> int:
    """The code as two readers that are not ours see it, at the bookshop, whose clerk reads English."""
    seen = points.make_pay_code()
    points.window.picture("points-pay", phone=True)
    (code,) = read_by_zxing(seen)
    assert read_by_zbar(seen, scanned) == [code]
    till = Till(browsers.open(), town.layout.origin("desk-shop-2"), "en")
    till.open()
    till.scan(code)
    till.window.shows("1,300 points")
    till.choose("300")
    number = till.confirm()
    till.window.shows("300 points", "1,000 points")
    till.scan(code)
    till.window.shows("QR code")
    expect(till.window.page.locator(".banner--error")).to_be_visible()
    till.receipt(number)
    till.window.shows("みほん書店", "300 points")
    browsers.close(till.window)
    return number


def _give_address(town: RunningTown, browsers: Browsers, points: Points) -> None:
    """Confirmed by a code from the points side's own mails."""
    points.register_mail(ADDRESS)
    mails = browsers.open()
    text = _wait_for_mail(mails, town, "確認")
    code = re.search(r"(?<![0-9])[0-9]{8}(?![0-9])|[0-9]{4}[- ][0-9]{4}", text)
    assert code is not None
    points.confirm_mail(code[0])
    browsers.close(mails)


def _wait_for_mail(mails: Window, town: RunningTown, word: str) -> str:
    """The newest mail whose subject has this word; letters leave every two seconds."""
    mails.page.goto(f"{town.layout.origin('points-mail')}/")
    article = mails.page.locator("article", has=mails.page.locator("h2", has_text=word)).first
    for _ in range(40):
        if article.count():
            break
        mails.page.wait_for_timeout(500)
        mails.page.reload()
    mails.look()
    expect(article).to_contain_text(ADDRESS)
    return article.inner_text()


def test_the_history_shows_both_payments_by_day_alone(journey: Journey) -> None:
    points = journey.points
    points.open("history/municipal")
    points.window.shows("みなみ町商店街", "みほん書店", "-1,200", "-300", "+2,500")
    points.window.picture("points-history", phone=True)
    assert re.search(r"[0-9]{1,2}:[0-9]{2}", points.window.page.locator("main").inner_text()) is None
    points.open("history/reserve")
    points.window.shows("+3,000", "-2,500")


def test_a_grant_at_the_city_office_is_told_by_mail(
    journey: Journey, town: RunningTown, open_window: Callable[..., Window]
) -> None:
    office = Till(open_window(), town.layout.origin("desk-office"))
    office.open()
    office.window.shows("ポイントを付与")
    office.window.hides("ポイントで支払い")
    town.put("taro", "office")
    office.touch_for_grant()
    office.window.heading("付与するポイント数")
    office.window.hides("1,000")
    office.choose("100")
    office.confirm()
    office.window.heading("付与が終わりました")
    office.window.picture("till-grant", phone=True)
    town.take_away("office")
    mails = open_window()
    text = _wait_for_mail(mails, town, "付")
    assert "100" in text
    mails.picture("points-mail")
    for never in (journey.mykey_id, journey.points_number, "太郎"):
        mails.hides(never)
    journey.points.home()
    journey.points.window.shows("1,100ポイント")


def test_a_payment_is_taken_back_by_its_receipt(
    journey: Journey, town: RunningTown, open_window: Callable[..., Window]
) -> None:
    shop = Till(open_window(with_script=False), town.layout.origin("desk-shop"))
    shop.take_back(journey.receipt_by_card)
    shop.window.heading("支払いを取り消しました")
    shop.window.shows("1,200ポイント")
    shop.receipt(journey.receipt_by_card)
    shop.window.shows("この支払いは、取り消し済みです。")
    other = Till(open_window(), town.layout.origin("desk-shop-2"))
    other.open("till/cancel")
    other.window.page.fill("#number", str(journey.receipt_by_code + 1000))
    other.window.press("次へ（内容の確認）")
    other.window.shows("この店のレシートの番号かどうか")
    journey.points.home()
    journey.points.window.shows("2,300ポイント")


def test_without_an_account_nothing_is_paid(
    journey: Journey,  # noqa: ARG001 -- the tills are at work
    town: RunningTown,
    open_window: Callable[..., Window],
) -> None:
    shop = Till(open_window(with_script=False), town.layout.origin("desk-shop-2"))
    town.put("no-link-2", "shop-2")
    shop.show_card(PIN)
    shop.window.shows(
        "ポイント口座をつくるよう案内してください。", "お支払いは、ほかの方法で続けてください。"
    )
    town.take_away("shop-2")


def test_the_citizens_pages_in_english(journey: Journey) -> None:
    for path in OWN_PAGES:
        journey.points.open(path)
        journey.points.look_in_english()


@pytest.fixture(scope="module")
def closed(journey: Journey, browsers: Browsers) -> tuple[Journey, dict[str, str]]:
    """The account is closed, the window too; the cookies that it had."""
    cookies: dict[str, str] = {
        str(cookie.get("name")): str(cookie.get("value"))
        for cookie in journey.portal.window.context.cookies()
    }
    journey.points.close()
    journey.portal.to_my_page()
    journey.points.enter_from_my_page()
    journey.points.window.heading("ポイント口座をつくる")
    browsers.close(journey.portal.window)
    return journey, cookies


def _requests_to(town: RunningTown, browsers: Browsers, name: str) -> Iterator[dict[str, Any]]:
    origin = town.layout.origin(name)
    for entry in browsers.exchanges():
        if entry["request"]["url"].startswith(f"{origin}/"):
            yield entry["request"]


@pytest.mark.usefixtures("closed")
def test_nothing_of_the_core_is_sent_to_the_points_side(town: RunningTown, browsers: Browsers) -> None:
    portal = town.layout.origin("portal")
    own = {town.layout.origin("points"), "null"}
    asked = list(_requests_to(town, browsers, "points"))
    assert len(asked) > len(OWN_PAGES)
    handed_over = 0
    for request in asked:
        headers = {header["name"].lower(): header["value"] for header in request["headers"]}
        names = {part.split("=")[0].strip() for part in headers.get("cookie", "").split(";") if part}
        # The guide's language is the town's own; on one host every port gets it (docs/adr/0007).
        names = {name for name in names if not name.startswith("town_lang_")}
        assert names <= {"mykey-points", "mykey_points_lang"}
        assert "ticket" not in urlsplit(request["url"]).query
        if headers.get("origin") == portal:
            handed_over += 1
            assert request["method"] == "POST"
            assert urlsplit(request["url"]).path.endswith("/enter")
            assert urlsplit(headers.get("referer", "")).path in ("", "/")
        else:
            assert headers.get("origin", "null") in own
            assert not headers.get("referer", "").startswith(portal)
    assert handed_over == 2


def test_nothing_of_the_core_and_of_the_person_is_kept_there(
    closed: tuple[Journey, dict[str, str]], town: RunningTown, secrets: TownSecrets
) -> None:
    journey, cookies = closed
    secrets.read_cards()
    guard = LeakGuard()
    secrets.tell(guard)
    guard.watch(journey.points_number.replace("-", ""), "a points number")
    guard.watch(ADDRESS, "a mail address")
    for name, value in cookies.items():
        if len(value) > len(PIN) * 4:
            guard.watch(value, f"the cookie {name}")
    for file in (town.layout.home / "desk-library").glob("*.json"):
        guard.watch(
            next(str(value) for value in json.loads(file.read_bytes()).values()), f"{file.name} of a desk"
        )
    guard.look_into("a dump of the points side", dump(f"sqlite:///{town.layout.points / 'points.sqlite'}"))
    for log in town.layout.logs.glob("points*.log"):
        guard.look_into(log.name, log.read_bytes())
        for word in (b"127.0.0.1", b"Mozilla", b"::1"):
            assert word not in log.read_bytes().replace(b"listening: mail on http://127.0.0.1", b""), log.name
    guard.check()


def test_the_core_kept_nothing_of_the_points_side(
    closed: tuple[Journey, dict[str, str]], town: RunningTown
) -> None:
    journey, cookies = closed
    guard = LeakGuard()
    guard.watch(journey.points_number.replace("-", ""), "a points number")
    guard.watch(ADDRESS, "a mail address")
    guard.watch(cookies["mykey-points"], "the points side's session")
    for desk in ("desk-shop", "desk-shop-2", "desk-office"):
        state = json.loads((town.layout.home / desk / "till.json").read_bytes())
        guard.watch(state["till_id"], "a till ID")
    guard.look_into("a dump of the core", dump(f"sqlite:///{town.layout.core / 'core.sqlite'}"))
    for name in ("portal", "terminals", "console", "jobs", "ticket-writer"):
        log = town.layout.logs / f"{name}.log"
        guard.look_into(log.name, log.read_bytes())
    guard.check()


@pytest.mark.usefixtures("closed")
def test_no_till_was_told_who_paid(town: RunningTown, browsers: Browsers, secrets: TownSecrets) -> None:
    secrets.read_cards()
    guard = LeakGuard()
    secrets.tell(guard)
    guard.watch(ADDRESS, "a mail address")
    pages = 0
    for desk in ("desk-shop", "desk-shop-2", "desk-office"):
        for address, answer in browsers.answers_of(town.layout.origin(desk)):
            guard.look_into(address, answer)
            pages += 1
        for file in (town.layout.home / desk).iterdir():
            guard.look_into(f"{desk}/{file.name}", file.read_bytes())
        log = town.layout.logs / f"{desk}.log"
        guard.look_into(log.name, log.read_bytes())
    assert pages > len(OWN_PAGES)
    guard.check()
