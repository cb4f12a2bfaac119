"""Screens 25 and 26: by touch, by proof, by all four methods, and how they end."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.unit.desk.card_double import CardDouble
from tests.unit.desk.desk_double import HERE, Desk, make_desk, token_of, words
from tests.unit.desk.platform_double import problem

BARCODE = {"method": "barcode", "symbology": "nw7", "data": "A180000000011A"}
LABEL = {"method": "label", "symbology": "nw7", "data": "A180000000011A"}
KEYBOARD = {"method": "keyboard", "symbology": None, "data": "180000000011"}


def finds(desk: Desk, **more: Any) -> None:
    desk.platform.say("POST /v1/lookups", (200, desk.platform.found(**more)))


def look_up(desk: Desk, **more: Any) -> str:
    finds(desk, **more)
    return desk.arrive(desk.post("/lookup"))


def test_explains_the_four_methods(desk: Desk) -> None:
    page = words(desk.get("/lookup").text)
    for method in ("番号通知方式", "バーコード表示方式", "ID自動引渡し方式", "ラベル印刷方式"):
        assert method in page


def test_a_touch_shows_the_number_and_asks_no_pin(desk: Desk, card: CardDouble) -> None:
    page = look_up(desk)
    assert "川崎市立図書館" in page
    assert "1800 0000 0011" in page
    body = desk.platform.made("POST /v1/lookups")[0].body
    assert body is not None
    assert body["card"].keys() == {"user_certificate"}
    assert not [command for command in card.commands if command[1] == 0x20]
    assert not desk.platform.made("POST /v1/challenges")


def test_the_same_touch_sent_twice_still_shows_its_number(desk: Desk, card: CardDouble) -> None:
    look_up(desk)
    assert "1800 0000 0011" in desk.arrive(desk.post("/lookup", page="/lookup/result"))
    assert len(desk.platform.made("POST /v1/lookups")) == 1
    assert not card.verified


def test_a_provider_that_wants_a_proof_gets_one(desk: Desk, card: CardDouble) -> None:
    desk.platform.say("POST /v1/lookups", problem("card-not-proved", 403), (200, desk.platform.found()))
    assert "ご本人の暗証番号が必要です" in desk.arrive(desk.post("/lookup"))
    wrong = desk.post("/lookup/pin", pin="9999")
    assert "あと2回" in words(wrong.text)
    assert "1800 0000 0011" in desk.arrive(desk.post("/lookup/pin", pin="1234"))
    body = desk.platform.made("POST /v1/lookups")[1].body
    assert body is not None
    assert body["card"].keys() == {"user_certificate", "challenge_id", "signature"}
    assert card.verified


def test_a_proof_is_over_when_the_card_leaves(desk: Desk, card: CardDouble) -> None:
    assert card.tries == 3
    desk.platform.say("POST /v1/lookups", problem("card-not-proved", 403))
    desk.post("/lookup")
    desk.reader.take()
    assert desk.post("/lookup/pin", page="/lookup", pin="1234").headers["Location"] == "/lookup?done=over"


def test_a_refused_proof_ends_the_visit(desk: Desk, card: CardDouble) -> None:
    assert card.tries == 3
    desk.platform.say(
        "POST /v1/lookups",
        problem("card-not-proved", 403),
        problem("certificate-revoked", 403, "失効しています。"),
    )
    desk.post("/lookup")
    assert "失効しています。" in words(desk.post("/lookup/pin", pin="1234").text)
    assert not desk.visits._visits


@pytest.mark.usefixtures("card")
def test_the_barcode_has_an_address_of_its_own_without_the_number(desk: Desk) -> None:
    look_up(desk, hand_over=BARCODE)
    assert 'src="/lookup/barcode.svg"' in desk.get("/lookup/result").text
    picture = desk.get("/lookup/barcode.svg")
    assert picture.mimetype == "image/svg+xml"
    assert picture.headers["Cache-Control"] == "no-store"
    assert desk.get("/lookup/label.pdf").status_code == 404


@pytest.mark.usefixtures("card")
def test_a_number_without_bars_is_shown_to_be_typed(desk: Desk) -> None:
    page = look_up(desk, hand_over={"method": "barcode", "symbology": "nw7", "data": "180000000011"})
    assert "バーコードにできません" in page
    assert "1800 0000 0011" in page
    assert desk.get("/lookup/barcode.svg").status_code == 404


@pytest.mark.usefixtures("card")
def test_the_label_is_a_pdf_that_is_not_stored(desk: Desk) -> None:
    assert "本日限り" in look_up(desk, hand_over=LABEL)
    label = desk.get("/lookup/label.pdf")
    assert label.mimetype == "application/pdf"
    assert label.headers["Cache-Control"] == "no-store"
    assert desk.get("/lookup/barcode.svg").status_code == 404


def test_a_missing_font_is_said_plainly(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, label_font=tmp_path / "none.ttc")
    desk.reader.put(CardDouble())
    look_up(desk, hand_over=LABEL)
    answer = desk.get("/lookup/label.pdf")
    assert answer.status_code == 422
    assert "Noto Sans CJK" in words(answer.text)
    assert "1800 0000 0011" in words(answer.text)


@pytest.mark.usefixtures("card")
def test_typing_waits_until_the_clerk_clicked_into_the_other_window(desk: Desk) -> None:
    assert "5秒以内に" in look_up(desk, hand_over=KEYBOARD)
    assert desk.keystrokes.typed == []
    assert [seconds for seconds, _act in desk.due] == [5]
    desk.run_due()
    assert desk.keystrokes.typed == ["180000000011"]
    assert "番号を入力しました" in words(desk.get("/lookup/result").text)
    assert desk.get("/state").json == {"alive": True, "mark": 1}


@pytest.mark.usefixtures("card")
def test_typing_is_done_at_once_when_another_window_has_the_focus(desk: Desk) -> None:
    finds(desk, hand_over=KEYBOARD)
    desk.post("/lookup", by="touch")
    assert desk.keystrokes.typed == ["180000000011"]


@pytest.mark.usefixtures("card")
def test_nothing_is_typed_when_the_card_has_left(desk: Desk) -> None:
    look_up(desk, hand_over=KEYBOARD)
    desk.reader.take()
    desk.run_due()
    assert desk.keystrokes.typed == []


@pytest.mark.usefixtures("card")
def test_failed_keystrokes_leave_the_number_to_be_typed_by_hand(desk: Desk) -> None:
    desk.keystrokes.broken = True
    look_up(desk, hand_over=KEYBOARD)
    desk.run_due()
    page = words(desk.get("/lookup/result").text)
    assert "手で入力してください" in page
    assert "1800 0000 0011" in page
    desk.keystrokes.broken = False
    desk.post("/lookup/type", page="/lookup/result")
    desk.post("/lookup/type", page="/lookup/result")
    desk.run_due()
    assert desk.keystrokes.typed == ["180000000011"]


@pytest.mark.usefixtures("card")
@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"basic_information": "changed"}, "登録内容が変わっています"),
        ({"basic_information": "unknown"}, "確認できませんでした"),
        ({"revocation": "stale"}, "失効情報が最新ではありません"),
    ],
)
def test_says_what_the_clerk_should_know(desk: Desk, more: dict[str, str], sentence: str) -> None:
    assert sentence in look_up(desk, **more)


@pytest.mark.usefixtures("card")
def test_says_nothing_needless(desk: Desk) -> None:
    page = look_up(desk)
    assert "変わっています" not in page
    assert "最新ではありません" not in page


@pytest.mark.usefixtures("card")
def test_the_result_ends_when_the_card_leaves(desk: Desk) -> None:
    look_up(desk, hand_over=BARCODE)
    desk.reader.take()
    assert desk.get("/state").json == {"alive": False, "mark": None}
    assert desk.get("/lookup/result").headers["Location"] == "/lookup?done=over"
    assert desk.get("/lookup/barcode.svg").status_code == 404
    assert not desk.visits._visits


@pytest.mark.usefixtures("card")
def test_the_result_ends_after_thirty_idle_seconds_and_needs_a_new_touch(desk: Desk) -> None:
    look_up(desk)
    desk.clock.pass_seconds(30)
    assert "結果を消しました" in desk.arrive(desk.get("/lookup/result"))
    assert desk.get("/reader").json == {"present": True, "fresh": False, "reader": True}
    assert "いったん外して" in words(desk.post("/lookup").text)
    assert len(desk.platform.made("POST /v1/lookups")) == 1
    desk.reader.take()
    desk.reader.put(CardDouble())
    assert "1800 0000 0011" in look_up(desk)


@pytest.mark.usefixtures("card")
def test_a_window_whose_result_is_over_does_not_end_the_next_ones(desk: Desk) -> None:
    """Two windows of one browser: the old result notices the new card while the other one asks for it."""
    look_up(desk)
    desk.reader.take()
    desk.reader.put(CardDouble())
    finds(desk)
    desk.post("/lookup")
    assert "結果を消しました" in words(desk.get("/lookup?done=over").text)
    assert "1800 0000 0011" in words(desk.get("/lookup/result").text)
    desk.get("/lookup")
    assert desk.get("/lookup/result").status_code == 302


@pytest.mark.usefixtures("card")
def test_a_sign_of_life_keeps_the_result(desk: Desk) -> None:
    look_up(desk)
    token = token_of(desk.get("/lookup/result").text)
    desk.clock.pass_seconds(20)
    headers = {"Origin": HERE, "X-CSRF-Token": token}
    assert desk.client.post("/state/activity", base_url=HERE, headers=headers).status_code == 204
    desk.clock.pass_seconds(20)
    assert desk.get("/lookup/result").status_code == 200


@pytest.mark.usefixtures("card")
def test_another_browser_sees_nothing_of_the_result(desk: Desk) -> None:
    look_up(desk)
    other = desk.client.application.test_client()
    assert other.get("/lookup/result", base_url=HERE).status_code == 302


@pytest.mark.usefixtures("card")
def test_without_javascript_the_result_renews_itself(desk: Desk) -> None:
    look_up(desk)
    assert '<noscript><meta http-equiv="refresh" content="3">' in desk.get("/lookup/result").text


def test_no_card_and_no_reader_are_told_apart(desk: Desk) -> None:
    assert "カードがありません" in words(desk.post("/lookup").text)
    desk.reader.broken = True
    assert "つながりません" in words(desk.post("/lookup").text)
    assert desk.get("/reader").json == {"present": False, "fresh": False, "reader": False}


@pytest.mark.usefixtures("card")
def test_an_outage_is_one_sentence_and_the_card_may_try_again(desk: Desk) -> None:
    desk.platform.silent("POST /v1/lookups")
    answer = desk.post("/lookup")
    assert answer.status_code == 503
    said = words(answer.text)
    assert (
        "マイキープラットフォームから返事がないため、貸出などの手続きは、いつもの利用カードの番号で" in said
    )
    assert "1800 0000 0011" in look_up(desk)


@pytest.mark.usefixtures("card")
@pytest.mark.parametrize("code", ["not-linked", "certificate-revoked", "mykey-id-paused"])
def test_a_refusal_says_that_the_loan_goes_on(desk: Desk, code: str) -> None:
    desk.platform.say("POST /v1/lookups", problem(code, 403, "理由です。"))
    answer = desk.post("/lookup")
    assert answer.status_code == 422
    assert "理由です。" in words(answer.text)
    assert "いつもの利用カードの番号で続けてください" in words(answer.text)
    assert desk.get("/reader").json == {"present": True, "fresh": False, "reader": True}


@pytest.mark.usefixtures("card")
@pytest.mark.parametrize("answer", [{}, {"service_id": 5}, {"hand_over": {"method": "fax"}}])
def test_an_answer_that_cannot_be_read_is_an_outage(desk: Desk, answer: dict[str, Any]) -> None:
    desk.platform.say("POST /v1/lookups", (200, {**desk.platform.found(), **answer} if answer else {}))
    assert desk.post("/lookup").status_code == 503
    assert not desk.visits._visits
