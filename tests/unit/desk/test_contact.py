from __future__ import annotations

import html

import pytest

from tests.unit.desk.desk_double import Desk, words
from tests.unit.desk.platform_double import problem

TYPED = {
    "place": "中央館　1階",
    "terminal_name": "1番窓口",
    "provider_id": "000001",
    "person_in_charge": "見本　一郎",
    "organisation": "図書館課",
    "postal_code": "２１０ー０００７",
    "address": "川崎区見本1-2-3",
    "telephone": "０４４－０００－００００",
    "email": "ｄｅｓｋ＠example.jp",
    "email_again": "desk@example.jp",
}


def test_sends_every_field_normalised(desk: Desk) -> None:
    desk.platform.say("PUT /v1/terminal/contact", (200, desk.platform.standing()))
    answer = desk.post("/contact", **TYPED)
    assert answer.headers["Location"] == "/?done=contact"
    call = desk.platform.made("PUT /v1/terminal/contact")[0]
    assert call.body == {
        "place": "中央館　1階",
        "terminal_name": "1番窓口",
        "provider_id": "000001",
        "person_in_charge": "見本　一郎",
        "organisation": "図書館課",
        "postal_code": "210-0007",
        "address": "川崎区見本1-2-3",
        "telephone": "044-000-0000",
        "email": "desk@example.jp",
    }
    assert call.headers["Idempotency-Key"]


def test_offers_the_providers_and_presets_what_is_registered(desk: Desk) -> None:
    page = desk.get("/contact").text
    assert '<option selected value="000001">川崎市立図書館</option>' in page
    assert 'value="中央館"' in page


def test_presets_no_provider_at_the_first_time(desk: Desk) -> None:
    desk.platform.say("GET /v1/terminal", (200, desk.platform.standing("contact-required")))
    page = desk.get("/contact").text
    assert '<option value="000001">' in page
    assert "続けて連絡先を登録すると" in page


def test_other_kinds_are_asked_for_no_provider(desk: Desk) -> None:
    desk.platform.say("GET /v1/terminal", (200, desk.platform.standing(kind="spend-points")))
    desk.platform.say("PUT /v1/terminal/contact", (200, desk.platform.standing(kind="spend-points")))
    assert "provider_id" not in desk.get("/contact").text
    desk.post("/contact", **TYPED)
    body = desk.platform.made("PUT /v1/terminal/contact")[0].body
    assert body is not None
    assert "provider_id" not in body


def test_nothing_typed_is_lost_when_something_is_wrong(desk: Desk) -> None:
    answer = desk.post("/contact", **{**TYPED, "email_again": "disk@example.jp", "postal_code": "21"})
    page = html.unescape(answer.text)
    assert answer.status_code == 422
    assert "2つのメールアドレスが違います。" in page
    assert "郵便番号は7桁の数字です。" in page
    for name, typed in TYPED.items():
        if name not in ("email_again", "postal_code", "provider_id"):
            assert f'value="{typed}"' in page
    assert 'value="disk@example.jp"' in page
    assert not desk.platform.made("PUT /v1/terminal/contact")


def test_every_field_is_needed(desk: Desk) -> None:
    answer = desk.post("/contact")
    assert words(answer.text).count("入力してください。") >= 9


def test_the_platforms_reasons_stand_at_their_fields(desk: Desk) -> None:
    errors = [{"member": "telephone", "reason": "電話番号として読めません。"}]
    desk.platform.say("PUT /v1/terminal/contact", problem("request-invalid", 422, errors=errors))
    page = desk.post("/contact", **TYPED).text
    assert "電話番号として読めません。" in page
    assert 'value="中央館　1階"' in html.unescape(page)


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        ("format", "形式が違います。"),
        ("too-long", "長すぎます。"),
        ("odd-word", "この項目を確かめてください。"),
    ],
)
def test_the_platforms_words_become_sentences(desk: Desk, reason: str, sentence: str) -> None:
    errors = [{"member": "email", "reason": reason}]
    desk.platform.say("PUT /v1/terminal/contact", problem("request-invalid", 422, errors=errors))
    page = desk.post("/contact", **TYPED).text
    assert sentence in page
    assert reason not in words(page)


def test_pressing_again_after_a_silence_is_the_same_act(desk: Desk) -> None:
    desk.platform.silent("PUT /v1/terminal/contact")
    answer = desk.post("/contact", **TYPED)
    assert answer.status_code == 503
    assert 'value="1番窓口"' in html.unescape(answer.text)
    desk.platform.say("PUT /v1/terminal/contact", (200, desk.platform.standing()))
    desk.post("/contact", **TYPED)
    desk.post("/contact", **{**TYPED, "place": "別館"})
    keys = [call.headers["Idempotency-Key"] for call in desk.platform.made("PUT /v1/terminal/contact")]
    assert keys[0] == keys[1] == keys[2]
    assert keys[3] != keys[0]


def test_nothing_typed_is_lost_when_the_pull_down_cannot_be_filled(desk: Desk) -> None:
    page = desk.get("/contact")
    assert page.status_code == 200
    desk.platform.silent("GET /v1/providers")
    answer = desk.post("/contact", page="/register", **TYPED)
    assert answer.status_code == 503
    assert 'value="1番窓口"' in html.unescape(answer.text)
    assert 'value="000001"' in answer.text
