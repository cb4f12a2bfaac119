"""Vouchers at a machine: card, choice, question, sheet; unused ones cancelled. At a shop: seen, taken."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.support.leak_guard import LeakGuard
from tests.unit.desk.card_double import PIN, CardDouble
from tests.unit.desk.desk_double import Desk, words
from tests.unit.desk.platform_double import problem
from tests.unit.desk.till_double import SESSION, kept, make_till, purse, receipt, session

CODE = "7K2M0QXT94RB5HNW"
FACES = {"faces": [500, 1000], "days": 90, "most_at_once": 10}


def issued(*faces: int) -> dict[str, Any]:
    vouchers = [
        {"code": f"{CODE[:-1]}{place}", "ends_on": "2026-04-01", "points": face, "receipt_number": 7 + place}
        for place, face in enumerate(faces)
    ]
    return {"vouchers": vouchers, "left": 0}


@pytest.fixture
def machine(tmp_path: Path, leak_guard: LeakGuard) -> Desk:
    """Nothing of a session or a code stands in a file or a log."""
    made = make_till(tmp_path, "issue-vouchers")
    made.platform.say("POST /v1/sessions", (201, session(purse(3000), purpose="voucher")))
    made.platform.say("GET /v1/voucher-faces", (200, FACES))
    made.reader.put(CardDouble())
    for value in (SESSION, CODE[:-1]):
        leak_guard.watch(value, "what is worth points")
    leak_guard.watch_directory(tmp_path)
    return made


@pytest.fixture
def shop(tmp_path: Path) -> Desk:
    return make_till(tmp_path)


def begin(machine: Desk) -> str:
    return machine.arrive(machine.post("/till/vouchers", pin=PIN))


def test_from_the_card_to_the_sheet(machine: Desk) -> None:
    machine.platform.say("POST /v1/vouchers", (201, issued(500, 500, 1000)))
    assert "3,000ポイント" in begin(machine)
    (ticket,) = machine.platform.made("POST /v1/points-tickets")
    assert ticket.body is not None
    assert ticket.body["purpose"] == "voucher"
    assert set(ticket.body["card"]) == {"user_certificate", "challenge_id", "signature"}
    page = machine.arrive(machine.post("/till/vouchers/choice", face_500="２", face_1000="1"))
    for word in ("2,000ポイント", "2枚", "1枚", "1,000ポイント"):
        assert word in page
    answer = machine.post("/till/vouchers/confirm")
    assert answer.headers["Location"] == "/till/vouchers/done"
    machine.reader.take()  # the person may have the card back before the printer is ready
    page = machine.get("/till/vouchers/done").text
    for word in ("No. 7", "No. 9", "2026年4月1日"):
        assert word in words(page)
    assert CODE[:-1] not in page
    (sent,) = machine.platform.made("POST /v1/vouchers")
    assert sent.body == {"session": SESSION, "purse": "municipal", "faces": [500, 500, 1000]}
    pdf = machine.get("/till/vouchers/sheet.pdf")
    assert (pdf.mimetype, pdf.data[:5]) == ("application/pdf", b"%PDF-")
    assert pdf.headers["Cache-Control"] == "no-store"
    machine.clock.pass_seconds(30)
    assert machine.get("/till/vouchers/done").headers["Location"] == "/?done=over"
    assert machine.get("/till/vouchers/sheet.pdf").status_code == 404


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "枚数を入力してください"),
        ({"face_500": "11"}, "0から10までの枚数"),
        ({"face_500": "-1"}, "0から10までの枚数"),
        ({"face_500": "two"}, "0から10までの枚数"),
        ({"face_500": "10", "face_1000": "1"}, "合わせて10枚まで"),
        ({"face_1000": "4"}, "使えるのは3,000ポイントまで"),
    ],
)
def test_what_cannot_be_chosen(machine: Desk, typed: dict[str, str], sentence: str) -> None:
    begin(machine)
    answer = machine.post("/till/vouchers/choice", **typed)
    assert (answer.status_code, sentence in words(answer.text)) == (422, True)


def test_the_citizen_chooses_the_purse_where_there_are_two(machine: Desk) -> None:
    machine.platform.say("POST /v1/sessions", (201, session(purse(3000), purse(500, "e1", "夏の応援"))))
    machine.platform.say("POST /v1/vouchers", (201, issued(500)))
    begin(machine)
    for wrong in ({}, {"purse": "e9"}):
        assert machine.post("/till/vouchers/choice", face_500="1", **wrong).status_code == 422
    assert machine.post("/till/vouchers/choice", face_500="2", purse="e1").status_code == 422
    machine.arrive(machine.post("/till/vouchers/choice", face_500="1", purse="e1"))
    machine.post("/till/vouchers/confirm")
    (sent,) = machine.platform.made("POST /v1/vouchers")
    assert sent.body == {"session": SESSION, "purse": "e1", "faces": [500]}


def test_an_answer_that_was_lost_is_asked_for_again_under_the_same_key(machine: Desk) -> None:
    machine.platform.silent("POST /v1/vouchers")
    begin(machine)
    machine.post("/till/vouchers/choice", face_500="1")
    lost = machine.post("/till/vouchers/confirm")
    assert (lost.status_code, "二重になることはありません" in words(lost.text)) == (503, True)
    machine.platform.say("POST /v1/vouchers", (201, issued(500)))
    assert "発行しました" in machine.arrive(machine.post("/till/vouchers/confirm"))
    calls = machine.platform.made("POST /v1/vouchers")
    assert len(calls) == 3
    assert len({call.headers["Idempotency-Key"] for call in calls}) == 1


def test_what_the_points_side_refuses(machine: Desk) -> None:
    begin(machine)
    machine.post("/till/vouchers/choice", face_500="1")
    machine.platform.say(
        "POST /v1/vouchers", problem("points-insufficient", 409, "足りません。", available=100)
    )
    answer = machine.post("/till/vouchers/confirm")
    assert "100ポイントまで" in words(answer.text)
    machine.post("/till/vouchers/choice", page="/till/vouchers/choice", face_500="1")
    machine.platform.say("POST /v1/vouchers", problem("till-session-over", 410, "時間が過ぎました。"))
    assert "はじめから操作" in words(machine.post("/till/vouchers/confirm").text)
    assert machine.get("/till/vouchers/choice").headers["Location"] == "/?done=over"
    machine.platform.say("GET /v1/voucher-faces", (200, FACES | {"faces": []}))
    none = machine.post("/till/vouchers", pin=PIN)
    assert (none.status_code, "いまポイント券を発行していません" in words(none.text)) == (422, True)
    assert len(machine.platform.made("POST /v1/points-tickets")) == 1
    machine.platform.say("GET /v1/voucher-faces", (200, FACES))
    assert machine.post("/till/vouchers", pin="12").status_code == 422
    for path in ("choice", "confirm", "unused", "unused/confirm"):
        assert machine.get(f"/till/vouchers/{path}").headers["Location"] == "/?done=over"
        gone = machine.post(f"/till/vouchers/{path}", page="/till/vouchers")
        assert gone.headers["Location"] == "/?done=over"


def test_without_points_nothing_is_chosen(machine: Desk) -> None:
    machine.platform.say("POST /v1/sessions", (201, session(purse(0))))
    assert "使えるポイントがありません" in begin(machine)
    assert machine.post("/till/vouchers/choice", face_500="1").status_code == 422


def test_an_unused_one_is_cancelled_and_another_issued(machine: Desk) -> None:
    unused = {"vouchers": [{"receipt_number": 7, "points": 1000, "ends_on": "2026-04-01"}]}
    machine.platform.say("POST /v1/voucher-list", (200, unused))
    begin(machine)
    page = machine.get("/till/vouchers/unused")
    for word in ("No. 7", "1,000ポイント", "2026年4月1日"):
        assert word in words(page.text)
    other = machine.post("/till/vouchers/unused", number="8")
    assert other.headers["Location"] == "/till/vouchers/unused"
    assert "もう使えなくなります" in machine.arrive(machine.post("/till/vouchers/unused", number="7"))
    machine.platform.silent("POST /v1/voucher-cancellations")
    assert machine.post("/till/vouchers/unused/confirm").status_code == 503
    machine.platform.say("POST /v1/voucher-cancellations", (201, receipt(9, cancels=7)))
    machine.platform.say("POST /v1/balance", (200, {"purses": [purse(4000)]}))
    machine.platform.say("POST /v1/voucher-list", (200, {"vouchers": []}))
    after = machine.arrive(machine.post("/till/vouchers/unused/confirm"))
    assert "ポイント券を取り消しました" in after
    calls = machine.platform.made("POST /v1/voucher-cancellations")
    assert len({call.headers["Idempotency-Key"] for call in calls}) == 1
    assert calls[0].body == {"session": SESSION, "receipt_number": 7}
    assert "4,000ポイント" in words(machine.get("/till/vouchers/choice").text)


def test_one_that_was_used_meanwhile_stays(machine: Desk) -> None:
    unused = {"vouchers": [{"receipt_number": 7, "points": 1000, "ends_on": "2026-04-01"}]}
    machine.platform.say("POST /v1/voucher-list", (200, unused))
    machine.platform.say("POST /v1/voucher-cancellations", problem("voucher-used", 409, "使用済みです。"))
    begin(machine)
    machine.post("/till/vouchers/unused", number="7")
    answer = machine.post("/till/vouchers/unused/confirm")
    assert (answer.status_code, "使用済みです" in words(answer.text)) == (422, True)


def test_a_shop_looks_and_takes_and_gives_back(shop: Desk, leak_guard: LeakGuard) -> None:
    leak_guard.watch(CODE, "a voucher's code")
    shop.platform.say("POST /v1/voucher-checks", (200, {"points": 1000, "ends_on": "2026-04-01"}))
    page = shop.arrive(shop.post("/till/voucher", code=f" {CODE}\n"))
    for word in ("1,000ポイント", "2026年4月1日", "まだ受け取っていません"):
        assert word in page
    assert CODE not in page
    shop.platform.silent("POST /v1/voucher-takes")
    assert shop.post("/till/voucher/confirm").status_code == 503
    shop.platform.say("POST /v1/voucher-takes", (201, receipt(14, amount=1000)))
    page = shop.arrive(shop.post("/till/voucher/confirm"))
    for word in ("ポイント券を受け取りました", "No. 14", "1,000ポイント"):
        assert word in page
    calls = shop.platform.made("POST /v1/voucher-takes")
    assert calls[-1].body == {"code": CODE}
    assert len({call.headers["Idempotency-Key"] for call in calls}) == 1
    shop.platform.say("GET /v1/receipts/14", (200, kept("take-voucher", receipt_number=14)))
    shop.platform.say("POST /v1/cancellations", (201, receipt(15, cancels=14)))
    assert "ポイント券での支払い" in words(shop.get("/till/receipts/14").text)
    shop.post("/till/cancel", number="14")
    page = shop.arrive(shop.post("/till/cancel/confirm"))
    assert "また使えるようになった券の額面" in page


def test_what_a_shop_does_not_take(shop: Desk) -> None:
    for code in ("", "   ", "x" * 101):
        assert "読み取れませんでした" in words(shop.post("/till/voucher", code=code).text)
    assert shop.platform.made("POST /v1/voucher-checks") == []
    for answer, status, sentence in (
        (problem("voucher-unknown", 404, "見つかりません。"), 422, "16文字を見直して"),
        (problem("voucher-used", 409, "使用済みです。"), 422, "ほかの方法で"),
        (problem("request-invalid", 422), 422, "読み取れませんでした"),
        ((200, {"points": "1000", "ends_on": "2026-04-01"}), 503, "返事がありません"),
        ((200, {"points": 1000, "ends_on": "soon"}), 503, "返事がありません"),
    ):
        shop.platform.say("POST /v1/voucher-checks", answer)
        told = shop.post("/till/voucher", code=CODE)
        assert (told.status_code, sentence in words(told.text)) == (status, True), sentence
        assert CODE not in told.text
    shop.platform.say("POST /v1/voucher-checks", (200, {"points": 1000, "ends_on": "2026-04-01"}))
    shop.platform.say("POST /v1/voucher-takes", problem("voucher-used", 409, "使用済みです。"))
    shop.post("/till/voucher", code=CODE)
    assert shop.post("/till/voucher/confirm").status_code == 422
    assert shop.get("/till/voucher/confirm").headers["Location"] == "/?done=over"
    assert shop.post("/till/voucher/confirm", page="/till/voucher").headers["Location"] == "/?done=over"


@pytest.mark.parametrize("answer", [{}, {"vouchers": [{}]}, {"vouchers": [{"code": "short"}]}])
def test_vouchers_that_nobody_can_read_are_silence(machine: Desk, answer: dict[str, Any]) -> None:
    begin(machine)
    machine.post("/till/vouchers/choice", face_500="1")
    machine.platform.say("POST /v1/vouchers", (201, answer))
    assert machine.post("/till/vouchers/confirm").status_code == 503


def test_without_a_font_the_points_are_not_lost(tmp_path: Path) -> None:
    machine = make_till(tmp_path, "issue-vouchers", label_font=tmp_path / "none.ttc")
    machine.platform.say("GET /v1/voucher-faces", (200, FACES))
    machine.platform.say("POST /v1/vouchers", (201, issued(500)))
    machine.reader.put(CardDouble())
    begin(machine)
    machine.post("/till/vouchers/choice", face_500="1")
    machine.post("/till/vouchers/confirm")
    answer = machine.get("/till/vouchers/sheet.pdf")
    assert (answer.status_code, "取り消すと、ポイントは戻ります" in words(answer.text)) == (422, True)
