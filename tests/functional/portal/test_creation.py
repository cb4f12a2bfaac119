from __future__ import annotations

import re
import threading
from collections.abc import Callable

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mykey.models.bindings import Binding
from mykey.models.citizens import Citizen
from mykey.models.mykey_ids import MykeyId
from mykey.models.outbox import OUTBOX_MAIL, OutboxMail
from mykey.services.ground import Ground
from mykey.services.show_mykey_id import show_mykey_id
from tests.factories.citizens import PASSWORD, a_citizen
from tests.support.ground import work_on
from tests.support.leak_guard import LeakGuard
from tests.support.moving_clock import MovingClock
from tests.support.office_linkage import OfficeLinkage
from tests.support.portal_browser import PortalBrowser
from town.authority.issued import IssuedCard
from town.authority.office import CardOffice

MAIL = "hanako@mail.example"


def rows(session: Session) -> tuple[int | None, ...]:
    session.rollback()
    found = tuple(
        session.scalar(select(func.count()).select_from(table)) for table in (Citizen, Binding, MykeyId)
    )
    session.rollback()
    return found


def register(browser: PortalBrowser, **fields: str) -> None:
    form = {"password": PASSWORD, "password_again": PASSWORD, "mail": "", "mail_again": ""} | fields
    browser.follow(browser.post("/create/register", **form))


def test_whole_creation_by_draw(
    browser: PortalBrowser, card: IssuedCard, session: Session, ground: Ground, leak_guard: LeakGuard
) -> None:
    browser.come_to_choice(card)
    assert "抽選で決める" in browser.text
    drawn = []
    for _ in range(3):
        browser.follow(browser.post("/create/id/draw"))
        drawn += browser.numbers()
    assert len(set(drawn)) == 3
    leak_guard.watch(drawn[2], "a MyKey ID")
    assert "3回目の抽選です" in browser.text
    assert "もう一度抽選" not in browser.text
    assert "自分で決める" not in browser.text
    browser.follow(browser.post("/create/id/drawn"))
    assert browser.numbers() == [drawn[2]]
    register(browser, mail=MAIL, mail_again=MAIL, notice_of_mykey_id="y")
    assert "登録が完了しました" in browser.text
    assert browser.numbers() == [drawn[2]]
    assert rows(session) == (1, 1, 1)
    citizen = session.scalars(select(Citizen)).one()
    assert show_mykey_id(work_on(ground, session), citizen.id) == drawn[2]
    row = session.scalars(select(OutboxMail)).one()
    assert ground.keys.open_sealed(OUTBOX_MAIL, row.id, row.mail_sealed)["recipient"] == MAIL
    session.rollback()
    browser.show("/my-page")
    assert "あなたのマイキーID" in browser.text


def test_the_third_draw_is_registered_as_it_is(browser: PortalBrowser, card: IssuedCard) -> None:
    browser.come_to_choice(card)
    for _ in range(3):
        browser.follow(browser.post("/create/id/draw"))
    third = browser.numbers()
    browser.post("/create/id/draw")
    assert browser.status == 409
    browser.show("/create/register")
    assert browser.numbers() == third


def test_whole_creation_by_own_choice(browser: PortalBrowser, card: IssuedCard, session: Session) -> None:
    browser.come_to_choice(card)
    browser.show("/create/id/own")
    browser.follow(browser.post("/create/id/own", mykey_id="ｈａｎａ-ko ８０"))
    assert browser.numbers() == ["HANAKO80"]
    register(browser)
    assert "登録が完了しました" in browser.text
    assert rows(session) == (1, 1, 1)


def test_after_three_refusals_only_draws_are_left(
    browser: PortalBrowser,
    open_browser: Callable[[], PortalBrowser],
    card: IssuedCard,
    session: Session,
    ground: Ground,
) -> None:
    a_citizen(ground, session, mykey_id="TAKEN000")
    session.commit()
    browser.come_to_choice(card)
    browser.show("/create/id/own")
    browser.post("/create/id/own", mykey_id="日本語")
    assert browser.status == 422
    assert "あと3回" in browser.text
    assert 'value="日本語"' in browser.text
    for left in (2, 1):
        browser.post("/create/id/own", mykey_id="taken000")
        assert browser.status == 409
        assert f"あと{left}回" in browser.text
        assert 'value="taken000"' in browser.text
    browser.post("/create/id/own", mykey_id="TAKEN000")
    assert "自分で決めることは、もうできません" in browser.text
    assert "抽選で決める" in browser.text
    browser.show("/create/id/own")
    assert "希望する8文字" not in browser.text

    # A new session of the same card is no new oracle.
    again = open_browser()
    again.come_to_choice(card)
    again.show("/create/id/own")
    again.post("/create/id/own", mykey_id="FREE0000")
    assert "自分で決めることは、もうできません" in again.text
    again.follow(again.post("/create/id/draw"))
    assert len(again.numbers()) == 1


def test_nothing_is_ticked_beforehand_and_both_consents_are_needed(browser: PortalBrowser) -> None:
    browser.show("/create")
    assert not re.search(r"<input[^>]*\bchecked\b", browser.text)
    browser.post("/create", terms="y")
    assert browser.status == 422
    assert "電子証明書の番号と有効期限の登録への同意が必要です" in browser.text
    assert re.search(r'<input[^>]*\bchecked\b[^>]*name="terms"', browser.text)
    browser.show("/create/card")
    assert "利用規約を読む" in browser.text


def test_no_notice_is_ticked_beforehand(browser: PortalBrowser, card: IssuedCard) -> None:
    browser.come_to_choice(card)
    browser.follow(browser.post("/create/id/draw"))
    browser.follow(browser.post("/create/id/drawn"))
    assert not re.search(r"<input[^>]*\bchecked\b", browser.text)


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/create/card", "利用規約を読む"),
        ("/create/id", "利用規約を読む"),
        ("/create/register", "利用規約を読む"),
        ("/create/done", "マイページへログイン"),
    ],
)
def test_a_later_page_leads_to_what_is_missing(browser: PortalBrowser, path: str, shown: str) -> None:
    browser.show(path)
    assert browser.status == 200
    assert shown in browser.text


def test_the_choice_needs_the_card_and_the_password_needs_the_choice(
    browser: PortalBrowser, card: IssuedCard
) -> None:
    browser.agree()
    browser.show("/create/id")
    assert "マイナンバーカードを読み取る" in browser.text
    browser.follow(browser.prove(browser.post("/create/card"), card))
    browser.show("/create/register")
    assert "マイキーIDを決める" in browser.text


def test_a_proof_grows_old(browser: PortalBrowser, card: IssuedCard, clock: MovingClock) -> None:
    browser.come_to_choice(card)
    for _ in range(3):
        clock.advance(minutes=11)
        browser.show("/create/id")
    assert "マイナンバーカードを読み取る" in browser.text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"password": "short1"}, "8文字以上"),
        ({"password": "x" * 65}, "64文字以内"),
        ({"password": "password1"}, "よく使われるパスワード"),
        ({"password": "abcabcabc"}, "繰り返し"),
        ({"password": "HANAKO80"}, "マイキーIDを含む"),
        ({"password": "昭和60年4月2日"}, "誕生日"),
        ({"password": ""}, "パスワードを入力してください"),
        ({"password_again": "something else"}, "2回入力したパスワードが違います"),
        ({"mail": "hanako", "mail_again": "hanako"}, "メールアドレスの形"),
        ({"mail": MAIL, "mail_again": "other@mail.example"}, "2回入力したメールアドレスが違います"),
        ({"mail": MAIL, "mail_again": ""}, "2回入力したメールアドレスが違います"),
        ({"notice_of_password": "y"}, "メールアドレスが必要です"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_made(
    browser: PortalBrowser, card: IssuedCard, session: Session, fields: dict[str, str], sentence: str
) -> None:
    browser.come_to_choice(card)
    browser.show("/create/id/own")
    browser.follow(browser.post("/create/id/own", mykey_id="HANAKO80"))
    again = {"password_again": fields["password"]} if "password" in fields else {}
    register(browser, **(fields | again))
    assert browser.status == 422
    assert sentence in browser.text
    assert rows(session) == (0, 0, 0)


def test_nothing_typed_is_lost_but_passwords(browser: PortalBrowser, card: IssuedCard) -> None:
    browser.come_to_choice(card)
    browser.follow(browser.post("/create/id/draw"))
    browser.follow(browser.post("/create/id/drawn"))
    register(
        browser,
        mail=MAIL,
        mail_again="hanoko@mail.example",
        notice_of_password="y",
        password="pass-phrase-77",
    )
    assert f'value="{MAIL}"' in browser.text
    assert 'value="hanoko@mail.example"' in browser.text
    assert re.search(r'<input[^>]*\bchecked\b[^>]*name="notice_of_password"', browser.text)
    assert "pass-phrase-77" not in browser.text
    browser.show("/create/register")
    assert f'value="{MAIL}"' in browser.text


def test_a_card_that_has_an_id_is_told_so(
    browser: PortalBrowser, card: IssuedCard, session: Session, ground: Ground
) -> None:
    a_citizen(ground, session, card)
    session.commit()
    browser.agree()
    browser.prove(browser.post("/create/card"), card)
    assert browser.status == 409
    assert "このカードのマイキーIDは登録済みです" in browser.text
    assert rows(session) == (1, 1, 1)


def test_a_renewed_card_of_somebody_who_has_an_id_is_told_so(
    browser: PortalBrowser, card: IssuedCard, session: Session, ground: Ground, office: CardOffice
) -> None:
    a_citizen(ground, session, card)
    session.commit()
    browser.agree()
    browser.prove(browser.post("/create/card"), office.renew(card.name))
    assert browser.status == 409


def test_when_the_linkage_is_down_creating_stops(
    browser: PortalBrowser, card: IssuedCard, session: Session, ground: Ground
) -> None:
    assert isinstance(ground.cards.linkage, OfficeLinkage)
    ground.cards.linkage.down = True
    browser.agree()
    response = browser.prove(browser.post("/create/card"), card)
    assert browser.status == 503
    assert response.headers["Retry-After"]
    assert "ただいまカードを確認できません" in browser.text
    assert rows(session) == (0, 0, 0)


def test_a_citizen_who_is_signed_in_does_not_create_again(browser: PortalBrowser, card: IssuedCard) -> None:
    browser.come_to_choice(card)
    browser.follow(browser.post("/create/id/draw"))
    browser.follow(browser.post("/create/id/drawn"))
    register(browser)
    for path in ("/create", "/create/card"):
        browser.show(path)
        assert "あなたのマイキーID" in browser.text


def test_an_id_taken_meanwhile_is_chosen_again_and_the_mail_address_is_still_there(
    browser: PortalBrowser, card: IssuedCard, session: Session, ground: Ground
) -> None:
    browser.come_to_choice(card)
    browser.show("/create/id/own")
    browser.follow(browser.post("/create/id/own", mykey_id="HANAKO80"))
    a_citizen(ground, session, mykey_id="HANAKO80")
    session.commit()
    register(browser, mail=MAIL, mail_again=MAIL)
    assert "ほかの方が先に登録しました" in browser.text
    assert rows(session) == (1, 0, 1)
    browser.follow(browser.post("/create/id/draw"))
    browser.follow(browser.post("/create/id/drawn"))
    assert f'value="{MAIL}"' in browser.text
    register(browser, mail=MAIL, mail_again=MAIL)
    assert "登録が完了しました" in browser.text
    assert rows(session) == (2, 1, 2)


def test_a_long_text_in_place_of_an_address_is_refused_as_any_other(
    browser: PortalBrowser, card: IssuedCard
) -> None:
    """It must not overflow the session, whose sealed rows have one length."""
    browser.come_to_choice(card)
    browser.show("/create/id/own")
    browser.follow(browser.post("/create/id/own", mykey_id="HANAKO80"))
    typed = "長い文" * 100
    register(browser, mail=typed, mail_again=typed)
    assert browser.status == 422
    assert "メールアドレスの形" in browser.text
    assert f'value="{typed}"' in browser.text


def race(acts: list[Callable[[], None]]) -> None:
    together = threading.Barrier(len(acts))

    def run(act: Callable[[], None]) -> None:
        together.wait()
        act()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_two_people_race_for_one_id(
    open_browser: Callable[[], PortalBrowser], office: CardOffice, session: Session
) -> None:
    browsers = []
    for name in ("hanako", "taro"):
        browser = open_browser()
        browser.come_to_choice(office.issue(name=name, holder="見本"))
        browser.show("/create/id/own")
        browser.follow(browser.post("/create/id/own", mykey_id="SAMEID00"))
        browsers.append(browser)
    race([lambda browser=browser: register(browser) for browser in browsers])  # type: ignore[misc]  # the default binds the browser
    words = ("登録が完了しました", "ほかの方が先に登録しました")
    told = sorted(next(word for word in words if word in browser.text) for browser in browsers)
    assert told == sorted(words)
    assert rows(session) == (1, 1, 1)


def test_one_card_creates_two_ids_at_once(
    open_browser: Callable[[], PortalBrowser], card: IssuedCard, session: Session
) -> None:
    browsers = []
    for mykey_id in ("HANAKO80", "HANAKO81"):
        browser = open_browser()
        browser.come_to_choice(card)
        browser.show("/create/id/own")
        browser.follow(browser.post("/create/id/own", mykey_id=mykey_id))
        browsers.append(browser)
    race([lambda browser=browser: register(browser) for browser in browsers])  # type: ignore[misc]  # as above
    words = ("登録が完了しました", "このカードのマイキーIDは登録済みです")
    told = sorted(next(word for word in words if word in browser.text) for browser in browsers)
    assert told == sorted(words)
    assert rows(session) == (1, 1, 1)
