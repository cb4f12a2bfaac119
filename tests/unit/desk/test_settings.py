from __future__ import annotations

from pathlib import Path

import pytest

from desk.settings import SettingRefused, is_trustworthy_origin, read_settings

GOOD = {
    "state-dir": "var/desk-library",
    "port": "8621",
    "terminals-origin": "http://localhost:8611",
    "reader": "virtual:http://127.0.0.1:8631/readers/library",
    "agent-portals": "portals.json",
}


def arguments(**changes: str | None) -> list[str]:
    given = {**GOOD, **{name.replace("_", "-"): value for name, value in changes.items()}}
    return [part for name, value in given.items() if value is not None for part in (f"--{name}", value)]


def test_reads_the_command_line() -> None:
    read = read_settings(arguments(keystrokes="xdotool"), {})
    assert read.host == "127.0.0.1:8621"
    assert read.origin == "http://127.0.0.1:8621"
    assert read.faces == {"agent", "terminal"}
    assert read.keystrokes == "xdotool"
    assert read.portals_file == Path("portals.json")


def test_the_command_line_goes_before_the_environment() -> None:
    read = read_settings(arguments(port=None), {"DESK_PORT": "8700", "DESK_READER": "pcsc"})
    assert read.port == 8700
    assert read.reader.startswith("virtual:")


def test_a_face_alone_needs_its_own_settings_alone() -> None:
    terminal = read_settings(arguments(faces="terminal", agent_portals=None), {})
    agent = read_settings(arguments(faces="agent", terminals_origin=None), {})
    assert terminal.portals_file is None
    assert agent.terminals_origin is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("state_dir", None),
        ("port", None),
        ("port", "0"),
        ("port", "65536"),
        ("port", "８６２１"),
        ("port", "secret"),
        ("reader", None),
        ("terminals_origin", None),
        ("terminals_origin", "http://terminals.example.jp"),
        ("terminals_origin", "http://localhost:8611/path"),
        ("agent_portals", None),
        ("faces", "agent,console"),
        ("keystrokes", "yes"),
    ],
)
def test_names_the_setting_and_never_its_value(name: str, value: str | None) -> None:
    with pytest.raises(SettingRefused) as refused:
        read_settings(arguments(**{name: value}), {})
    assert f"--{name.replace('_', '-')}" in str(refused.value)
    assert not value or value not in str(refused.value)


@pytest.mark.parametrize(
    ("origin", "good"),
    [
        ("https://portal.example.jp", True),
        ("https://portal.example.jp:8443", True),
        ("http://localhost:8610", True),
        ("http://127.0.0.1:8610", True),
        ("http://[::1]:8610", False),
        ("http://portal.example.jp", False),
        ("https://user@portal.example.jp", False),
        ("https://portal.example.jp/", False),
        ("https://portal.example.jp:x", False),
        ("https://", False),
        ("javascript:alert(1)", False),
    ],
)
def test_an_origin_is_https_or_on_this_machine(origin: str, good: bool) -> None:
    assert is_trustworthy_origin(origin) is good


def test_a_till_knows_where_the_points_side_is() -> None:
    assert read_settings(arguments(), {}).till_origin is None
    assert read_settings(arguments(till_origin="https://till.example.jp/"), {}).till_origin == (
        "https://till.example.jp"
    )
    with pytest.raises(SettingRefused, match="--till-origin"):
        read_settings(arguments(till_origin="http://till.example.jp"), {})
