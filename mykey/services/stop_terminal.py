"""An officer stops a terminal: every call of it is refused until it is resumed."""

from __future__ import annotations

from mykey.kernel.refusals_of_officers import TerminalStateRefused
from mykey.models.terminals import TerminalState
from mykey.services.find_terminal import lock_terminal
from mykey.services.work import Work

__all__ = ["stop_terminal"]


def stop_terminal(work: Work, terminal_id: str, municipality_code: str | None) -> None:
    """Stop. What the machine is bound to stays.

    Raises:
        TerminalNotFound: none of this ID, or not of this municipality.
        TerminalStateRefused: stopped or closed already.
    """
    terminal = lock_terminal(work, terminal_id, municipality_code)
    if terminal.state in {TerminalState.STOPPED, TerminalState.CLOSED}:
        raise TerminalStateRefused(state=terminal.state)
    terminal.state = TerminalState.STOPPED
