from __future__ import annotations

import threading
from collections import Counter

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from mykey.kernel.errors import Refused
from mykey.kernel.refusals_of_terminals import (
    TerminalAlreadyActivated,
    TerminalClosed,
    TerminalCredentialsInvalid,
    TerminalStopped,
)
from mykey.models.terminals import Terminal, TerminalState
from mykey.services.activate_terminal import DeviceGiven, activate_terminal
from mykey.services.ground import Ground
from mykey.services.work import Work
from mykey.web.rate_limits import TooManyRequests
from tests.factories.providers import a_library
from tests.factories.terminals import TERMINAL_PASSWORD, a_terminal
from tests.support.ground import work_on

DEVICE = DeviceGiven(bytes(32), b"k" * 32)


class Attempts:
    """Three in a row."""

    def __init__(self) -> None:
        self.hits: Counter[str] = Counter()

    def hit(self, terminal_id: str) -> None:
        self.hits[terminal_id] += 1
        if self.hits[terminal_id] > 3:
            raise TooManyRequests(retry_after=900)

    def forget(self, terminal_id: str) -> None:
        del self.hits[terminal_id]


def issued(ground: Ground, work: Work, state: str = TerminalState.ISSUED) -> str:
    a_library(work.session)
    terminal_id = a_terminal(ground, work.session, state=state).terminal_id
    work.session.commit()
    return terminal_id


def test_the_device_is_bound(work: Work, ground: Ground) -> None:
    terminal_id = issued(ground, work)
    activated = activate_terminal(work, Attempts(), terminal_id, TERMINAL_PASSWORD, DEVICE)
    assert (activated.terminal_id, activated.kind) == (terminal_id, "service-id")
    assert (activated.municipality_code, activated.state) == ("141305", "contact-required")
    work.session.commit()
    stored = work.session.get_one(Terminal, terminal_id)
    assert (stored.public_key, stored.fingerprint) == (DEVICE.public_key, DEVICE.fingerprint)
    assert stored.state == TerminalState.CONTACT_REQUIRED


def test_full_width_characters_hyphens_and_small_letters_are_understood(work: Work, ground: Ground) -> None:
    terminal_id = issued(ground, work)
    wide = terminal_id.translate({ord("0") + digit: ord("０") + digit for digit in range(10)})
    typed = f" {wide[:4]}－{wide[4:]} "
    activated = activate_terminal(work, Attempts(), typed, "abcd-efgh ２３４５６７", DEVICE)
    assert activated.terminal_id == terminal_id


def test_unknown_id_and_wrong_password_are_the_same_and_counted(work: Work, ground: Ground) -> None:
    terminal_id = issued(ground, work)
    attempts = Attempts()
    for typed in (terminal_id, "99999999"):
        for _ in range(3):
            with pytest.raises(TerminalCredentialsInvalid):
                activate_terminal(work, attempts, typed, "WRONGPASSWORD2", DEVICE)
        with pytest.raises(TooManyRequests):
            activate_terminal(work, attempts, typed, TERMINAL_PASSWORD, DEVICE)
    assert work.session.get_one(Terminal, terminal_id).public_key is None


def test_a_right_password_ends_the_row_of_failures(work: Work, ground: Ground) -> None:
    terminal_id = issued(ground, work)
    attempts = Attempts()
    with pytest.raises(TerminalCredentialsInvalid):
        activate_terminal(work, attempts, terminal_id, "WRONGPASSWORD2", DEVICE)
    activate_terminal(work, attempts, terminal_id, TERMINAL_PASSWORD, DEVICE)
    assert attempts.hits == {}


@pytest.mark.parametrize(
    ("state", "refusal"),
    [
        (TerminalState.CLOSED, TerminalClosed),
        (TerminalState.STOPPED, TerminalStopped),
        (TerminalState.ACTIVE, TerminalAlreadyActivated),
        (TerminalState.CONTACT_REQUIRED, TerminalAlreadyActivated),
    ],
)
def test_the_state_is_told_to_the_right_password_only(
    work: Work, ground: Ground, state: str, refusal: type[Refused]
) -> None:
    terminal_id = issued(ground, work, state)
    with pytest.raises(TerminalCredentialsInvalid):
        activate_terminal(work, Attempts(), terminal_id, "WRONGPASSWORD2", DEVICE)
    with pytest.raises(refusal):
        activate_terminal(work, Attempts(), terminal_id, TERMINAL_PASSWORD, DEVICE)


def test_a_terminal_without_password_is_nobodys(work: Work, ground: Ground) -> None:
    a_library(work.session)
    terminal = a_terminal(ground, work.session, state=TerminalState.APPROVED, password=None)
    terminal_id = terminal.terminal_id
    work.session.commit()
    for password in ("", "\0", TERMINAL_PASSWORD):
        with pytest.raises(TerminalCredentialsInvalid):
            activate_terminal(work, Attempts(), terminal_id, password, DEVICE)


def test_of_two_machines_at_once_one_wins(work: Work, ground: Ground, core_engine: Engine) -> None:
    terminal_id = issued(ground, work)
    start = threading.Barrier(2)
    outcomes: list[str] = []

    def machine(key: bytes) -> None:
        with Session(core_engine) as session:
            own = work_on(ground, session)
            start.wait(10)
            try:
                activate_terminal(
                    own, Attempts(), terminal_id, TERMINAL_PASSWORD, DeviceGiven(bytes(32), key)
                )
                session.commit()
                outcomes.append("activated")
            except TerminalAlreadyActivated as refusal:
                outcomes.append(refusal.code)

    machines = [threading.Thread(target=machine, args=(key * 32,)) for key in (b"a", b"b")]
    for thread in machines:
        thread.start()
    for thread in machines:
        thread.join(30)
    assert sorted(outcomes) == ["activated", "terminal-already-activated"]
