"""`python -m desk` as a process: it serves on 127.0.0.1, says why it cannot start, and ends when told."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from tests.functional.desk.conftest import TownReader

ROOT = Path(__file__).resolve().parents[3]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def call(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "desk", *arguments]


def arguments(tmp_path: Path, port: int, reader: str) -> list[str]:
    return [
        "--state-dir",
        str(tmp_path / "state"),
        "--port",
        str(port),
        "--terminals-origin",
        f"http://localhost:{free_port()}",
        "--reader",
        reader,
        "--faces",
        "terminal",
    ]


@contextmanager
def running(*given: str) -> Iterator[subprocess.Popen[str]]:
    pipe = subprocess.PIPE
    process = subprocess.Popen(call(*given), cwd=ROOT, stdout=pipe, stderr=pipe, text=True)  # noqa: S603 - our own program
    try:
        yield process
    finally:
        process.terminate()
        process.communicate(timeout=10)


def test_serves_its_address_and_looks_at_the_reader(tmp_path: Path, town_reader: TownReader) -> None:
    town_reader.office.issue(name="hanako", holder="見本　花子")
    port = free_port()
    with running(*arguments(tmp_path, port, f"virtual:{town_reader.address}")) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == f"desk: http://127.0.0.1:{port}/\n"
        here = f"http://127.0.0.1:{port}"
        assert requests.get(f"{here}/reader", timeout=5).json()["present"] is False
        town_reader.put("hanako")
        assert requests.get(f"{here}/reader", timeout=5).json()["present"] is True
        page = requests.get(f"{here}/register", timeout=5)
        assert page.status_code == 200
        assert "waitress" not in page.headers.get("Server", "")
        assert requests.get(f"http://localhost:{port}/", timeout=5).status_code == 421


def test_names_a_busy_port(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run(  # noqa: S603 - our own program
            call(*arguments(tmp_path, port, "pcsc")),
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
    assert done.returncode == 2
    assert str(port) in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (["--reader", "usb"], "--reader"),
        (["--reader", "virtual:http://192.0.2.1/"], "--reader"),
        (["--port", "x"], "--port"),
        (["--faces", "agent", "--agent-portals", "/nonexistent.json"], "--agent-portals"),
    ],
)
def test_says_in_one_line_why_it_cannot_start(tmp_path: Path, change: list[str], named: str) -> None:
    done = subprocess.run(  # noqa: S603 - our own program
        call(*arguments(tmp_path, free_port(), "pcsc"), *change),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 2
    assert named in done.stderr
    assert done.stderr.count("\n") == 1
