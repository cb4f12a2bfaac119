"""Screens 23 and 24, with everything that can go wrong between them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.desk.card_double import CardDouble
from tests.unit.desk.desk_double import Desk, words
from tests.unit.desk.platform_double import Answer, problem

NUMBER = "180000000011"
TYPED = {"number": NUMBER, "number_again": "１８００-0000-0011", "change_notice": "no"}


def linked(number: str = NUMBER, *, change_notice: bool = False) -> Answer:
    made: dict[str, Any] = {"provider_id": "000001", "provider_name": "川崎市立図書館"}
    return 201, {**made, "service_id": number, "change_notice": change_notice}


def draft(desk: Desk, **changes: str) -> str:
    return desk.arrive(desk.post("/link", **{**TYPED, **changes}))


def test_provider_and_number_are_shown_before_anything_is_made(desk: Desk, card: CardDouble) -> None:
    page = draft(desk)
    assert "川崎市立図書館" in page
    assert "1800 0000 0011" in page
    assert "まだ登録されていません" in page
    assert not card.commands
    assert {call.path for call in desk.platform.calls} == {"/v1/terminal"}


def test_the_citizens_pin_makes_the_link(desk: Desk, card: CardDouble) -> None:
    desk.platform.say("POST /v1/links", linked(change_notice=True))
    draft(desk, change_notice="yes")
    page = desk.arrive(desk.post("/link/confirm", pin="１２３４"))
    assert "サービスIDの登録完了" in page
    assert "川崎市立図書館" in page
    body = desk.platform.made("POST /v1/links")[0].body
    assert body is not None
    assert body["service_id"] == NUMBER
    assert body["change_notice"] is True
    assert body["card"].keys() == {"user_certificate", "challenge_id", "signature"}
    assert card.verified


def test_nothing_is_preset_about_the_change_notice(desk: Desk) -> None:
    page = desk.get("/link").text
    assert "checked" not in page
    answer = desk.post("/link", number=NUMBER, number_again=NUMBER)
    assert answer.status_code == 422
    assert "利用者に聞いて選んでください" in words(answer.text)
    assert answer.text.count(f'value="{NUMBER}"') == 2


def test_the_use_of_the_signing_certificate_is_explained(desk: Desk) -> None:
    assert "署名用電子証明書の発行番号" in words(desk.get("/link").text)


@pytest.mark.parametrize("again", ["180000000012", "", "1800"])
def test_two_different_numbers_are_refused_and_kept(desk: Desk, again: str) -> None:
    answer = desk.post("/link", number=NUMBER, number_again=again, change_notice="no")
    assert answer.status_code == 422
    assert f'value="{NUMBER}"' in answer.text
    assert f'value="{again}"' in answer.text
    assert not desk.platform.made("POST /v1/challenges")


def test_a_number_of_hyphens_is_no_number(desk: Desk) -> None:
    assert desk.post("/link", number="- -", number_again="--", change_notice="no").status_code == 422


def test_a_wrong_pin_shows_the_tries_left_and_can_be_corrected(desk: Desk, card: CardDouble) -> None:
    desk.platform.say("POST /v1/links", linked())
    draft(desk)
    for left in (2, 1):
        answer = desk.post("/link/confirm", pin="9999")
        assert answer.status_code == 422
        assert f"あと{left}回まちがえると" in words(answer.text)
        assert "9999" not in answer.text
    assert "登録完了" in desk.arrive(desk.post("/link/confirm", pin="1234"))
    assert card.tries == 3


def test_a_locked_card_is_sent_to_the_municipal_office(desk: Desk) -> None:
    desk.reader.put(CardDouble(tries=0))
    draft(desk)
    assert "市区町村の窓口" in words(desk.post("/link/confirm", pin="1234").text)


def test_no_card_and_no_pin_cost_nothing(desk: Desk) -> None:
    draft(desk)
    assert "カードがありません" in words(desk.post("/link/confirm", pin="1234").text)
    card = desk.reader.put(CardDouble())
    assert "4桁の数字" in words(desk.post("/link/confirm", pin="12").text)
    assert card.tries == 3


@pytest.mark.parametrize(
    "code", ["service-id-format", "my-number-refused", "service-id-linked-elsewhere", "request-invalid"]
)
def test_a_refused_number_goes_back_to_the_form_with_the_reason(
    desk: Desk, card: CardDouble, code: str
) -> None:
    assert card.tries == 3
    desk.platform.say("POST /v1/links", problem(code, 422, "18で始まる12桁の数字です。"))
    draft(desk)
    answer = desk.post("/link/confirm", pin="1234")
    assert answer.status_code == 422
    assert "18で始まる12桁の数字です。" in words(answer.text)
    assert answer.text.count(f'value="{NUMBER}"') == 2


def test_a_missing_signing_certificate_says_how_to_go_on(desk: Desk, card: CardDouble) -> None:
    assert card.tries == 3
    desk.platform.say("POST /v1/links", problem("signing-certificate-missing", 409, "証明書がありません。"))
    draft(desk, change_notice="yes")
    assert "「いいえ」にすれば登録できます" in words(desk.post("/link/confirm", pin="1234").text)


def test_somebody_already_linked_is_offered_the_change(desk: Desk, card: CardDouble) -> None:
    assert card.tries == 3
    desk.platform.say("POST /v1/links", problem("already-linked", 409, service_id="180000000022"))
    desk.platform.say("PUT /v1/links", linked())
    draft(desk)
    page = words(desk.post("/link/confirm", pin="1234").text)
    assert "180000000022" in page
    assert "この番号に替える" in page
    assert "登録完了" in desk.arrive(desk.post("/link/confirm", pin="1234"))
    assert len(desk.platform.made("PUT /v1/links")) == 1


def test_a_wrong_number_is_corrected_by_going_back(desk: Desk, card: CardDouble) -> None:
    assert card.tries == 3
    desk.platform.say("POST /v1/links", linked())
    desk.platform.say("PUT /v1/links", linked("180000000022"))
    draft(desk)
    desk.arrive(desk.post("/link/confirm", pin="1234"))
    form = desk.get("/link").text
    assert 'name="correcting" value="yes"' in form
    desk.arrive(
        desk.post(
            "/link",
            **{**TYPED, "number": "180000000022", "number_again": "180000000022", "correcting": "yes"},
        )
    )
    assert "1800 0000 0022" in desk.arrive(desk.post("/link/confirm", pin="1234"))
    assert len(desk.platform.made("PUT /v1/links")) == 1


def test_a_correction_without_a_link_becomes_a_new_link(desk: Desk, card: CardDouble) -> None:
    assert card.tries == 3
    desk.platform.say("PUT /v1/links", problem("not-linked", 404))
    desk.platform.say("POST /v1/links", linked())
    desk.arrive(desk.post("/link", **TYPED, correcting="yes"))
    assert "新しく登録します" in words(desk.post("/link/confirm", pin="1234").text)
    assert "登録完了" in desk.arrive(desk.post("/link/confirm", pin="1234"))


def test_a_lost_answer_is_found_out_at_the_next_try(desk: Desk, card: CardDouble) -> None:
    assert card.tries == 3
    desk.platform.silent("POST /v1/links")
    draft(desk)
    answer = desk.post("/link/confirm", pin="1234")
    assert answer.status_code == 503
    assert "登録できたかどうかは分かりません" in words(answer.text)
    first, second = desk.platform.made("POST /v1/links")
    assert first.headers["Idempotency-Key"] == second.headers["Idempotency-Key"]
    assert first.body == second.body
    desk.platform.say("POST /v1/links", problem("already-linked", 409, service_id=NUMBER))
    assert "登録完了" in desk.arrive(desk.post("/link/confirm", pin="1234"))


def test_silence_before_the_act_leaves_no_doubt(desk: Desk, card: CardDouble) -> None:
    draft(desk)
    desk.platform.silent("POST /v1/challenges")
    page = words(desk.post("/link/confirm", pin="1234").text)
    assert "いつもの利用カードの番号で続けてください" in page
    assert "分かりません" not in page
    assert not card.commands


def test_screen_24_ends_when_the_card_leaves(desk: Desk, card: CardDouble) -> None:
    assert card.tries == 3
    desk.platform.say("POST /v1/links", linked())
    draft(desk)
    desk.arrive(desk.post("/link/confirm", pin="1234"))
    desk.reader.take()
    assert desk.get("/link/done").headers["Location"] == "/?done=over"
    assert not desk.visits._visits


def test_a_draft_ends_after_thirty_idle_seconds(desk: Desk) -> None:
    draft(desk)
    desk.clock.pass_seconds(30)
    assert desk.get("/link/confirm").headers["Location"] == "/?done=over"
    assert desk.post("/link/confirm", page="/link", pin="1234").headers["Location"] == "/?done=over"
    assert not desk.platform.made("POST /v1/challenges")


def test_the_touch_that_linked_looks_nothing_up(desk: Desk, card: CardDouble) -> None:
    assert card.tries == 3
    desk.platform.say("POST /v1/links", linked())
    draft(desk)
    desk.post("/link/confirm", pin="1234")
    assert "置き直してください" in words(desk.post("/lookup").text)
