"""The one command, as far as it can be tried without a whole town; the browser tests start one."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.support.running_town import RunningTown
from town.embedded.layout import Layout
from town.embedded.ports import find_busy_port
from town.embedded.programs import SERVERS, after_filling, after_opening, before_filling

REPOSITORY = Path(__file__).parents[2]


def run_app(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(REPOSITORY / "app.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)  # noqa: S603 - our own program


def test_a_busy_port_is_named_before_anything_is_started(tmp_path: Path) -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        ended = run_app("--home", str(tmp_path / "home"), "--base-port", str(port))
    assert ended.returncode == 1
    assert f"Port {port} is in use" in ended.stderr
    assert not (tmp_path / "home").exists()


def test_fresh_deletes_only_what_the_command_made(tmp_path: Path) -> None:
    (tmp_path / "letters").write_text("not ours", encoding="utf-8")
    ended = run_app("--home", str(tmp_path), "--base-port", "9900", "--fresh")
    assert ended.returncode == 1
    assert "is not deleted" in ended.stderr
    assert (tmp_path / "letters").exists()


def test_no_process_gets_another_side_s_settings(tmp_path: Path) -> None:
    layout = Layout(REPOSITORY, tmp_path, 9900)
    layout.make_directories()
    for program in [*before_filling(layout), *after_filling(layout), *after_opening(layout)]:
        ours = {name.split("_")[1] for name in program.environment if name.startswith("MYKEY_")}
        assert len(ours) <= 1, program.name
        if "POINTS" in ours:
            assert not any("core" in value for value in program.environment.values())
        elif program.name != "points-keys":
            secrets = {value for name, value in program.environment.items() if "DATABASE" in name}
            assert not any("points" in value for value in secrets)


def test_the_subject_key_is_told_to_the_ticket_writer_alone(tmp_path: Path) -> None:
    layout = Layout(REPOSITORY, tmp_path, 9900)
    layout.make_directories()
    programs = [*before_filling(layout), *after_filling(layout), *after_opening(layout)]
    ring = str(layout.ticket_key_ring)
    knows = {
        program.name for program in programs if ring in (*program.command, *program.environment.values())
    }
    assert knows == {"ticket-keys", "ticket-writer"}
    (writer,) = (program for program in programs if program.name == "ticket-writer")
    assert not any("DATABASE" in name or "sqlite" in value for name, value in writer.environment.items())


def test_only_tills_know_the_till_api(tmp_path: Path) -> None:
    layout = Layout(REPOSITORY, tmp_path, 9900)
    layout.make_directories()
    desks = {program.name: program.command for program in after_filling(layout) if "desk" in program.command}
    assert {name for name, command in desks.items() if "--till-origin" in command} == {
        "desk-shop",
        "desk-shop-2",
        "desk-office",
        "desk-voucher",
    }


def test_every_server_is_started_once(tmp_path: Path) -> None:
    layout = Layout(REPOSITORY, tmp_path, 9900)
    layout.make_directories()
    names = [program.name for program in [*before_filling(layout), *after_filling(layout)]]
    assert len(names) == len(set(names))
    assert set(names) >= SERVERS


def wait_for_some_servers(town: RunningTown) -> None:
    """Five have said that they are there, the last of them the ticket writer."""
    last = time.monotonic() + 60
    while not town.layout.ticket_socket.exists() and time.monotonic() < last:
        time.sleep(0.05)
    assert town.layout.ticket_socket.exists()


def test_a_second_wish_to_end_it_leaves_nothing_running(tmp_path: Path) -> None:
    town = RunningTown(tmp_path)
    wait_for_some_servers(town)
    town.ask_twice_to_end()
    assert "Traceback" not in (tmp_path / "app.log").read_text(encoding="utf-8")
    assert find_busy_port(town.layout) is None


def test_killed_it_leaves_nothing_running(tmp_path: Path) -> None:
    town = RunningTown(tmp_path)
    wait_for_some_servers(town)
    town.kill()
    last = time.monotonic() + 60
    while find_busy_port(town.layout) is not None and time.monotonic() < last:
        time.sleep(0.05)
    assert find_busy_port(town.layout) is None
    while town.layout.ticket_socket.exists() and time.monotonic() < last:
        time.sleep(0.05)
    assert not town.layout.ticket_socket.exists()


@pytest.mark.long
def test_started_again_it_keeps_its_data_and_fresh_begins_anew(tmp_path: Path) -> None:
    terminals = []
    for arguments in ((), (), ("--fresh",)):
        (tmp_path / "app.log").unlink(missing_ok=True)  # or the last run's address would pass for this one's
        town = RunningTown(tmp_path, *arguments)
        try:
            town.wait_until_it_runs()
            terminals.append([terminal["terminal_id"] for terminal in town.demo()["terminals"]])
        finally:
            town.stop()
    assert terminals[0] == terminals[1]
    assert terminals[1] != terminals[2]
