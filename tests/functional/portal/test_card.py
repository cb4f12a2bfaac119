from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from joserfc import jws
from joserfc.jwk import OKPKey
from sqlalchemy import select
from sqlalchemy.orm import Session

from mykey.crypto.request_keys import card_request_public_jwk
from mykey.models.card_conversations import CARD_CONVERSATION, CardConversation
from mykey.portal import PortalSettings, create_portal
from mykey.services.ground import Ground
from mykey.web.database import engine
from tests.factories.citizens import a_citizen
from tests.support.moving_clock import MovingClock
from tests.support.portal_browser import ORIGIN, PATH, CardRequest, PortalBrowser
from tests.support.ticket_sides import TicketSides
from town.authority.issued import IssuedCard
from town.authority.office import CardOffice

RETURN = PATH + "/card/return"


def asked(browser: PortalBrowser) -> CardRequest:
    browser.show("/sign-in")
    return CardRequest.of(browser.post("/sign-in/card"))


def test_the_request_is_signed_and_says_who_asks_for_what(browser: PortalBrowser, ground: Ground) -> None:
    browser.show("/sign-in?lang=en")
    response = browser.post("/sign-in/card")
    signed = response.location.partition("request=")[2]
    key = OKPKey.import_key({**card_request_public_jwk(ground.keys.ring)})
    read = jws.deserialize_compact(signed, key, algorithms=["Ed25519"])
    assert read.headers() == {"alg": "Ed25519", "typ": "mykey-card-request+jwt"}
    claims = CardRequest.of(response).claims
    assert set(claims) == {"iss", "purpose", "challenge", "return_to", "state", "exp", "lang"}
    assert claims["iss"] == ORIGIN
    assert claims["purpose"] == "sign-in"
    assert claims["return_to"] == ORIGIN + RETURN
    assert claims["exp"] == int(ground.clock().timestamp()) + 300
    assert claims["lang"] == "en"
    assert len(CardRequest.of(response).challenge) == 32


@pytest.mark.parametrize("path", ["/sign-in", "/create/card"])
def test_the_page_with_the_button_lets_its_form_reach_the_agent(browser: PortalBrowser, path: str) -> None:
    browser.agree()
    policy = browser.get(path).headers["Content-Security-Policy"]
    assert "form-action 'self' http://127.0.0.1:8620;" in policy
    assert "127.0.0.1" not in browser.get("/").headers["Content-Security-Policy"]


def test_sign_in_by_card(browser: PortalBrowser, card: IssuedCard, session: Session, ground: Ground) -> None:
    a_citizen(ground, session, card)
    session.commit()
    browser.show("/sign-in")
    browser.follow(browser.prove(browser.post("/sign-in/card"), card))
    assert "あなたのマイキーID" in browser.text


def test_sign_in_by_a_renewed_card(
    browser: PortalBrowser, card: IssuedCard, session: Session, ground: Ground, office: CardOffice
) -> None:
    a_citizen(ground, session, card)
    session.commit()
    browser.show("/sign-in")
    browser.follow(browser.prove(browser.post("/sign-in/card"), office.renew(card.name)))
    assert "あなたのマイキーID" in browser.text


def test_a_card_without_an_id_is_shown_the_way(browser: PortalBrowser, card: IssuedCard) -> None:
    browser.agent_returns(asked(browser).answer(card))
    assert browser.status == 404
    assert "まだマイキーIDが登録されていません" in browser.text


def test_a_return_without_a_session_is_dropped_and_burnt(
    browser: PortalBrowser,
    open_browser: Callable[[], PortalBrowser],
    card: IssuedCard,
    session: Session,
    ground: Ground,
) -> None:
    a_citizen(ground, session, card)
    session.commit()
    form = asked(browser).answer(card)
    stranger = open_browser()
    stranger.agent_returns(form)
    assert stranger.status == 404
    assert "カードの確認を続けられません" in stranger.text
    stranger.show("/my-page")
    assert "マイページへログイン" in stranger.text
    browser.get("/card/continue?state=" + form["state"])
    assert browser.status == 409
    assert "この確認は済んでいます" in browser.text


def test_another_browsers_state_signs_nobody_in(
    browser: PortalBrowser,
    open_browser: Callable[[], PortalBrowser],
    card: IssuedCard,
    session: Session,
    ground: Ground,
) -> None:
    """An attacker's card in the victim's browser would put the victim's links on the attacker's card."""
    a_citizen(ground, session, card)
    session.commit()
    attacker = open_browser()
    form = asked(attacker).answer(card)
    asked(browser)
    browser.agent_returns(form)
    assert browser.status == 404
    browser.show("/my-page")
    assert "マイページへログイン" in browser.text


def test_who_lures_another_to_his_request_gains_nothing_by_coming_first(
    app: Flask, open_browser: Callable[[], PortalBrowser], card: IssuedCard, session: Session, ground: Ground
) -> None:
    """The victim's browser posts; before it follows the redirect, the attacker comes with his session."""
    a_citizen(ground, session, card)
    session.commit()
    attacker = open_browser()
    request = asked(attacker)
    posted = app.test_client().post(RETURN, data=request.answer(card), base_url=ORIGIN)
    assert posted.status_code == 303
    attacker.get("/card/continue?state=" + request.claims["state"])
    assert attacker.status == 404
    attacker.show("/my-page")
    assert "マイページへログイン" in attacker.text


def test_a_proof_for_one_purpose_serves_no_other(browser: PortalBrowser, card: IssuedCard) -> None:
    browser.agree()
    request = CardRequest.of(browser.post("/create/card"))
    asked(browser)
    browser.agent_returns(request.answer(card))
    assert browser.status == 404
    browser.show("/create/id")
    assert "マイナンバーカードを読み取る" in browser.text


def test_the_same_return_twice(browser: PortalBrowser, card: IssuedCard) -> None:
    form = asked(browser).answer(card)
    browser.agent_returns(form)
    browser.agent_returns(form)
    assert browser.status == 409


def test_a_late_return(browser: PortalBrowser, card: IssuedCard, clock: MovingClock) -> None:
    form = asked(browser).answer(card)
    clock.advance(seconds=301)
    browser.agent_returns(form)
    assert browser.status == 410
    assert "5分以内" in browser.text


@pytest.mark.parametrize(
    ("word", "sentence"),
    [
        ("cancelled", "取りやめました"),
        ("no-card", "カードが見つかりませんでした"),
        ("pin-locked", "暗証番号を再設定してください"),
        ("anything else", "カードの確認が終わっていません"),
    ],
)
def test_what_the_agent_reports_is_said_with_what_to_do(
    browser: PortalBrowser, word: str, sentence: str
) -> None:
    browser.agent_returns({"state": asked(browser).claims["state"], "error": word})
    assert sentence in browser.text
    assert f'href="{PATH}/sign-in"' in browser.text


@pytest.mark.parametrize(
    "changes",
    [
        {"user_certificate": "not base64url!"},
        {"signature": "a+b/"},
        {"user_certificate": "A" * 5000},
        {"signature": "A" * 900},
    ],
)
def test_an_answer_of_another_form_is_not_kept(
    browser: PortalBrowser, card: IssuedCard, changes: dict[str, str]
) -> None:
    browser.agent_returns(asked(browser).answer(card) | changes)
    assert browser.status == 409
    assert "カードの確認が終わっていません" in browser.text


@pytest.mark.parametrize("form", [{}, {"state": ""}, {"state": "x" * 65}, {"state": "unknown"}])
def test_a_return_of_nothing_known(browser: PortalBrowser, form: dict[str, str]) -> None:
    browser.agent_returns(form)
    assert browser.status == 404


def test_a_large_return_is_not_read(app: Flask, browser: PortalBrowser) -> None:
    form = {"state": asked(browser).claims["state"], "user_certificate": "A" * 9000, "signature": "A"}
    response = app.test_client().post(RETURN, data=form, base_url=ORIGIN)
    assert response.status_code == 413


def test_the_return_is_the_only_post_without_a_token(app: Flask) -> None:
    client = app.test_client()
    posts = [
        rule.rule.replace("<uuid:link_id>", "00000000-0000-4000-8000-000000000000")
        for rule in app.url_map.iter_rules()
        if "POST" in (rule.methods or ())
    ]
    assert len(posts) > 8
    for path in posts:
        status = client.post(path, data={}, base_url=ORIGIN).status_code
        assert status == (303 if path == RETURN else 400), path


@pytest.mark.parametrize("case", ["expired", "revoked", "signing", "untrusted", "stale"])
def test_a_card_that_is_not_accepted_is_told_why(
    browser: PortalBrowser,
    office: CardOffice,
    card: IssuedCard,
    new_lists: Callable[[], None],
    clock: MovingClock,
    case: str,
) -> None:
    signing = card.signing
    assert signing is not None
    sentence = ""
    changes: dict[str, bytes] = {}
    if case == "expired":
        card, sentence = office.expire(card.name), "有効期限が切れています"
    elif case == "revoked":
        office.lose(card.name)
        new_lists()
        sentence = "電子証明書が失効しています"
    elif case == "stale":
        clock.advance(hours=25)
        sentence = "ただいまカードを確認できません"
    request = asked(browser)
    if case == "signing":
        changes = {"user_certificate": signing.der, "signature": signing.sign(request.challenge)}
        sentence = "このカードは使えません"
    elif case == "untrusted":
        bent = card.user.der[:-1] + bytes([card.user.der[-1] ^ 1])
        changes, sentence = {"user_certificate": bent}, "このカードは使えません"
    browser.agent_returns(request.answer(card, **changes))
    assert browser.status == (503 if case == "stale" else 403)
    assert sentence in browser.text
    assert f'href="{PATH}/sign-in"' in browser.text


def test_after_the_return_no_certificate_is_left(
    browser: PortalBrowser, card: IssuedCard, session: Session, ground: Ground
) -> None:
    browser.agent_returns(asked(browser).answer(card))
    row = session.scalars(select(CardConversation)).one()
    assert row.spent
    assert ground.keys.open_sealed(CARD_CONVERSATION, row.state_index, row.talk_sealed)["answer"] is None


def test_asking_without_end_is_stopped(browser: PortalBrowser) -> None:
    browser.show("/sign-in")
    page = browser.text
    for _ in range(20):
        assert browser.post("/sign-in/card").status_code == 303
        browser.text = page
    response = browser.post("/sign-in/card")
    assert response.status_code == 429
    assert int(response.headers["Retry-After"]) > 0
    assert "しばらく待ってください" in browser.text


def test_what_one_browser_is_refused_does_not_count_against_the_others(
    settings: PortalSettings, ground: Ground, tickets: TicketSides
) -> None:
    app = create_portal(replace(settings, card_requests_in_all="25 per minute"), ground, tickets)
    browser, other = PortalBrowser(app), PortalBrowser(app)
    browser.show("/sign-in")
    page = browser.text
    for _ in range(30):
        browser.text = page
        browser.post("/sign-in/card")
    assert browser.status == 429
    other.show("/sign-in")
    assert other.post("/sign-in/card").status_code == 303
    with app.app_context():
        engine().dispose()


def test_the_help_page_explains_each_refusal(browser: PortalBrowser) -> None:
    browser.show("/card-help")
    for words in ("有効期限が切れています", "電子証明書が失効しています", "暗証番号がロックされています"):
        assert words in browser.text
    assert "いつもの利用カードで借りられます" in browser.text
