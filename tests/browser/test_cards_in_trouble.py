"""Cards that were lost, revoked, renewed, moved or never fit: what the portal and the desks say of them."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.pages.agent import Agent
from tests.browser.pages.desk import Desk
from tests.browser.pages.guide import Guide
from tests.browser.pages.portal import Portal
from tests.browser.pages.window import Window
from tests.support.running_town import RunningTown
from tests.support.town_secrets import TownSecrets

LOAN_GOES_ON = "いつもの利用カードの番号で続けてください。"
TRIES = 20


@pytest.fixture(scope="module", autouse=True)
def news_at_the_municipal_office(town: RunningTown, secrets: TownSecrets) -> None:
    """Told there first: the platform hears of it with its next revocation lists, some seconds later."""
    secrets.read_cards()
    town.card("lose", "linked-1")
    town.card("move-house", "linked-2")


@pytest.mark.parametrize(
    ("card", "at_the_desk", "at_the_portal"),
    [
        ("revoked", "電子証明書が失効しています。", "電子証明書が失効しています"),
        ("expired", "電子証明書の期限が切れています。", "電子証明書の有効期限が切れています"),
        # A touch does not tell whether there is a MyKey ID, only that there is no number here.
        ("signing", "ここでの登録がありません。", "マイキーIDがありません"),
    ],
)
def test_a_card_that_does_not_serve_is_refused_with_the_reason(
    card: str, at_the_desk: str, at_the_portal: str, guide: Guide, library: Desk, portal: Portal
) -> None:
    guide.put(card, "図書館")
    library.look_up_in_vain(at_the_desk, LOAN_GOES_ON)
    guide.put(card, "市民")
    portal.sign_in_by_card()
    Agent(portal.window).give_pin("1234")
    portal.window.heading(at_the_portal)


def test_a_renewed_card_serves_at_its_first_touch(town: RunningTown, guide: Guide, library: Desk) -> None:
    guide.put("renewed", "図書館")
    library.look_up()
    library.window.shows(town.tester("renewed")["link"]["service_id"])


def test_a_child_may_link_but_gets_no_change_notice(
    town: RunningTown, library: Desk, secrets: TownSecrets
) -> None:
    number = town.free_number(1)
    secrets.add_number(number)
    town.put("under-15", "library")
    library.enter_number(number, number, change_notice=True)
    library.confirm_with_pin("1234")
    library.window.shows(
        "変更の通知には署名用電子証明書が必要です。", "変更通知を「いいえ」にすれば登録できます。"
    )
    library.link(number)


def test_a_number_that_cannot_be_is_refused_and_stays_in_the_form(town: RunningTown, library: Desk) -> None:
    town.put("no-link-2", "library")
    library.enter_number("9912345", "9912345", change_notice=False)
    library.confirm_with_pin("1234")
    library.window.heading("サービスIDの登録")
    library.window.shows("番号を確かめて、もう一度入力してください。")
    expect(library.window.page.locator("#number")).to_have_value("9912345")


def test_a_lost_card_is_refused_soon(town: RunningTown, library: Desk) -> None:
    _touch_until(town, library, "linked-1", lambda: not library.try_look_up())
    library.window.shows("電子証明書が失効しています。", LOAN_GOES_ON)


def test_after_a_move_the_library_learns_that_something_changed(town: RunningTown, library: Desk) -> None:
    def told() -> bool:
        library.look_up()
        return library.window.page.get_by_text("住所・氏名などの登録内容が変わっています。").count() > 0

    _touch_until(town, library, "linked-2", told)
    library.window.shows(town.tester("linked-2")["link"]["service_id"], "何がどう変わったかは分かりません。")


def _touch_until(town: RunningTown, desk: Desk, card: str, done: Callable[[], bool]) -> None:
    for _ in range(TRIES):
        town.put(card, "library")
        if done():
            return
        desk.window.page.wait_for_timeout(500)
    raise AssertionError


def test_without_the_authority_a_renewed_card_waits(
    guide: Guide, library: Desk, secrets: TownSecrets
) -> None:
    guide.press("try-outage", "/cards/taro/renew")
    secrets.read_cards()
    guide.press("try-outage", "/authority/begin")
    try:
        guide.put("taro", "図書館")
        library.look_up_in_vain("いまカードの更新を確認できません。", "何も変わっていません。", LOAN_GOES_ON)
    finally:
        guide.press("try-outage", "/authority/end")
    library.leave()
    guide.put("taro", "図書館")
    library.look_up()


def test_a_locked_card_is_sent_to_the_right_counter(town: RunningTown, portal: Portal, library: Desk) -> None:
    town.put("no-link-1", "citizen")
    portal.sign_in_by_card()
    agent = Agent(portal.window)
    agent.give_wrong_pin("9999", left=2)
    agent.give_wrong_pin("9998", left=1)
    agent.give_last_wrong_pin("9997")
    agent.give_up("サイトに戻る")
    portal.window.heading("暗証番号がロックされています")
    town.put("no-link-1", "library")
    number = town.free_number(2)
    library.enter_number(number, number, change_notice=False)
    library.confirm_with_pin("1234")
    library.window.shows("ロックされています。", "お住まいの市区町村の窓口で")
    town.card("unlock", "no-link-1")
    library.confirm_with_pin("9999")
    library.window.shows("あと2回")


def test_without_a_card_nothing_is_asked_of_the_platform(
    town: RunningTown, portal: Portal, library: Desk
) -> None:
    for reader in ("citizen", "library"):
        town.take_away(reader)
    portal.sign_in_by_card()
    portal.window.page.fill("#pin", "1234")
    portal.window.press("カードで確認する")
    portal.window.shows("カードリーダーにマイナンバーカードがありません。")
    Agent(portal.window).give_up("カードを使わずにサイトに戻る")
    portal.window.heading("カードが見つかりませんでした")
    library.open("/lookup")
    library.press_look_up()
    library.window.shows("カードリーダーにマイナンバーカードがありません。")


def test_the_number_is_gone_when_the_card_leaves(town: RunningTown, library: Desk) -> None:
    number = town.tester("renewed")["link"]["service_id"]
    town.put("renewed", "library")
    library.look_up()
    library.window.shows(number)
    town.take_away("library")
    _expect_gone(library, number)
    town.put("renewed", "library")
    library.look_up()
    library.open("/lookup")
    library.press_look_up()
    library.window.shows("このカードの照会は終わっています。")


@pytest.mark.long
def test_the_number_is_gone_when_the_clerk_walks_away(town: RunningTown, library: Desk) -> None:
    town.put("renewed", "library")
    library.look_up()
    library.window.page.wait_for_timeout(25_000)
    expect(library.window.page).to_have_url(re.compile("/lookup/result"))
    _expect_gone(library, town.tester("renewed")["link"]["service_id"])


def _expect_gone(library: Desk, number: str) -> None:
    page = library.window.page
    page.wait_for_url(re.compile("done=over"))
    library.window.look()
    library.window.shows("カードが離れたか、30秒間操作がなかったため、結果を消しました。")
    page.goto(f"{library.origin}/lookup/result")
    page.wait_for_url(re.compile("done=over"))
    library.window.hides(number)
    assert page.request.get(f"{library.origin}/lookup/barcode.svg").status == 404


def test_when_the_platform_is_down_the_loan_goes_on(
    town: RunningTown, silent_desk: str, open_window: Callable[..., Window]
) -> None:
    desk = Desk(open_window(), silent_desk)
    sentence = (
        "マイキープラットフォームから返事がないため、貸出などの手続きは、"
        "いつもの利用カードの番号で続けてください。"
    )
    desk.open()
    desk.window.shows(sentence)
    town.put("renewed", "library")
    desk.look_up_in_vain(sentence)
