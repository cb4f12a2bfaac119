"""Card with PIN or QR code, balance, amount, question, done: and what is never kept or shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.leak_guard import LeakGuard
from tests.unit.desk.card_double import PIN, CardDouble, certificate_of
from tests.unit.desk.desk_double import Desk, words
from tests.unit.desk.platform_double import problem
from tests.unit.desk.till_double import SESSION, TICKET, make_till, paid, purse, session

PAY_CODE = "paycodepaycodepaycode0123456789"


@pytest.fixture
def desk(tmp_path: Path, leak_guard: LeakGuard) -> Desk:
    """A till; neither its files nor its logs may hold anything that opens a door to the person."""
    made = make_till(tmp_path)
    made.reader.put(CardDouble())
    leak_guard.watch_certificate(certificate_of("rsa"))
    for value in (TICKET, SESSION, PAY_CODE):
        leak_guard.watch(value, "what opens a session")
    leak_guard.watch_directory(tmp_path)
    return made


def open_by_card(desk: Desk) -> str:
    return desk.arrive(desk.post("/till/card", pin=PIN))


def choose(desk: Desk, amount: str, **more: str) -> str:
    return desk.arrive(desk.post("/till/amount", amount=amount, **more))


def test_card_balance_amount_question_done(desk: Desk) -> None:
    desk.platform.say("POST /v1/spends", (201, paid()))
    assert "3,000ポイント" in open_by_card(desk)
    page = choose(desk, "５００")
    assert "500ポイント" in page
    assert "2,500ポイント" in page
    page = desk.arrive(desk.post("/till/confirm"))
    for word in ("支払いが終わりました", "No. 12", "500ポイント", "2,500ポイント"):
        assert word in page
    (spent,) = desk.platform.made("POST /v1/spends")
    assert spent.body == {"session": SESSION, "amount": 500, "purse": "municipal"}
    assert spent.headers["Idempotency-Key"]


def test_each_side_is_called_with_its_own_key(desk: Desk) -> None:
    open_by_card(desk)
    (ticket,) = desk.platform.made("POST /v1/points-tickets")
    (opened,) = desk.platform.made("POST /v1/sessions")
    assert ticket.body is not None
    assert ticket.body["purpose"] == "spend"
    assert set(ticket.body["card"]) == {"user_certificate", "challenge_id", "signature"}
    assert opened.body == {"ticket": TICKET}
    assert 'keyid="00052459"' in ticket.headers["Signature-Input"]
    assert 'keyid="41414141"' in opened.headers["Signature-Input"]
    assert ticket.headers["MyKey-Device"] != opened.headers["MyKey-Device"]
    core_keys = (desk.state_dir / "device.key").read_bytes()
    assert core_keys != (desk.state_dir / "till.key").read_bytes()
    assert (desk.state_dir / "till.key").stat().st_mode & 0o777 == 0o600


def test_the_qr_code_is_sent_once_and_never_shown_again(desk: Desk) -> None:
    page = desk.arrive(desk.post("/till/code", code=f" {PAY_CODE}\n"))
    assert "3,000ポイント" in page
    assert desk.platform.made("POST /v1/sessions")[0].body == {"pay_code": PAY_CODE}
    desk.platform.say("POST /v1/sessions", problem("pay-code-expired", 410, "QRコードの期限が切れています。"))
    answer = desk.post("/till/code", code=PAY_CODE)
    assert answer.status_code == 422
    assert "QRコードを新しく表示してもらい" in words(answer.text)
    assert PAY_CODE not in answer.text


@pytest.mark.parametrize("code", ["", "   ", "x" * 401])
def test_what_is_no_code_is_not_sent(desk: Desk, code: str) -> None:
    assert desk.post("/till/code", code=code).status_code == 422
    assert desk.platform.made("POST /v1/sessions") == []


def test_a_code_of_another_form_is_said_so(desk: Desk) -> None:
    desk.platform.say("POST /v1/sessions", problem("request-invalid", 422))
    assert "読み取れませんでした" in words(desk.post("/till/code", code="https://example.jp").text)


def test_the_citizen_chooses_the_purse_where_there_are_two(desk: Desk) -> None:
    event = purse(800, "e1", "夏の応援")
    desk.platform.say("POST /v1/sessions", (201, session(purse(3000), event)))
    desk.platform.say("POST /v1/spends", (201, paid()))
    assert "夏の応援" in open_by_card(desk)
    assert desk.post("/till/amount", amount="100").status_code == 422
    assert desk.post("/till/amount", amount="801", purse="e1").status_code == 422
    assert desk.post("/till/amount", amount="100", purse="e9").status_code == 422
    choose(desk, "100", purse="e1")
    desk.post("/till/confirm")
    (spent,) = desk.platform.made("POST /v1/spends")
    assert spent.body is not None
    assert spent.body["purse"] == "e1"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "ポイント数を入力してください。"),
        ("1e3", "数字だけで入力してください。"),
        ("10円", "数字だけで入力してください。"),
        ("0", "1ポイント以上を入力してください。"),
        ("-5", "1ポイント以上を入力してください。"),
        ("９２２３３７２０３６８５４７７５８０８", "1,000,000ポイント以下で入力してください。"),
        ("3001", "使えるのは3,000ポイントまでです。"),
    ],
)
def test_an_amount_that_cannot_be(desk: Desk, typed: str, sentence: str) -> None:
    open_by_card(desk)
    answer = desk.post("/till/amount", amount=typed)
    assert answer.status_code == 422
    assert sentence in words(answer.text)


@pytest.mark.parametrize("typed", ["1000", "１，０００", "1,000", " 1000 ", "１０００"])
def test_an_amount_as_people_write_it(desk: Desk, typed: str) -> None:
    open_by_card(desk)
    assert "1,000ポイント" in choose(desk, typed)


def test_without_points_nothing_can_be_typed(desk: Desk) -> None:
    desk.platform.say("POST /v1/sessions", (201, session(purse(0))))
    page = open_by_card(desk)
    assert "使えるポイントがありません" in page
    assert "ほかの方法で" in page
    assert 'name="amount"' not in desk.get("/till/amount").text


def test_a_lost_answer_is_asked_for_once_more_with_the_same_key(desk: Desk) -> None:
    desk.platform.say("POST /v1/spends", problem("broken", 500), (201, paid()))
    open_by_card(desk)
    choose(desk, "500")
    assert "支払いが終わりました" in desk.arrive(desk.post("/till/confirm"))
    calls = desk.platform.made("POST /v1/spends")
    assert len({call.headers["Idempotency-Key"] for call in calls}) == 1
    assert len({call.headers["Signature-Input"] for call in calls}) == 2


def test_in_doubt_the_same_button_does_it_once(desk: Desk) -> None:
    desk.platform.silent("POST /v1/spends")
    open_by_card(desk)
    choose(desk, "500")
    answer = desk.post("/till/confirm")
    assert answer.status_code == 503
    assert "二重になることはありません" in words(answer.text)
    desk.platform.say("POST /v1/spends", (201, paid()))
    assert "支払いが終わりました" in desk.arrive(desk.post("/till/confirm"))
    assert len({call.headers["Idempotency-Key"] for call in desk.platform.made("POST /v1/spends")}) == 1


def test_too_little_goes_back_to_the_amount_with_a_new_key(desk: Desk) -> None:
    refusal = problem("points-insufficient", 409, "ポイントが足りません。", available=100)
    desk.platform.say("POST /v1/spends", refusal, (201, paid()))
    open_by_card(desk)
    choose(desk, "500")
    answer = desk.post("/till/confirm")
    assert "100ポイントまで" in words(answer.text)
    assert 'name="amount"' in answer.text
    choose(desk, "100")
    desk.post("/till/confirm")
    keys = [call.headers["Idempotency-Key"] for call in desk.platform.made("POST /v1/spends")]
    assert keys[0] != keys[1]


def test_a_session_that_is_over_ends_the_visit(desk: Desk) -> None:
    desk.platform.say("POST /v1/spends", problem("till-session-over", 410, "時間が過ぎました。"))
    open_by_card(desk)
    choose(desk, "500")
    assert "はじめから操作してください" in words(desk.post("/till/confirm").text)
    assert desk.get("/till/confirm").headers["Location"] == "/?done=over"


@pytest.mark.parametrize("path", ["/till/amount", "/till/confirm", "/till/done"])
def test_everything_is_gone_when_the_card_leaves_or_nobody_acts(desk: Desk, path: str) -> None:
    desk.platform.say("POST /v1/spends", (201, paid()))
    for leave in (desk.reader.take, lambda: desk.clock.pass_seconds(30)):
        if not desk.reader.presence().present:
            desk.reader.put(CardDouble())
        open_by_card(desk)
        if path != "/till/amount":
            choose(desk, "500")
        if path == "/till/done":
            desk.post("/till/confirm")
        leave()
        assert desk.get(path).headers["Location"] == "/?done=over"
        assert "残高" not in words(desk.get("/?done=over").text)


def test_with_a_qr_code_only_time_ends_it(desk: Desk) -> None:
    desk.reader.take()
    desk.post("/till/code", code=PAY_CODE)
    assert desk.get("/till/amount").status_code == 200
    desk.clock.pass_seconds(30)
    assert desk.get("/till/amount").status_code == 302
    assert desk.post("/till/amount", page="/till/code", amount="5").headers["Location"] == "/?done=over"


def test_a_wrong_pin_and_no_card_ask_nobody_for_a_ticket(desk: Desk) -> None:
    assert "あと2回" in words(desk.post("/till/card", pin="9999").text)
    assert desk.post("/till/card", pin="12").status_code == 422
    desk.reader.take()
    assert "カードがありません" in words(desk.post("/till/card", pin=PIN).text)
    assert desk.platform.made("POST /v1/points-tickets") == []


@pytest.mark.parametrize(
    ("call", "code", "status", "advice"),
    [
        ("POST /v1/points-tickets", "points-unavailable", 503, "少し待ってから"),
        ("POST /v1/points-tickets", "mykey-id-not-found", 404, "マイキーIDを作るよう"),
        ("POST /v1/points-tickets", "certificate-revoked", 403, "市区町村の窓口"),
        ("POST /v1/sessions", "points-account-not-found", 404, "ポイント口座をつくるよう"),
        ("POST /v1/sessions", "ticket-used", 409, "カードを置き直して"),
        ("POST /v1/sessions", "ticket-wrong-till", 403, "管理者に連絡"),
        ("POST /v1/sessions", "shop-closed", 403, "自治体のポイントの担当者"),
    ],
)
def test_every_refusal_says_what_to_do(desk: Desk, call: str, code: str, status: int, advice: str) -> None:
    desk.platform.say(call, problem(code, status, "理由です。"))
    answer = desk.post("/till/card", pin=PIN)
    page = words(answer.text)
    assert "理由です。" in page
    assert advice in page
    assert "貸出" not in page


@pytest.mark.parametrize("call", ["POST /v1/challenges", "POST /v1/points-tickets", "POST /v1/sessions"])
def test_silence_of_either_side_sends_nobody_away(desk: Desk, call: str) -> None:
    desk.platform.silent(call)
    answer = desk.post("/till/card", pin=PIN)
    assert answer.status_code == 503
    assert "お支払いは、ほかの方法で続けてください" in words(answer.text)


@pytest.mark.parametrize(
    "answer", [{}, {"session": SESSION, "purses": [{"purse": 1}]}, {"session": 5, "purses": []}]
)
def test_an_answer_nobody_can_read_is_silence(desk: Desk, answer: dict[str, object]) -> None:
    desk.platform.say("POST /v1/sessions", (201, answer))
    assert desk.post("/till/card", pin=PIN).status_code == 503
