"""An officer closes a terminal for good: its ID is never used again."""

from __future__ import annotations

from mykey.kernel.refusals_of_officers import TerminalStateRefused
from mykey.models.terminals import TerminalState
from mykey.services.find_terminal import lock_terminal
from mykey.services.work import Work

__all__ = ["close_terminal"]


def close_terminal(work: Work, terminal_id: str, municipality_code: str | None) -> None:
    """Close. There is no way back; a new machine is asked for by another Form I.

    Raises:
        TerminalNotFound: none of this ID, or not of this municipality.
        TerminalStateRefused: closed already.
    """
    terminal = lock_terminal(work, terminal_id, municipality_code)
    if terminal.state == TerminalState.CLOSED:
        raise TerminalStateRefused(state=terminal.state)
    terminal.state = TerminalState.CLOSED
