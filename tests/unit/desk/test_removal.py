from __future__ import annotations

from tests.unit.desk.desk_double import Desk, words
from tests.unit.desk.platform_double import problem

NUMBER = "180000000011"


def test_shows_the_number_and_removes_it(desk: Desk) -> None:
    desk.platform.say("POST /v1/links/removal", (204, None))
    page = desk.arrive(desk.post("/removal", number="1800-0000-0011", number_again=NUMBER))
    assert "1800 0000 0011" in page
    assert not desk.platform.made("POST /v1/links/removal")
    assert "登録を取り消しました" in desk.arrive(desk.post("/removal/confirm"))
    assert desk.platform.made("POST /v1/links/removal")[0].body == {"service_id": NUMBER}
    assert not desk.visits._visits


def test_two_numbers_must_agree(desk: Desk) -> None:
    answer = desk.post("/removal", number=NUMBER, number_again="180000000012")
    assert answer.status_code == 422
    assert f'value="{NUMBER}"' in answer.text


def test_an_unknown_number_comes_back_with_the_reason(desk: Desk) -> None:
    desk.platform.say("POST /v1/links/removal", problem("not-linked", 404, "登録がありません。"))
    desk.post("/removal", number=NUMBER, number_again=NUMBER)
    answer = desk.post("/removal/confirm")
    assert "登録がありません。" in words(answer.text)
    assert f'value="{NUMBER}"' in answer.text


def test_pressing_again_after_a_silence_is_the_same_act(desk: Desk) -> None:
    desk.platform.silent("POST /v1/links/removal")
    desk.post("/removal", number=NUMBER, number_again=NUMBER)
    assert desk.post("/removal/confirm").status_code == 503
    desk.platform.say("POST /v1/links/removal", (204, None))
    desk.post("/removal/confirm")
    assert (
        len({call.headers["Idempotency-Key"] for call in desk.platform.made("POST /v1/links/removal")}) == 1
    )


def test_ends_after_thirty_idle_seconds(desk: Desk) -> None:
    desk.post("/removal", number=NUMBER, number_again=NUMBER)
    desk.clock.pass_seconds(30)
    assert desk.get("/removal/confirm").headers["Location"] == "/?done=over"
    assert desk.post("/removal/confirm", page="/removal").headers["Location"] == "/?done=over"
    assert not desk.platform.made("POST /v1/links/removal")
