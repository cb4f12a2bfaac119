from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.leak_guard import LeakGuard
from tests.unit.desk.desk_double import Desk, make_desk, words
from tests.unit.desk.platform_double import problem

PASSWORD = "K7MN4PQR8STVWX"


@pytest.fixture
def fresh(tmp_path: Path, leak_guard: LeakGuard) -> Desk:
    leak_guard.watch(PASSWORD, "a terminal password")
    leak_guard.watch_directory(tmp_path)
    return make_desk(tmp_path, registered=False)


def test_binds_this_machine_and_goes_on_to_the_contact(fresh: Desk) -> None:
    fresh.platform.say("POST /v1/activation", (201, fresh.platform.standing("contact-required")))
    answer = fresh.post("/register", terminal_id=" ０００５２４５９", password=PASSWORD)
    assert answer.headers["Location"] == "/contact"
    sent = fresh.platform.made("POST /v1/activation")[0].body
    assert sent is not None
    assert sent["terminal_id"] == "00052459"
    assert sent["password"] == PASSWORD
    assert len(sent["device_fingerprint"]) == 64
    assert sent["public_key"].keys() == {"kty", "crv", "x"}
    assert json.loads((fresh.state_dir / "terminal.json").read_text()) == {"terminal_id": "00052459"}


def test_a_wrong_password_keeps_the_id_and_drops_the_password(fresh: Desk) -> None:
    fresh.platform.say(
        "POST /v1/activation", problem("terminal-credentials-invalid", 401, "IDかパスワードが違います。")
    )
    answer = fresh.post("/register", terminal_id="00052459", password=PASSWORD)
    assert answer.status_code == 422
    assert "IDかパスワードが違います。" in words(answer.text)
    assert 'value="00052459"' in answer.text
    assert PASSWORD not in answer.text
    assert not (fresh.state_dir / "terminal.json").exists()


@pytest.mark.parametrize("terminal_id", ["", "1234567", "123456789", "abcdefgh", '1234567"'])
def test_refuses_what_is_no_terminal_id_before_sending(fresh: Desk, terminal_id: str) -> None:
    answer = fresh.post("/register", terminal_id=terminal_id, password=PASSWORD)
    assert answer.status_code == 422
    assert not fresh.platform.calls


def test_a_lost_answer_is_made_good_by_the_second_try(fresh: Desk) -> None:
    fresh.platform.silent("POST /v1/activation")
    answer = fresh.post("/register", terminal_id="00052459", password=PASSWORD)
    assert answer.status_code == 503
    assert "登録はまだ終わっていません" in words(answer.text)
    fresh.platform.say("POST /v1/activation", problem("terminal-already-activated", 409))
    assert fresh.post("/register", terminal_id="00052459", password=PASSWORD).status_code == 302
    first, second = fresh.platform.made("POST /v1/activation")
    assert first.body == second.body


def test_an_id_of_another_machine_stays_refused(fresh: Desk) -> None:
    fresh.platform.say(
        "POST /v1/activation", problem("terminal-already-activated", 409, "登録済みの端末です。")
    )
    fresh.platform.say("GET /v1/terminal", problem("signature-invalid", 401))
    answer = fresh.post("/register", terminal_id="00052459", password=PASSWORD)
    assert answer.status_code == 422
    assert "登録済みの端末です。" in words(answer.text)
    assert not (fresh.state_dir / "terminal.json").exists()


def test_says_that_it_is_registered_already(desk: Desk) -> None:
    assert "端末ID 00052459 で登録済みです" in words(desk.get("/register").text)
