"""The programme, end to end: a company's points in, money out, paper, two clerks, and the month's settlement.

Nothing is mocked. A month cannot be over while the tests run: the office of a later day closes it on a copy
of the town's books, and its files must come to what the ledger says.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, expect

from mykey.crypto.one_time_codes import code_at
from mykey.points.acts.settlement.months import last_day, next_to_close, write_month
from mykey.points.jobs.count_figures import count_figures
from tests.browser.browsers import Browsers
from tests.browser.pages.company import Company
from tests.browser.pages.guide import Login
from tests.browser.pages.points import Points
from tests.browser.pages.points_office import PointsOffice
from tests.browser.pages.portal import Portal
from tests.browser.pages.till import Till
from tests.browser.pages.voucher_machine import VoucherMachine
from tests.browser.pages.window import Window
from tests.support.barcode_readers import read_by_zbar, read_by_zxing
from tests.support.later_office import LaterOffice, later_office
from tests.support.month_ends import balance_of_kind, by_kind
from tests.support.pdf_pages import pictures_of, texts_of
from tests.support.points_ground import KAWASAKI
from tests.support.running_town import RunningTown

CARD, PIN = "p384", "1234"
COMPANY, PROGRAMME = "みなみ電力", "かわさきポイント"
CLERK, SECOND_CLERK = "points-kawasaki", "points-kawasaki-2"
NEW_SHOP = "みほん青果店"
A_MONTH_AND_MORE = timedelta(days=40)
OWN_PAGES = ("coupons", "exchanges", "exchanges/new", "exchanges/new/{partner}", "exchanges/asked")


@dataclass(frozen=True)
class Journey:
    """The citizen's window and what goes on in it."""

    window: Window
    points: Points
    company: Company
    points_number: str


@pytest.fixture(scope="module")
def journey(town: RunningTown, browsers: Browsers) -> Journey:
    """Coupons and the company's points in the reserve, all of it moved to Kawasaki, some of it spent."""
    tester = town.tester(CARD)
    portal = Portal(browsers.open(), town.layout.address("portal"))
    points = Points(portal.window, town.layout.address("points"))
    company = Company(portal.window, town.layout.origin("partner"))
    portal.sign_in(tester["mykey_id"], tester["portal_password"])
    points.enter_from_my_page()
    points.consent()
    number = points.points_number()
    _two_coupons(points, company)
    _twice_at_the_company(town, browsers, points, company)
    points.move(PROGRAMME, "4,500")
    points.window.shows("4,500ポイント")
    _spend(town, browsers)
    return Journey(portal.window, points, company, number)


def _two_coupons(points: Points, company: Company) -> None:
    """One by the company's form, one typed as an old person types it; the first is worth nothing after."""
    window = points.window
    used = company.use_coupon(0)
    window.heading("クーポンの番号が届きました")
    window.press("続ける")
    points.check_coupon()
    window.heading("このクーポンを使いますか")
    window.shows(COMPANY, "500ポイント")
    window.picture("points-coupon", phone=True)
    points.accept()
    window.shows("500ポイントが留保に入りました。")
    plain = company.printed_coupon(1).replace("-", "")
    typed = " ".join(plain[place : place + 5] for place in range(0, len(plain), 5)).lower()
    points.open("coupons?lang=en")
    points.check_coupon(typed.translate({ord("0"): "ｏ", ord("1"): "ｌ"}))
    window.heading("Use this coupon?")
    points.accept()
    points.open("coupons?lang=ja")
    points.check_coupon(used)
    window.shows("このクーポンは、もう使われています。")
    points.home()
    window.shows("1,000")


def _twice_at_the_company(town: RunningTown, browsers: Browsers, points: Points, company: Company) -> None:
    """Sign in there and come back; at first it answers at once, then only when its staff is asked."""
    window = points.window
    member = town.demo_of_points()["partner"]["members"][0]
    points.to_company(COMPANY)
    window.heading("みなみ電力にログインする")
    company.sign_in(member["login"], member["password"])
    company.allow()
    points.exchange("１，５００")
    window.heading("ポイントが留保に入りました")
    window.shows("1,500ポイント")
    staff = Company(browsers.open(), town.layout.origin("partner"))
    staff.behave("あとで返事をする（30秒は待たせる）")
    points.to_company(COMPANY)
    company.allow()
    points.exchange("2000")
    window.heading("会社の返事を待っています")
    window.picture("points-exchange", phone=True)
    points.open("exchanges/asked?lang=en")
    points.open("exchanges?lang=ja")
    window.shows("会社の返事待ち")
    staff.answer_at_last()
    staff.behave("きちんと返事をする")
    browsers.close(staff.window)
    points.open("exchanges/asked")
    window.heading("ポイントが留保に入りました")
    points.home()
    window.shows("4,500")


def _spend(town: RunningTown, browsers: Browsers) -> None:
    till = Till(browsers.open(), town.layout.origin("desk-shop"))
    town.put(CARD, "shop")
    till.show_card(PIN)
    till.choose("800")
    till.confirm()
    till.window.shows("800ポイント", "3,700ポイント")
    town.take_away("shop")
    browsers.close(till.window)


def test_the_histories_tell_it_all(journey: Journey, town: RunningTown) -> None:
    points, window = journey.points, journey.window
    points.open("history/municipal?lang=ja")
    window.shows("みなみ町商店街", "-800", "+4,500")
    points.open("history/reserve")
    window.shows(COMPANY, "+500", "+1,500", "+2,000", "-4,500")
    partner = town.demo_of_points()["partner"]["partner_id"]
    for path in OWN_PAGES:
        points.open(f"{path.format(partner=partner)}?lang=en")
    points.open("?lang=ja")
    journey.company.open("staff")
    window.shows("引いた", "1,500", "2,000")


def test_a_coupon_that_arrives_is_read_in_english_and_not_lost(
    journey: Journey,  # noqa: ARG001 -- coupons are at hand
    town: RunningTown,
    open_window: Callable[..., Window],
) -> None:
    company = Company(open_window(), town.layout.origin("partner"))
    company.use_coupon(2)
    window = company.window
    window.heading("クーポンの番号が届きました")
    for other, heading in (
        ("English", "A coupon's code has arrived"),
        ("日本語", "クーポンの番号が届きました"),
    ):
        window.press(other)
        window.heading(heading)
    window.press("続ける")
    window.shows("クーポンの番号を預かりました")


def test_a_voucher_is_printed_read_and_taken_once(
    journey: Journey, town: RunningTown, open_window: Callable[..., Window], tmp_path: Path
) -> None:
    machine = VoucherMachine(open_window(), town.layout.origin("desk-voucher"))
    town.put(CARD, "voucher")
    machine.show_card(PIN)
    machine.issue({500: 2, 1000: 1})
    machine.window.picture("till-vouchers", phone=True)
    (sheet,) = pictures_of(machine.sheet())
    codes = read_by_zxing(sheet)
    assert len(set(codes)) == len(codes) == 3
    assert sorted(read_by_zbar(sheet, tmp_path)) == sorted(codes)
    for code in codes:
        machine.window.hides(code)
    journey.points.home()
    journey.window.shows("1,700ポイント")
    shop = Till(open_window(), town.layout.origin("desk-shop-2"))
    shop.read_voucher(codes[0])
    shop.window.heading("ポイント券の確認")
    shop.confirm()
    shop.window.heading("ポイント券を受け取りました")
    other = Till(open_window(), town.layout.origin("desk-shop"), "en")
    other.read_voucher(codes[0])
    expect(other.window.page.locator(".banner--error")).to_be_visible()
    other.read_voucher(codes[1])
    other.confirm()
    # The only reprint: what is left is cancelled, and nobody takes it any more.
    machine.take_back_unused(PIN)
    machine.window.shows("ポイント券を取り消しました。")
    town.take_away("voucher")
    other.read_voucher(codes[2])
    expect(other.window.page.locator(".banner--error")).to_be_visible()
    journey.points.open("history/municipal")
    journey.window.shows("紙の券にした", "使わなかった紙の券が戻った")


def test_a_correction_takes_two_clerks(journey: Journey, points_clerk: Callable[[str], PointsOffice]) -> None:
    asking, approving = points_clerk(CLERK), points_clerk(SECOND_CLERK)
    asking.want_correction(journey.points_number, 250)
    asking.see_waiting_correction("en")
    asking.see_waiting_correction()
    asking.window.shows("ほかの担当者の承認を待っています")
    expect(asking.window.page.get_by_role("button", name="承認する")).to_have_count(0)
    approving.see_waiting_correction("en")
    approving.see_waiting_correction()
    approving.window.picture("office-correction")
    approving.window.press("承認する")
    approving.window.shows("承認しました。", CLERK, SECOND_CLERK)
    approving.open("audit")
    approving.window.shows("訂正の依頼", "訂正の承認")
    journey.points.open("history/municipal")
    journey.window.shows("+250", "訂正")


def test_a_shop_of_the_municipality_s_file_is_found_by_everybody(
    town: RunningTown, points_clerk: Callable[[str], PointsOffice], open_window: Callable[..., Window]
) -> None:
    office = points_clerk(CLERK)
    office.open("shops/file")
    rows = office.fetch("いまの店舗のCSVファイルを受け取る（書き方の見本になります）").decode("utf-8-sig")
    row = f"{KAWASAKI},{NEW_SHOP},店舗,川崎区見本町9-9,果物,9時から18時,35.5,139.7\r\n"
    wrong = row.replace("35.5", "55.5")
    for file, language in ((wrong, "en"), (wrong, "ja"), (row, "en"), (row, "ja")):
        payload = FilePayload(name="shops.csv", mimeType="text/csv", buffer=(rows + file).encode())
        office.check_shops(payload, language)
    office.window.heading("登録する店舗を確かめる")
    office.window.press("登録する")
    office.window.shows("店舗を1件登録し、0件の内容を変えました。", NEW_SHOP)
    navi = open_window()
    navi.open(f"{town.layout.address('points-navi')}shops?place={KAWASAKI}&words={NEW_SHOP}")
    navi.shows(NEW_SHOP, "川崎区見本町9-9")


@dataclass(frozen=True)
class MonthEnd:
    """The later office with a clerk in it, and the month that is over there."""

    office: PointsOffice
    later: LaterOffice
    month: date


@pytest.fixture
def month_end(
    journey: Journey,  # noqa: ARG001 -- there is something to settle
    town: RunningTown,
    open_window: Callable[..., Window],
    tmp_path: Path,
) -> Iterator[MonthEnd]:
    """Its job has counted the month's figures."""
    login = next(each for each in town.demo_of_points()["logins"] if each["login"] == CLERK)
    port = town.layout.base_port + 38
    with later_office(town.layout, tmp_path, port, A_MONTH_AND_MORE) as later:
        count_figures(later.books.engine, later.books.ground)
        month = later.books.do(lambda work: next_to_close(work, KAWASAKI))
        assert month is not None
        office = PointsOffice(open_window(), later.address)
        office.sign_in(Login(CLERK, login["password"], code_at(login["totp_secret"], later.now())))
        yield MonthEnd(office, later, month)


def test_the_settled_month_is_the_ledger_s_to_the_point(month_end: MonthEnd) -> None:
    office, books, month = month_end.office, month_end.later.books, month_end.month
    written = write_month(month)
    for language in ("en", "ja"):
        for path in ("settlements", f"settlements/{written}", f"settlements/{written}/close", "statistics"):
            office.open(path, language)
    office.window.shows("10人未満など")
    office.open(f"settlements/{written}")
    office.window.picture("office-settlement", phone=True)
    office.close_month(written)
    office.window.shows("締めました。", "締めた担当者")
    utf8, old = office.fetch("CSV（UTF-8）"), office.fetch("CSV（Shift_JIS）")
    assert utf8.decode("utf-8-sig") == old.decode("cp932")
    *shops, sums = csv.DictReader(StringIO(utf8.decode("utf-8-sig"), newline=""))
    ledger, paid = by_kind(books, last_day(month)), balance_of_kind(books, "settled")
    for heading, kind in (("支払い", "spend"), ("ポイント券", "take-voucher"), ("取り消し", "cancel")):
        times, points = ledger.get(kind, (0, 0))
        counts = f"{heading}{'枚数' if kind == 'take-voucher' else '件数'}"
        for column, posted in ((counts, times), (f"{heading}ポイント", abs(points))):
            assert int(sums[column]) == sum(int(row[column]) for row in shops) == posted
    assert ledger["spend"] >= (1, 800)
    assert ledger["take-voucher"][0] == 2  # of the three that were printed
    owed = sum(points for kind, (_, points) in ledger.items() if kind != "settle")
    assert int(sums["支払う額（円）"]) + int(sums["翌月への繰り越し"]) == owed
    assert int(sums["支払う額（円）"]) == sum(int(row["支払う額（円）"]) for row in shops) == paid
    summary, *papers = texts_of(office.fetch("精算書（PDF）"))
    assert f"{paid:,}" in summary
    assert len(papers) == len(shops)
    for row, paper in zip(shops, papers, strict=True):
        assert f"{row['店舗・施設']}様お支払いする額{int(row['支払う額（円）']):,}円" in paper
    office.window.page.locator("main table").get_by_role("link").first.click()
    office.window.page.wait_for_url("**/settlements/shops/**")
    office.window.look()
    office.look_in_english()
    for language in ("en", "ja"):
        office.open(f"settlements/{written}", language)
    office.window.picture("office-settled")
    assert office.window.page.get_by_role("link", name="この月を締める").count() == 0
