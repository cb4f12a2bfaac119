"""An officer lets a stopped terminal work again, from where it was stopped."""

from __future__ import annotations

from mykey.kernel.refusals_of_officers import TerminalStateRefused
from mykey.models.terminals import TerminalContact, TerminalState
from mykey.services.find_terminal import lock_terminal
from mykey.services.work import Work

__all__ = ["resume_terminal"]


def resume_terminal(work: Work, terminal_id: str, municipality_code: str | None) -> None:
    """Resume: approved without a password, issued without a machine, then contact-required or active.

    Raises:
        TerminalNotFound: none of this ID, or not of this municipality.
        TerminalStateRefused: it is not stopped.
    """
    terminal = lock_terminal(work, terminal_id, municipality_code)
    if terminal.state != TerminalState.STOPPED:
        raise TerminalStateRefused(state=terminal.state)
    if terminal.public_key is not None:
        contact = work.session.get(TerminalContact, terminal_id)
        terminal.state = TerminalState.ACTIVE if contact else TerminalState.CONTACT_REQUIRED
    elif terminal.password_index is not None:
        terminal.state = TerminalState.ISSUED
    else:
        terminal.state = TerminalState.APPROVED
