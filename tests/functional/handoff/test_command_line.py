"""`mykey-tickets` as a process: keys, start, answer, stop; and what it says of it, which is little."""

from __future__ import annotations

import json
import os
import signal
import socket
import stat
import subprocess
import sys
import time
from pathlib import Path
from uuid import uuid4

import pytest

from mykey.crypto.keyring import KeyRing
from mykey.crypto.purposes import HandoffPurpose
from mykey.crypto.ticket_seals import TicketOpener
from mykey.handoff.client import SocketTicketWriter
from mykey.handoff.command_line import main
from mykey.handoff.keys import read_verifying_keys, write_sealing_key
from mykey.handoff.opening import open_ticket
from mykey.kernel.clock import system_clock
from mykey.kernel.ports import TicketWish
from tests.support.leak_guard import LeakGuard
from tests.support.own_processes import OwnProcess
from tests.support.ticket_sides import TicketSides

COMMAND = [sys.executable, "-m", "mykey.handoff.command_line", "serve"]


def lay(home: Path, sides: TicketSides, *extra: str) -> dict[str, str]:
    """Keys of both sides, and the writer's environment."""
    assert main(["keys", "create", *extra, str(home / "keys.json"), str(home / "public.json")]) == 0
    write_sealing_key(home / "sealing.json", sides.points_ring)
    return {
        "PATH": os.environ["PATH"],
        "MYKEY_TICKETS_KEY_RING": str(home / "keys.json"),
        "MYKEY_TICKETS_SOCKET": str(home / "writer.sock"),
        "MYKEY_TICKETS_POINTS_SEALING_KEY": str(home / "sealing.json"),
    }


def wait_for(path: Path, process: OwnProcess) -> None:
    last = time.monotonic() + 20
    while time.monotonic() < last and not process.ended():
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as trial:
            if trial.connect_ex(str(path)) == 0:
                return
        time.sleep(0.02)
    pytest.fail(process.output())


def test_it_serves_until_it_is_asked_to_end(
    home: Path, path: Path, sides: TicketSides, leak_guard: LeakGuard
) -> None:
    environment = lay(home, sides)
    citizen = uuid4()
    leak_guard.watch(str(citizen), "a citizen's id")
    process = OwnProcess(COMMAND, home / "log", environment)
    try:
        wait_for(path, process)
        ticket = SocketTicketWriter(path).write(TicketWish("spend", "141305", b"t" * 32, citizen))
    finally:
        process.stop()
    opener = TicketOpener(sides.points_ring, read_verifying_keys(home / "public.json"))
    opened = open_ticket(ticket.text, opener, system_clock())
    leak_guard.watch(ticket.text, "a ticket")
    for _, subject in opened.subjects:
        leak_guard.watch(subject, "a subject")
    assert not path.exists()
    assert process.output() == "ticket-writer: started\nticket-writer: stopped\n"
    leak_guard.look_into("the writer's log", process.output().encode())


def test_after_a_kill_it_starts_again(home: Path, path: Path, sides: TicketSides) -> None:
    environment = lay(home, sides)
    first = subprocess.Popen(  # noqa: S603 - our own program
        COMMAND, env=environment, stderr=subprocess.PIPE, text=True
    )
    assert first.stderr is not None
    assert first.stderr.readline() == "ticket-writer: started\n"
    first.send_signal(signal.SIGKILL)
    first.communicate()
    assert path.exists()
    second = OwnProcess(COMMAND, home / "log", environment)
    try:
        wait_for(path, second)
    finally:
        second.stop()


def test_keys_are_the_owner_s_alone_and_are_never_replaced(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ring, public = home / "keys.json", home / "public.json"
    assert main(["keys", "create", str(ring), str(public)]) == 0
    assert stat.S_IMODE(ring.stat().st_mode) == 0o600
    assert set(json.loads(ring.read_text())["purposes"]) == set(HandoffPurpose)
    before = ring.read_bytes()
    assert main(["keys", "create", str(ring), str(public)]) == 2
    assert "part everybody from their points" in capsys.readouterr().err
    assert ring.read_bytes() == before


def test_public_keys_are_published_anew_after_a_replacement(home: Path) -> None:
    ring, public = home / "keys.json", home / "public.json"
    assert main(["keys", "create", str(ring), str(public)]) == 0
    document = json.loads(ring.read_text())
    document["purposes"]["ticket-signing"]["2"] = "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA="
    ring.write_text(json.dumps(document))
    assert list(read_verifying_keys(public)) == [1]
    assert main(["keys", "publish", str(ring), str(public)]) == 0
    assert list(read_verifying_keys(public)) == [2, 1]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"MYKEY_TICKETS_KEY_RING": "none.json"}, "key-ring-refused: unreadable"),
        ({"MYKEY_TICKETS_POINTS_SEALING_KEY": "none.json"}, "public-key-file-refused: none.json"),
        ({"MYKEY_TICKETS_PEERS": "www-data"}, "MYKEY_TICKETS_PEERS"),
        ({"MYKEY_TICKETS_SOCKET": "/writer.sock"}, "socket-refused: directory-open-to-others"),
    ],
)
def test_what_is_wrong_is_said_and_it_does_not_start(
    home: Path, sides: TicketSides, capsys: pytest.CaptureFixture[str], change: dict[str, str], said: str
) -> None:
    environment = lay(home, sides) | change
    assert main(["serve"], environment) == 2
    assert said in capsys.readouterr().err


def test_demo_keys_are_refused_in_service(
    home: Path, sides: TicketSides, capsys: pytest.CaptureFixture[str]
) -> None:
    environment = lay(home, sides, "--demo")
    assert main(["serve"], environment) == 2
    assert "demo-keys" in capsys.readouterr().err


def test_a_core_s_ring_is_no_ring_of_the_writer(home: Path, sides: TicketSides) -> None:
    lay(home, sides)
    ring = KeyRing.open(home / "keys.json", HandoffPurpose, demo_allowed=False)
    assert {purpose for purpose in HandoffPurpose if ring.current(purpose)} == set(HandoffPurpose)
    document = json.loads((home / "keys.json").read_text())
    del document["purposes"]["subject"]
    (home / "keys.json").write_text(json.dumps(document))
    with pytest.raises(Exception, match="purpose-missing"):
        KeyRing.open(home / "keys.json", HandoffPurpose, demo_allowed=False)
