"""Keystrokes arrive in another program: a real window on a real X server (Xvfb), typed into by xdotool."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path
from shutil import which

import pytest
from playwright.sync_api import sync_playwright

from desk.handover.keyboard import KeystrokesFailed, NoKeystrokes, XdotoolKeystrokes, keystrokes_named
from tests.support.chromium import launch_chromium
from tests.support.leak_guard import LeakGuard
from tests.support.x_display import x_display

FIELD = "data:text/html,<title>Other program</title><input id=number autofocus>"


@pytest.fixture
def display(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    with x_display() as name:
        monkeypatch.setenv("DISPLAY", name)
        yield name


def focus_window(title: str) -> None:
    """Once the X server shows it; there is no window manager to give it the keys."""
    subprocess.run(  # noqa: S603 -- Debian's xdotool
        [
            which("xdotool") or "",
            "search",
            "--sync",
            "--onlyvisible",
            "--name",
            title,
            "windowfocus",
            "--sync",
        ],
        check=True,
        stdout=subprocess.DEVNULL,
        timeout=20,
    )


@pytest.mark.usefixtures("display")
@pytest.mark.parametrize("text", ["180000000011", "Kw-0001/x_Z", "A180000000011A"])
def test_the_number_arrives_in_another_program(text: str) -> None:
    with sync_playwright() as playwright:
        browser = launch_chromium(playwright, headless=False)
        try:
            page = browser.new_page()
            page.goto(FIELD)
            page.bring_to_front()
            focus_window("Other program")
            page.locator("#number").focus()
            keystrokes_named("xdotool").type_text(text)
            page.wait_for_function("text => document.getElementById('number').value === text", arg=text)
        finally:
            browser.close()


def test_the_number_is_not_on_the_command_line(tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    tool = tmp_path / "tool"
    tool.write_text(f'#!/bin/sh\necho "$*" > {seen}\ncat >> {seen}\n')
    tool.chmod(0o700)
    XdotoolKeystrokes(str(tool)).type_text("180000000011")
    arguments, typed = seen.read_text().split("\n")
    assert "1800" not in arguments
    assert typed == "180000000011"


@pytest.mark.parametrize("text", ["", "番号", "12 34", "12\n", "1" * 65])
def test_refuses_what_no_number_is(text: str) -> None:
    with pytest.raises(KeystrokesFailed):
        XdotoolKeystrokes("/bin/true").type_text(text)


def test_failure_is_said_and_carries_no_number(leak_guard: LeakGuard) -> None:
    leak_guard.watch("180000000011", "a patron number")
    for broken in (
        XdotoolKeystrokes(None),
        XdotoolKeystrokes("/bin/false"),
        XdotoolKeystrokes("/nowhere"),
        NoKeystrokes(),
    ):
        with pytest.raises(KeystrokesFailed) as failed:
            broken.type_text("180000000011")
        assert failed.value.__cause__ is None
        assert str(failed.value) == ""


def test_the_tool_is_off_unless_asked_for() -> None:
    assert isinstance(keystrokes_named("off"), NoKeystrokes)
    assert isinstance(keystrokes_named("xdotool"), XdotoolKeystrokes)
