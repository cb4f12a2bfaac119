from __future__ import annotations

from typing import Any

import pytest

from mykey.kernel.refusals_of_officers import TerminalStateRefused
from mykey.models.terminals import TerminalState
from mykey.services.ground import Ground
from mykey.services.resume_terminal import resume_terminal
from mykey.services.stop_terminal import stop_terminal
from mykey.services.work import Work
from tests.factories.terminals import a_terminal, an_active_terminal


@pytest.mark.parametrize(
    ("state", "password", "device"),
    [
        (TerminalState.APPROVED, None, False),
        (TerminalState.ISSUED, "ABCDEFGH234567", False),
        (TerminalState.CONTACT_REQUIRED, "ABCDEFGH234567", True),
    ],
)
def test_it_goes_on_from_where_it_was_stopped(
    work: Work, ground: Ground, state: str, password: str | None, *, device: bool
) -> None:
    bound: dict[str, Any] = {"public_key": b"k" * 32, "fingerprint": bytes(32)} if device else {}
    terminal = a_terminal(ground, work.session, kind="spend-points", state=state, password=password, **bound)
    stop_terminal(work, terminal.terminal_id, "141305")
    resume_terminal(work, terminal.terminal_id, "141305")
    work.session.commit()
    assert terminal.state == state


def test_with_a_contact_it_is_active(work: Work, ground: Ground) -> None:
    terminal = an_active_terminal(ground, work.session, kind="spend-points", state=TerminalState.STOPPED)
    resume_terminal(work, terminal.terminal_id, "141305")
    assert terminal.state == TerminalState.ACTIVE


@pytest.mark.parametrize("state", [TerminalState.ISSUED, TerminalState.CLOSED])
def test_only_a_stopped_terminal_is_resumed(work: Work, ground: Ground, state: str) -> None:
    terminal = a_terminal(ground, work.session, kind="spend-points", state=state)
    with pytest.raises(TerminalStateRefused):
        resume_terminal(work, terminal.terminal_id, "141305")
