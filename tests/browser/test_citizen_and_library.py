"""The main job, end to end: one card, one MyKey ID, one terminal, one number, a look-up each way."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from tests.browser.browsers import Browsers
from tests.browser.counter import LIBRARY, LIBRARY_ID, NAME, PLACE, Counter
from tests.browser.pages.agent import Agent
from tests.browser.pages.console import Console
from tests.browser.pages.desk import Desk
from tests.browser.pages.guide import Guide
from tests.browser.pages.portal import Portal
from tests.browser.pages.window import Window
from tests.support.barcode_readers import read_by_zbar, read_by_zxing
from tests.support.running_town import RunningTown
from tests.support.town_secrets import TownSecrets
from tests.support.x_display import other_program

PASSWORD = "tanuki no hondana 11"
MAIL = "hanako@example.jp"


@dataclass(frozen=True)
class Hanako:
    mykey_id: str = field(repr=False)
    number: str = field(repr=False)


@pytest.fixture(scope="module")
def hanakos_id(town: RunningTown, browsers: Browsers, secrets: TownSecrets) -> str:
    """The card on the reader by the guide's button, then the portal: draw twice and keep the second."""
    guide = Guide(browsers.open(), town.layout.origin("guide"))
    portal = Portal(browsers.open(), town.layout.address("portal"))
    secrets.add(PASSWORD, "a password")
    guide.open()
    guide.window.picture("guide")
    guide.put_hanako_at(1)
    _prove_card_to_portal(portal)
    first = portal.draw()
    portal.window.picture("portal-choose")
    second = portal.draw()
    for candidate in (first, second):
        assert re.fullmatch(r"[A-Z0-9]{8}", candidate)
        secrets.add(candidate, "a MyKey ID")
    assert first != second
    portal.window.press("このIDにする")
    _refuse_short_password(portal)
    portal.register(PASSWORD, MAIL)
    portal.window.hides(second)
    assert portal.show_mykey_id() == second
    portal.window.follow("マイページへ")
    portal.window.heading("マイページ")
    for window in (guide.window, portal.window):
        browsers.close(window)
    return second


def _prove_card_to_portal(portal: Portal) -> None:
    portal.begin()
    portal.window.press("同意して次へ")
    portal.window.shows("利用規約への同意が必要です。")
    portal.consent()
    portal.to_card_agent()
    agent = Agent(portal.window)
    agent.window.shows("マイキープラットフォーム（デモ）", "マイキーIDを作る")
    agent.window.picture("agent-pin")
    agent.give_wrong_pin("9999", left=2)
    agent.give_wrong_pin("0000", left=1)
    agent.give_pin("1234")
    portal.window.heading("マイキーIDを決める")


def _refuse_short_password(portal: Portal) -> None:
    page = portal.window.page
    page.fill("#password", "abc")
    page.fill("#password_again", "abc")
    page.fill("#mail", MAIL)
    page.fill("#mail_again", "hanoko@example.jp")
    portal.window.press("登録する")
    portal.window.shows("8文字以上にしてください。")
    expect(page.locator("#mail")).to_have_value(MAIL)
    expect(page.locator("#password")).to_have_value("")


@pytest.fixture(scope="module")
def hanako(
    hanakos_id: str, town: RunningTown, browsers: Browsers, secrets: TownSecrets, counter: Counter
) -> Hanako:
    """Linked at the counter: number typed twice, confirmed, PIN by the citizen."""
    number = town.free_number(0)
    secrets.add_number(number)
    desk = Desk(browsers.open(), counter.origin)
    guide = Guide(browsers.open(), town.layout.origin("guide"))
    guide.open()
    guide.put_hanako_at(3)
    desk.open()
    desk.window.picture("desk-menu")
    desk.enter_number(number, number[:-1] + "9", change_notice=False)
    desk.window.shows("2つの番号が違います。")
    desk.enter_number(_as_typed(number), f"{number[:4]}-{number[4:8]} {number[8:]}", change_notice=False)
    desk.window.heading("登録内容の確認")
    desk.window.picture("desk-link")
    assert desk.number() == number
    desk.confirm_with_pin("9999")
    desk.window.shows("暗証番号が違います。あと2回まちがえるとロックされます。")
    desk.confirm_with_pin("1234")
    desk.window.heading("サービスIDの登録完了")
    assert desk.number() == number
    for window in (desk.window, guide.window):
        browsers.close(window)
    return Hanako(hanakos_id, number)


def _as_typed(number: str) -> str:
    """With a Japanese keyboard: full-width digits."""
    return number.translate({code: code + 0xFEE0 for code in range(ord("0"), ord("9") + 1)})


def test_the_id_is_hidden_until_its_holder_opens_it(hanakos_id: str, portal: Portal) -> None:
    portal.sign_in(hanakos_id, "not her password")
    portal.window.shows("ログインできません。マイキーIDかパスワードが違います。")
    portal.sign_in(hanakos_id.lower(), PASSWORD)
    portal.window.heading("マイページ")
    portal.window.hides(hanakos_id)
    assert portal.show_mykey_id() == hanakos_id


def test_signing_out_everywhere_ends_the_other_browser(
    hanakos_id: str, town: RunningTown, portal: Portal, open_window: Callable[..., Window]
) -> None:
    elsewhere = Portal(open_window(), town.layout.address("portal"))
    town.put("hanako", "citizen")
    elsewhere.sign_in_by_card()
    Agent(elsewhere.window).give_pin("1234")
    elsewhere.window.heading("マイページ")
    assert elsewhere.show_mykey_id() == hanakos_id
    portal.sign_in(hanakos_id, PASSWORD)
    portal.sign_out_everywhere()
    for each in (portal, elsewhere):
        each.to_my_page()
        each.window.heading("マイページへログイン")


def test_one_card_has_one_id(hanakos_id: str, guide: Guide, portal: Portal) -> None:
    guide.put("hanako", "市民")
    portal.begin()
    portal.consent()
    portal.to_card_agent()
    Agent(portal.window).give_pin("1234")
    portal.window.heading("このカードのマイキーIDは登録済みです")
    portal.window.hides(hanakos_id)


def test_an_id_of_ones_own_choice(
    town: RunningTown, guide: Guide, portal: Portal, secrets: TownSecrets
) -> None:
    guide.put("kenta", "市民")
    portal.begin()
    portal.consent()
    portal.to_card_agent()
    Agent(portal.window).give_pin("1234")
    portal.window.follow("自分で決める")
    portal.choose_own("kenta")
    portal.window.shows("英字（A～Z）と数字で、ちょうど8文字にしてください。")
    portal.choose_own(town.login("citizen")["login"])
    portal.window.shows("このマイキーIDは使われているため、登録できません。", "あと2回")
    secrets.add("KENTA025", "a MyKey ID")
    portal.choose_own("ｋｅｎｔａ０２５")
    portal.register("kenta no hon 2 satsu")
    assert portal.show_mykey_id() == "KENTA025"


def test_the_officer_reviews_the_new_counters_contact(counter: Counter, officer: Console) -> None:
    officer.open_contact(counter.terminal_id)
    officer.window.shows(PLACE, NAME, "211-0000", "counter@example.jp")
    officer.review_contact()
    officer.window.shows(f"端末{counter.terminal_id}の連絡先を確認済みにしました。", "確認済み（")
    officer.window.picture("console-contacts")


def test_the_citizen_sees_the_link_and_gets_a_mail(
    hanako: Hanako, town: RunningTown, portal: Portal, open_window: Callable[..., Window]
) -> None:
    portal.sign_in(hanako.mykey_id, PASSWORD)
    portal.window.shows(LIBRARY, hanako.number)
    portal.window.picture("portal-my-page")
    mailbox = open_window()
    _wait_for_mail(mailbox, town, "【マイキー】番号をひもづけました")
    mailbox.shows(MAIL, LIBRARY)
    mailbox.hides(hanako.number)
    mailbox.hides(hanako.mykey_id)


def _wait_for_mail(mailbox: Window, town: RunningTown, subject: str) -> None:
    """The outbox is sent every two seconds."""
    mailbox.page.goto(f"{town.layout.origin('mail')}/")
    for _ in range(30):
        if mailbox.page.get_by_role("heading", name=subject, exact=True).count():
            break
        mailbox.page.wait_for_timeout(500)
        mailbox.page.reload()
    mailbox.look()
    expect(mailbox.page.get_by_role("heading", name=subject, exact=True).first).to_be_visible()


@pytest.fixture
def touch(
    hanako: Hanako,  # noqa: ARG001 -- the card is linked
    town: RunningTown,
    operator: Console,
    desk: Desk,
) -> Iterator[Callable[[str], None]]:
    """The operator sets the library's way of handing over; Hanako's card touches the reader."""

    def set_and_touch(way: str) -> None:
        operator.set_hand_over(LIBRARY_ID, way)
        town.put("hanako", "library")
        desk.look_up()

    yield set_and_touch
    operator.set_hand_over(LIBRARY_ID, "バーコード表示")


def test_the_number_on_the_screen(touch: Callable[[str], None], hanako: Hanako, desk: Desk) -> None:
    touch("番号通知")
    assert desk.number() == hanako.number
    desk.window.hides(hanako.mykey_id)


def test_the_barcode_on_the_screen(
    touch: Callable[[str], None], hanako: Hanako, desk: Desk, tmp_path: Path
) -> None:
    touch("バーコード表示")
    desk.window.picture("desk-barcode")
    seen = desk.window.page.screenshot()
    assert read_by_zxing(seen) == [f"A{hanako.number}A"]
    assert read_by_zbar(seen, tmp_path) == [f"A{hanako.number}A"]


def test_the_label(touch: Callable[[str], None], hanako: Hanako, desk: Desk, tmp_path: Path) -> None:
    touch("ラベル印刷")
    link = desk.window.page.get_by_role("link", name="印刷").get_attribute("href")
    answer = desk.window.context.request.get(f"{desk.origin}{link}")
    assert answer.headers["content-type"] == "application/pdf"
    (tmp_path / "label.pdf").write_bytes(answer.body())
    for call in ("pdftoppm -r 300 -png -singlefile label.pdf page", "pdftotext label.pdf"):
        subprocess.run(call.split(), cwd=tmp_path, check=True, timeout=60)  # noqa: S603 -- Debian's poppler-utils
    printed = (tmp_path / "page.png").read_bytes()
    assert read_by_zxing(printed) == [f"A{hanako.number}A"]
    assert read_by_zbar(printed, tmp_path) == [f"A{hanako.number}A"]
    words = (tmp_path / "label.txt").read_text()
    today = datetime.now(ZoneInfo("Asia/Tokyo")).strftime("%Y/%m/%d")
    assert words.split("\n")[:1] == [LIBRARY]
    assert hanako.number in words
    assert f"{today} 本日限り有効" in words
    assert hanako.mykey_id not in words
    for file in tmp_path.iterdir():
        file.unlink()


def test_the_number_typed_into_another_program(
    touch: Callable[[str], None], hanako: Hanako, desk: Desk, counter: Counter, tmp_path: Path
) -> None:
    with other_program(counter.display, tmp_path) as library_system:
        library_system.take_focus()
        touch("ID自動引渡し")
        desk.window.shows("まもなく番号を入力します。")
        desk.window.shows("番号を入力しました。")
        assert library_system.press_enter() == hanako.number


def test_the_citizen_cuts_the_link(
    hanako: Hanako, town: RunningTown, portal: Portal, desk: Desk, open_window: Callable[..., Window]
) -> None:
    portal.sign_in(hanako.mykey_id, PASSWORD)
    portal.cut_link(LIBRARY)
    portal.window.shows("ひもづけた番号は、まだありません。")
    portal.window.hides(hanako.number)
    town.put("hanako", "library")
    desk.look_up_in_vain("ここでの登録がありません。", "いつもの利用カードの番号で続けてください。")
    _wait_for_mail(open_window(), town, "【マイキー】ひもづけを解除しました")
