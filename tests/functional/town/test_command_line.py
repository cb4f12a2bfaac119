"""`python -m town` as testers call it: acts in process, servers as processes of their own."""

from __future__ import annotations

import io
import json
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import requests

from tests.support.moving_clock import MovingClock
from town.authority.office import CardOffice
from town.command_line import main

ROOT = Path(__file__).parents[3]

Act = Callable[..., str]


@pytest.fixture
def act(office: CardOffice, home: Path, clock: MovingClock) -> Act:
    """Run an act on cards in the home that `office` founded."""
    assert office.authorities

    def run(*words: str) -> str:
        out = io.StringIO()
        assert main(["--home", str(home), "card", *words], out, clock) == 0
        return out.getvalue()

    return run


@pytest.fixture
def start(office: CardOffice, home: Path) -> Iterator[Callable[..., tuple[subprocess.Popen[str], str]]]:
    """Start a server on a free port; gives the process and its origin. Ended with the test."""
    assert office.authorities
    with ExitStack() as processes:

        def run(name: str, *words: str) -> tuple[subprocess.Popen[str], str]:
            process = subprocess.Popen(  # noqa: S603 - this very interpreter
                [sys.executable, "-m", "town", "--home", str(home), name, "--port", "0", *words],
                cwd=ROOT,
                stdout=subprocess.PIPE,
                text=True,
            )
            processes.enter_context(process)
            processes.callback(process.kill)
            assert process.stdout is not None
            line = process.stdout.readline()
            assert line.startswith(f"listening: {name} on http://127.0.0.1:")
            return process, line.split()[-1]

        yield run


def test_the_life_of_a_card(act: Act, office: CardOffice, tmp_path: Path) -> None:
    act("issue", "hanako", "--holder", "見本　花子", "--generation", "1", "--born", "1990-04-02")
    first = office.card("hanako")
    act("renew", "hanako", "--key-type", "p384")
    renewed = office.card("hanako")
    assert "new signing certificate" in act("move-house", "hanako", "--to", "Tokyo-to/Chofu-shi")
    moved = office.card("hanako")

    assert office.predecessor(renewed.user.ca_key_id, renewed.user.serial) is not None
    assert moved.user == renewed.user
    assert moved.signing != renewed.signing
    assert first.generation == 1
    written = act("write", "hanako", str(tmp_path / "files"))
    assert "signing.p12" in written
    act("expire", "hanako")
    assert office.state("hanako") == "expired"
    act("lose", "hanako", "--reason", "key-compromise")
    assert office.state("hanako") == "revoked"


def test_the_list_tells_state_and_tries_but_no_serial_and_no_pin(act: Act, office: CardOffice) -> None:
    act("issue", "hanako", "--holder", "見本　花子", "--pin", "4711", "--note", "first try")
    act("issue", "ken", "--holder", "見本　健", "--under-15")
    act("revoke", "ken", "--reason", "unspecified")
    listed = json.loads(act("list", "--json"))

    assert [(card["name"], card["state"], card["signing_certificate"]) for card in listed] == [
        ("hanako", "good", True),
        ("ken", "revoked", False),
    ]
    told = act("list") + act("list", "--json")
    assert "PIN tries left: 3" in told
    for secret in ("4711", str(office.card("hanako").user.serial)):
        assert secret not in told


def test_revoking_one_certificate_leaves_the_other(act: Act, office: CardOffice) -> None:
    act("issue", "hanako", "--holder", "見本　花子")
    act("revoke", "hanako", "--certificate", "signing")

    assert office.state("hanako") == "good"
    assert "no signing certificate in force" in act("move-house", "hanako")


def test_unlock_gives_the_tries_back(act: Act, office: CardOffice) -> None:
    act("issue", "hanako", "--holder", "見本　花子")
    with office.ledger.transaction() as connection:
        connection.execute("UPDATE cards SET pin_tries = 0")
    act("unlock", "hanako")

    assert office.card("hanako").tries_left == 3


def test_a_refusal_is_one_sentence_and_a_status(
    act: Act, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert act("list") == ""
    assert main(["--home", str(home), "card", "lose", "nobody"]) == 1
    assert capsys.readouterr().err == 'There is no card named "nobody".\n'


def test_servers_serve_see_acts_at_once_and_end_on_sigterm(
    start: Callable[..., tuple[subprocess.Popen[str], str]], act: Act
) -> None:
    authority, authority_origin = start("authority")
    cards, cards_origin = start("cards")
    act("issue", "hanako", "--holder", "見本　花子")

    assert len(requests.get(f"{authority_origin}/trust.json", timeout=10).json()["authorities"]) == 4
    assert [card["name"] for card in requests.get(f"{cards_origin}/cards", timeout=10).json()] == ["hanako"]
    for process in (authority, cards):
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10) == 0
        assert process.stdout is not None
        assert process.stdout.read() == ""


def test_the_mail_server_ends_on_sigterm(
    start: Callable[..., tuple[subprocess.Popen[str], str]],
) -> None:
    mail, origin = start("mail", "--smtp-port", "0")

    assert requests.get(f"{origin}/mails.json", timeout=10).json() == []
    mail.send_signal(signal.SIGTERM)
    assert mail.wait(timeout=10) == 0


def test_a_busy_port_is_named(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = signal.getsignal(signal.SIGTERM)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        try:
            assert main(["--home", str(home), "cards", "--port", str(port)]) == 1
        finally:
            signal.signal(signal.SIGTERM, before)
    assert capsys.readouterr().err == f"Port {port} is taken: cards cannot listen there.\n"
