from __future__ import annotations

import pytest

from mykey.kernel.refusals_of_officers import TerminalNotFound, TerminalStateRefused
from mykey.models.terminals import TerminalState
from mykey.services.ground import Ground
from mykey.services.stop_terminal import stop_terminal
from mykey.services.work import Work
from tests.factories.terminals import a_terminal, an_active_terminal


def test_a_stopped_terminal_keeps_its_machine(work: Work, ground: Ground) -> None:
    terminal = an_active_terminal(ground, work.session, kind="spend-points")
    stop_terminal(work, terminal.terminal_id, "141305")
    work.session.commit()
    assert terminal.state == TerminalState.STOPPED
    assert terminal.public_key is not None


@pytest.mark.parametrize("state", [TerminalState.STOPPED, TerminalState.CLOSED])
def test_only_once_and_not_after_its_end(work: Work, ground: Ground, state: str) -> None:
    terminal = a_terminal(ground, work.session, kind="spend-points", state=state)
    with pytest.raises(TerminalStateRefused) as caught:
        stop_terminal(work, terminal.terminal_id, "141305")
    assert caught.value.facts == {"state": state}


def test_another_municipalitys_terminal_is_left_alone(work: Work, ground: Ground) -> None:
    terminal = a_terminal(ground, work.session, kind="spend-points")
    with pytest.raises(TerminalNotFound):
        stop_terminal(work, terminal.terminal_id, "141003")
