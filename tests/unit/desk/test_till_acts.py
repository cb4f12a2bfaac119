"""Enrol, grant, take a payment back, see a receipt; and what the menu offers."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.desk.card_double import CardDouble
from tests.unit.desk.desk_double import Desk, words
from tests.unit.desk.platform_double import problem
from tests.unit.desk.till_double import SESSION, STANDING, TICKET, kept, make_till, receipt, session

CODE = "ABCD-EFGH-JKLM-NPQR"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_till(tmp_path)


@pytest.fixture
def office(tmp_path: Path) -> Desk:
    made = make_till(tmp_path, "grant-points")
    made.platform.say("POST /v1/sessions", (201, session(purpose="grant")))
    made.reader.put(CardDouble())
    return made


@pytest.mark.parametrize(
    ("kind", "offered", "not_offered"),
    [
        (
            "spend-points",
            ["/till/card", "/till/code", "/till/voucher", "/till/cancel", "/till/receipts"],
            ["/lookup", "/till/grant"],
        ),
        ("service-id", ["/till/card", "/till/code", "/lookup", "/link"], ["/till/grant"]),
        ("grant-points", ["/till/grant", "/till/receipts"], ["/till/card", "/till/cancel", "/lookup"]),
        ("issue-vouchers", ["/till/vouchers", "/contact"], ["/till/card", "/till/grant", "/till/voucher"]),
    ],
)
def test_the_menu_by_kind(tmp_path: Path, kind: str, offered: list[str], not_offered: list[str]) -> None:
    page = make_till(tmp_path, kind).get("/").text
    assert [path for path in offered if f'href="{path}"' not in page] == []
    assert [path for path in not_offered if f'href="{path}"' in page] == []


def test_the_menu_names_the_shop_and_stays_when_the_points_side_is_silent(desk: Desk) -> None:
    assert "みほん書店" in words(desk.get("/").text)
    desk.clock.pass_seconds(61)
    desk.platform.silent("GET /v1/till")
    answer = desk.get("/")
    assert "ポイントのシステムから返事がありません" in words(answer.text)
    assert 'href="/till/card"' in answer.text


def test_a_machine_that_is_no_till_is_enrolled_first(tmp_path: Path) -> None:
    desk = make_till(tmp_path, enrolled=False)
    assert 'href="/till/enrol"' in desk.get("/").text
    for path in ("card", "code", "grant", "cancel", "receipts", "receipts/1", "vouchers", "voucher"):
        assert desk.get(f"/till/{path}").headers["Location"] == "/till/enrol"
    assert desk.post("/till/enrol", code="").status_code == 422
    desk.platform.say("POST /v1/enrolment", problem("enrolment-code-invalid", 401, "正しくありません。"))
    answer = desk.post("/till/enrol", code=CODE)
    assert "登録コードを見直して" in words(answer.text)
    assert CODE not in answer.text
    desk.platform.say("POST /v1/enrolment", problem("broken", 500), (201, STANDING))
    assert "ポイントの端末として登録しました" in desk.arrive(desk.post("/till/enrol", code=CODE))
    assert 'href="/till/card"' in desk.get("/").text
    (refused, lost, done) = desk.platform.made("POST /v1/enrolment")
    assert lost.body == done.body == refused.body
    assert "Signature" not in done.headers
    assert CODE not in "".join(file.read_text() for file in desk.state_dir.iterdir())


def test_a_key_of_another_till_is_replaced(desk: Desk) -> None:
    before = desk.state_dir.joinpath("till.key")
    desk.get("/")
    former = before.read_bytes()
    in_use = problem("till-key-in-use", 409, "別の端末の鍵です。")
    desk.platform.say("POST /v1/enrolment", in_use, (201, STANDING | {"till_id": "51515151"}))
    desk.arrive(desk.post("/till/enrol", code=CODE))
    first, second = desk.platform.made("POST /v1/enrolment")
    assert first.body is not None
    assert second.body is not None
    assert first.body["public_key"] != second.body["public_key"]
    assert before.read_bytes() != former
    assert before.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("answer", [{"till_kind": "spend"}, {**STANDING, "till_id": 5}])
def test_an_enrolment_nobody_can_read_is_silence(desk: Desk, answer: dict[str, object]) -> None:
    desk.platform.say("POST /v1/enrolment", (201, answer))
    assert desk.post("/till/enrol", code=CODE).status_code == 503


def test_a_grant_needs_a_touch_and_shows_no_balance(office: Desk) -> None:
    office.platform.say("POST /v1/grants", (201, receipt(3, ends_on="2027-01-31", left=9500)))
    page = office.arrive(office.post("/till/grant"))
    assert "残高" not in page
    (ticket,) = office.platform.made("POST /v1/points-tickets")
    assert ticket.body is not None
    assert ticket.body["purpose"] == "grant"
    assert set(ticket.body["card"]) == {"user_certificate"}
    assert "500ポイント" in office.arrive(office.post("/till/amount", amount="500"))
    page = office.arrive(office.post("/till/confirm"))
    for word in ("付与が終わりました", "No. 3", "2027年1月31日"):
        assert word in page
    assert "9,500" not in page  # it would tell what was granted before
    (granted,) = office.platform.made("POST /v1/grants")
    assert granted.body == {"session": SESSION, "amount": 500}


def test_a_grant_above_the_limit_is_typed_anew(office: Desk) -> None:
    office.platform.say("POST /v1/grants", problem("grant-limit", 422, "多すぎます。", most=1000))
    office.post("/till/grant")
    office.post("/till/amount", amount="5000")
    page = words(office.post("/till/confirm").text)
    assert "1,000ポイントまで" in page
    assert "お支払い" not in page


def test_a_grant_without_a_card_asks_nobody(office: Desk) -> None:
    office.reader.take()
    assert office.post("/till/grant").status_code == 422
    office.reader.put(CardDouble())
    office.platform.silent("POST /v1/points-tickets")
    assert office.post("/till/grant").status_code == 503
    assert office.platform.made("POST /v1/sessions") == []


def test_a_payment_of_today_is_taken_back_once(desk: Desk) -> None:
    desk.platform.say("GET /v1/receipts/12", (200, kept()))
    desk.platform.silent("POST /v1/cancellations")
    page = desk.arrive(desk.post("/till/cancel", number="Ｎｏ．１２"))
    for word in ("No. 12", "500ポイント", "みほん書店", "2026年1月1日"):
        assert word in page
    assert "二重になることはありません" in words(desk.post("/till/cancel/confirm").text)
    desk.platform.say("POST /v1/cancellations", (201, receipt(13, cancels=12)))
    page = desk.arrive(desk.post("/till/cancel/confirm"))
    for word in ("支払いを取り消しました", "No. 13", "No. 12"):
        assert word in page
    calls = desk.platform.made("POST /v1/cancellations")
    assert calls[0].body == {"receipt_number": 12}
    assert len({call.headers["Idempotency-Key"] for call in calls}) == 1


@pytest.mark.parametrize("typed", ["", "twelve", "0", "-1", "99999999999"])
def test_what_is_no_receipt_number_is_not_asked_for(desk: Desk, typed: str) -> None:
    assert desk.post("/till/cancel", number=typed).status_code == 422
    assert desk.post("/till/receipts", number=typed).status_code == 422
    assert desk.platform.made("GET /v1/receipts/0") == []


def test_what_cannot_be_taken_back_is_said_before_the_question(desk: Desk) -> None:
    for found, sentence in (
        (kept(cancelled_by=13), "取り消し済みです"),
        (kept("grant"), "ポイントでの支払いではありません"),
    ):
        desk.platform.say("GET /v1/receipts/12", (200, found))
        answer = desk.post("/till/cancel", number="12")
        assert answer.status_code == 422
        assert sentence in words(answer.text)
    desk.platform.say("GET /v1/receipts/12", problem("receipt-not-found", 404, "ありません。"))
    assert "見直してください" in words(desk.post("/till/cancel", number="12").text)
    desk.platform.silent("GET /v1/receipts/12")
    assert desk.post("/till/cancel", number="12").status_code == 503


def test_yesterdays_payment_stays(desk: Desk) -> None:
    desk.platform.say("GET /v1/receipts/12", (200, kept()))
    desk.platform.say("POST /v1/cancellations", problem("not-today", 409, "今日の支払いではありません。"))
    desk.post("/till/cancel", number="12")
    answer = desk.post("/till/cancel/confirm")
    assert answer.status_code == 422
    assert "担当者に相談" in words(answer.text)
    assert desk.get("/till/cancel/confirm").status_code == 302


def test_a_cancel_left_alone_is_over(desk: Desk) -> None:
    desk.platform.say("GET /v1/receipts/12", (200, kept()))
    desk.post("/till/cancel", number="12")
    desk.clock.pass_seconds(30)
    assert desk.get("/till/cancel/confirm").headers["Location"] == "/?done=over"
    assert desk.post("/till/cancel/confirm", page="/till/cancel").headers["Location"] == "/?done=over"


def test_a_receipt_for_screen_and_paper(desk: Desk) -> None:
    desk.platform.say("GET /v1/receipts/12", (200, kept(cancelled_by=13)))
    page = desk.arrive(desk.post("/till/receipts", number="１２"))
    for word in ("みほん書店", "No. 12", "500ポイント", "ポイントでの支払い", "No. 13"):
        assert word in page
    desk.platform.say("GET /v1/receipts/12", problem("receipt-not-found", 404))
    assert desk.get("/till/receipts/12").status_code == 422
    desk.platform.say("GET /v1/receipts/12", (200, kept(day="yesterday")))
    assert desk.get("/till/receipts/12").status_code == 503


def test_an_unregistered_machine_begins_at_screen_9(tmp_path: Path) -> None:
    desk = make_till(tmp_path)
    (desk.state_dir / "terminal.json").unlink()
    desk.reader.put(CardDouble())
    assert desk.post("/till/card", pin="1234").headers["Location"] == "/register"


def test_the_ticket_never_stands_in_a_page_or_file(office: Desk) -> None:
    pages = [office.post("/till/grant").text, office.get("/till/amount").text]
    files = [file.read_text() for file in office.state_dir.iterdir()]
    assert not any(TICKET in text or SESSION in text for text in (*pages, *files))
