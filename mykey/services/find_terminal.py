"""One terminal for an officer's act, locked until the transaction ends."""

from __future__ import annotations

from sqlalchemy import select

from mykey.kernel.refusals_of_officers import TerminalNotFound
from mykey.models.form_ones import FormOneRow
from mykey.models.providers import Provider
from mykey.models.terminals import Terminal, TerminalContact
from mykey.services.list_contacts import ContactLine
from mykey.services.work import Work

__all__ = ["find_terminal", "lock_terminal"]


def lock_terminal(work: Work, terminal_id: str, municipality_code: str | None) -> Terminal:
    """The terminal. `municipality_code` None: anybody's (the operator).

    Raises:
        TerminalNotFound: none of this ID, or not of this municipality.
    """
    _check_id(terminal_id)
    query = select(Terminal).where(Terminal.terminal_id == terminal_id).with_for_update()
    terminal = work.session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if terminal is None or municipality_code not in {None, terminal.municipality_code}:
        raise TerminalNotFound
    return terminal


def find_terminal(work: Work, terminal_id: str, municipality_code: str | None) -> ContactLine:
    """The terminal as the list shows it.

    Raises:
        TerminalNotFound: none of this ID, or not of this municipality.
    """
    _check_id(terminal_id)
    terminal = work.session.get(Terminal, terminal_id)
    if terminal is None or municipality_code not in {None, terminal.municipality_code}:
        raise TerminalNotFound
    asked = work.session.get_one(FormOneRow, terminal.form_row_id)
    provider = None if terminal.provider_id is None else work.session.get(Provider, terminal.provider_id)
    return ContactLine(terminal, asked, provider, work.session.get(TerminalContact, terminal_id))


def _check_id(terminal_id: str) -> None:
    """An ID is digits alone; an address may hold anything, and PostgreSQL knows no text with a NUL."""
    if not (terminal_id.isascii() and terminal_id.isdigit()):
        raise TerminalNotFound
