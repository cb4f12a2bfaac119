"""Passwords that were lost before a machine used them: the old ones end, the next Form II makes new ones."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select, update

from mykey.kernel.refusals_of_officers import FormNotIssued
from mykey.models.form_ones import FormOneRow, FormOneState
from mykey.models.terminals import Terminal, TerminalState
from mykey.services.find_form_one import find_form_one
from mykey.services.work import Work

__all__ = ["renew_terminal_passwords"]


def renew_terminal_passwords(work: Work, form_id: UUID, municipality_code: str | None) -> int:
    """End every password of this form that has not been used, and give their number.

    A terminal that has been activated is left alone: its password is spent.

    Raises:
        FormNotFound: none of this id, or not of this municipality.
        FormNotIssued: the operator has not issued it.
    """
    seen = find_form_one(work, form_id, municipality_code)
    if seen.summary.form.state != FormOneState.ISSUED:
        raise FormNotIssued
    rows = select(FormOneRow.id).where(FormOneRow.form_id == form_id)
    ended = work.session.execute(
        update(Terminal)
        .where(Terminal.form_row_id.in_(rows), Terminal.state == TerminalState.ISSUED)
        .values(state=TerminalState.APPROVED, password_index=None)
        .execution_options(synchronize_session=False)
        .returning(Terminal.terminal_id)
    )
    return len(ended.all())
