from __future__ import annotations

import pytest

from mykey.kernel.refusals_of_officers import TerminalStateRefused
from mykey.models.terminals import TerminalState
from mykey.services.close_terminal import close_terminal
from mykey.services.ground import Ground
from mykey.services.work import Work
from tests.factories.terminals import a_terminal


@pytest.mark.parametrize("state", [TerminalState.APPROVED, TerminalState.ISSUED, TerminalState.STOPPED])
def test_a_closed_terminal_stays_closed(work: Work, ground: Ground, state: str) -> None:
    terminal = a_terminal(ground, work.session, kind="spend-points", state=state)
    close_terminal(work, terminal.terminal_id, None)
    work.session.commit()
    assert terminal.state == TerminalState.CLOSED
    with pytest.raises(TerminalStateRefused):
        close_terminal(work, terminal.terminal_id, "141305")
