from __future__ import annotations

import os
from pathlib import Path

import pytest

from mykey.handoff.settings import TicketsSettings
from mykey.kernel.settings import SettingMalformed, SettingMissing, load

GIVEN = {
    "MYKEY_TICKETS_KEY_RING": "keys.json",
    "MYKEY_TICKETS_SOCKET": "writer.sock",
    "MYKEY_TICKETS_POINTS_SEALING_KEY": "sealing.json",
}


def test_by_itself_it_answers_its_own_user_alone_and_takes_no_demo_keys() -> None:
    settings = load(TicketsSettings, GIVEN)
    assert settings.socket == Path("writer.sock")
    assert settings.allowed_users() == {os.getuid()}
    assert settings.demo_keys is False


def test_users_are_numbers_with_commas() -> None:
    assert load(TicketsSettings, GIVEN | {"MYKEY_TICKETS_PEERS": "33, 1001"}).allowed_users() == {33, 1001}


@pytest.mark.parametrize("peers", ["www-data", "33,", "-1", "33;34", "３３", "1.5"])
def test_anything_else_is_malformed(peers: str) -> None:
    with pytest.raises(SettingMalformed):
        load(TicketsSettings, GIVEN | {"MYKEY_TICKETS_PEERS": peers}).allowed_users()


@pytest.mark.parametrize("name", GIVEN)
def test_nothing_is_guessed(name: str) -> None:
    with pytest.raises(SettingMissing):
        load(TicketsSettings, {other: value for other, value in GIVEN.items() if other != name})
