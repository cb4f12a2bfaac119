from __future__ import annotations

from tests.unit.desk.desk_double import Desk, words
from tests.unit.desk.platform_double import problem

OLD, NEW = "180000000011", "180000000022"
TYPED = {"old": OLD, "old_again": OLD, "new": NEW, "new_again": "１８０００００００022"}


def test_shows_both_numbers_and_changes(desk: Desk) -> None:
    desk.platform.say("POST /v1/links/renumber", (200, {"service_id": NEW}))
    page = desk.arrive(desk.post("/renumber", **TYPED))
    assert "1800 0000 0011" in page
    assert "1800 0000 0022" in page
    assert "番号を変更しました" in desk.arrive(desk.post("/renumber/confirm"))
    assert desk.platform.made("POST /v1/links/renumber")[0].body == {"from": OLD, "to": NEW}


def test_refuses_what_does_not_agree_and_what_changes_nothing(desk: Desk) -> None:
    for wrong in ({"old_again": NEW}, {"new_again": OLD}, {"new": OLD, "new_again": OLD}):
        answer = desk.post("/renumber", **{**TYPED, **wrong})
        assert answer.status_code == 422
        assert f'value="{OLD}"' in answer.text


def test_a_refusal_brings_everything_back(desk: Desk) -> None:
    desk.platform.say(
        "POST /v1/links/renumber", problem("service-id-linked-elsewhere", 409, "ほかの人の番号です。")
    )
    desk.post("/renumber", **TYPED)
    answer = desk.post("/renumber/confirm")
    assert "ほかの人の番号です。" in words(answer.text)
    assert answer.text.count(f'value="{NEW}"') == 2


def test_silence_keeps_the_act_and_its_key(desk: Desk) -> None:
    desk.platform.silent("POST /v1/links/renumber")
    desk.post("/renumber", **TYPED)
    assert desk.post("/renumber/confirm").status_code == 503
    desk.platform.say("POST /v1/links/renumber", (200, {"service_id": NEW}))
    assert desk.post("/renumber/confirm").status_code == 302
    assert (
        len({call.headers["Idempotency-Key"] for call in desk.platform.made("POST /v1/links/renumber")}) == 1
    )


def test_ends_after_thirty_idle_seconds(desk: Desk) -> None:
    desk.post("/renumber", **TYPED)
    desk.clock.pass_seconds(30)
    assert desk.get("/renumber/confirm").status_code == 302
    assert desk.post("/renumber/confirm", page="/renumber").headers["Location"] == "/?done=over"
