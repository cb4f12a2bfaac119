"""The points side's first day by its commands: whole, or anew; the browser tests run the real ones."""

from __future__ import annotations

import json
from base64 import b64encode
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from desk.platform.answers import PlatformRefused, Problem
from desk.platform.device import StateDirectory
from town.embedded.layout import Layout
from town.partner_company.contract import company_key, public_key_text
from town.points_fill import fill as filling
from town.points_fill import tills
from town.points_fill.commands import PointsCommandRefused, run_points
from town.points_fill.fill import fill_points, points_testers_path
from town.points_fill.partner import contract_path
from town.points_fill.tills import open_tills

TODAY = date(2026, 4, 6)
KEY_WITH_HYPHEN = (33).to_bytes(32)


class Commands:
    """Stands where `run_points` stands, and keeps what was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, ...]] = []
        self.refuses: tuple[str, ...] = ()

    def __call__(self, _environment: object, *words: str, typed: str = "") -> str:
        assert bool(typed) == (words[:2] in {("shop", "file"), ("partner", "add")})
        self.asked.append(words)
        if words[:2] == self.refuses:
            raise PointsCommandRefused
        if words[:2] == ("clerk", "create"):
            return json.dumps({"password": f"of-{words[2]}", "totp_secret": "S" * 32})
        if words[:2] == ("shop", "file"):
            return json.dumps({name: f"id-of-{name}" for name, _kind, _till in filling.DESK_SHOPS.values()})
        return "-".join(words[:3])


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> Commands:
    made = Commands()
    for module in (filling, tills):
        monkeypatch.setattr(module, "run_points", made)
    return made


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    made = Layout(Path(__file__).parents[3], tmp_path / "home", 9900)
    made.make_directories()
    (made.points / "points.sqlite").touch()
    return made


def told(layout: Layout) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(points_testers_path(layout).read_text(encoding="utf-8"))
    return document


def test_it_is_done_once_and_the_file_is_its_owner_s_alone(layout: Layout, commands: Commands) -> None:
    fill_points(layout, {}, TODAY)
    first = told(layout)
    asked = len(commands.asked)
    fill_points(layout, {}, TODAY)

    assert len(commands.asked) == asked
    assert told(layout) == first
    assert points_testers_path(layout).stat().st_mode & 0o777 == 0o600
    assert [login["role"] for login in first["logins"]] == [
        "points-operator",
        *["points-municipality"] * 2,
    ]
    assert {desk: till["kind"] for desk, till in first["desks"].items()} == {
        "desk-shop": "spend",
        "desk-shop-2": "spend",
        "desk-office": "grant",
        "desk-voucher": "voucher",
    }
    assert sorted(till["kind"] for till in first["tills"]) == ["grant", "spend", "voucher"]
    assert commands.asked[0][:3] == ("programme", "open", "141305")
    assert not any("library" in words for words in commands.asked)


def test_what_was_begun_and_not_finished_is_done_anew(layout: Layout, commands: Commands) -> None:
    commands.refuses = ("till", "invite")
    with pytest.raises(PointsCommandRefused):
        fill_points(layout, {}, TODAY)
    assert not points_testers_path(layout).exists()
    commands.refuses, commands.asked[:] = (), []
    fill_points(layout, {}, TODAY)

    assert commands.asked[0] == ("migrate",)
    assert not (layout.points / "points.sqlite").exists()
    assert told(layout)["desks"]


def test_desks_become_tills_once_and_a_used_code_is_replaced(
    layout: Layout, commands: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill_points(layout, {}, TODAY)
    old = {till["code"] for till in told(layout)["desks"].values()}
    codes: list[str] = []
    before = len(commands.asked)

    def enrol(_calls: object, state: StateDirectory, code: str, *_more: object) -> None:
        codes.append(code)
        if len(codes) == 1:
            raise PlatformRefused(Problem("enrolment-code-used", 409, ""))
        state.keep_till_id("12345678")

    monkeypatch.setattr(tills, "enrol", enrol)
    open_tills(layout, {})
    assert len(codes) == 5
    assert {codes[0], *codes[2:]} == old
    assert [words[:2] for words in commands.asked[before:]] == [("till", "invite")]
    open_tills(layout, {})
    assert len(codes) == 5


def test_another_refusal_ends_the_start(
    layout: Layout,
    commands: Commands,  # noqa: ARG001 -- stands where the command stands
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def enrol(*_all: object) -> None:
        raise PlatformRefused(Problem("shop-closed", 403, ""))

    fill_points(layout, {}, TODAY)
    monkeypatch.setattr(tills, "enrol", enrol)
    with pytest.raises(PlatformRefused):
        open_tills(layout, {})


def test_a_company_key_that_begins_with_a_hyphen_passes_for_no_option(
    layout: Layout, commands: Commands
) -> None:
    layout.partner.mkdir(mode=0o700, exist_ok=True)
    (layout.partner / "signing-key").write_bytes(b64encode(KEY_WITH_HYPHEN))
    fill_points(layout, {}, TODAY)
    (words,) = (words for words in commands.asked if words[:2] == ("partner", "add"))
    public = public_key_text(company_key(layout.partner))
    assert public.startswith("-")
    assert f"--key={public}" in words
    assert public not in words


def test_a_command_that_says_no_is_heard() -> None:
    with pytest.raises(PointsCommandRefused):
        run_points({}, "reserve", "put", "-", "3000")


def test_the_company_s_secret_is_told_in_no_list_of_processes_and_new_ports_are_followed(
    layout: Layout, commands: Commands
) -> None:
    fill_points(layout, {}, TODAY)
    path = contract_path(layout)
    contract = json.loads(path.read_text(encoding="utf-8"))
    assert path.stat().st_mode & 0o777 == 0o600
    assert not any(contract["client_secret"] in word for words in commands.asked for word in words)
    moved = Layout(layout.repository, layout.home, 9940)
    commands.asked.clear()
    fill_points(moved, {}, TODAY)
    fill_points(moved, {}, TODAY)

    assert [words[:2] for words in commands.asked] == [("partner", "addresses")]
    assert "http://127.0.0.1:9977/authorize" in commands.asked[0]
    assert json.loads(path.read_text(encoding="utf-8")) == contract | {
        "points_url": "http://localhost:9953/points/",
        "api_origin": "http://localhost:9957",
    }
