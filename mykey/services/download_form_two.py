"""Form II (様式Ⅱ): the rows of a Form I with terminal IDs, and passwords made in this very download.

A password is shown once. What is stored is a keyed hash of terminal ID and password; a second download shows
the rows without it. Two downloads at once wait for each other, so each password stands in exactly one file.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import bindparam, select, update

from mykey.crypto.purposes import CorePurpose
from mykey.kernel.randomness import random_choice
from mykey.kernel.refusals_of_officers import FormNotIssued
from mykey.models.form_ones import FormOneRow, FormOneState
from mykey.models.terminals import Terminal, TerminalState
from mykey.services.find_form_one import find_form_one
from mykey.services.work import Work

__all__ = ["PASSWORD_ALPHABET", "PASSWORD_LENGTH", "FormTwo", "FormTwoRow", "download_form_two"]

#: 32 characters: no I and 1, no O and 0. 14 of them are 70 bits.
PASSWORD_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # noqa: S105 - the alphabet, not a password
PASSWORD_LENGTH = 14


@dataclass(frozen=True)
class FormTwoRow:
    """One terminal. `number` counts from 1 within a kind, and in kind ア within a provider."""

    kind: str
    number: int
    provider_name: str | None
    place: str
    terminal_name: str
    terminal_id: str
    closed: bool
    password: str | None = field(repr=False)
    """None where it was shown before."""


@dataclass(frozen=True)
class FormTwo:
    """A whole Form II."""

    municipality_code: str
    municipality_name: str
    rows: list[FormTwoRow]

    @property
    def passwords(self) -> int:
        """How many passwords it shows."""
        return sum(1 for row in self.rows if row.password is not None)


def download_form_two(work: Work, form_id: UUID, municipality_code: str | None) -> FormTwo:
    """Make the passwords that are missing and give the whole form.

    Raises:
        FormNotFound: none of this id, or not of this municipality.
        FormNotIssued: the operator has not issued it.
    """
    seen = find_form_one(work, form_id, municipality_code)
    if seen.summary.form.state != FormOneState.ISSUED:
        raise FormNotIssued
    # One order for all, so that two downloads cannot wait for each other in a circle. Whoever waited reads
    # again what the other one wrote: populate_existing.
    terminals = work.session.scalars(
        select(Terminal)
        .join(FormOneRow, Terminal.form_row_id == FormOneRow.id)
        .where(FormOneRow.form_id == form_id)
        .order_by(Terminal.terminal_id)
        .with_for_update(of=Terminal)
        .execution_options(populate_existing=True)
    )
    by_row = {terminal.form_row_id: terminal for terminal in terminals}
    passwords = _make_passwords(work, [one for one in by_row.values() if one.state == TerminalState.APPROVED])
    numbers: dict[tuple[str, str | None], int] = {}
    rows: list[FormTwoRow] = []
    for row in seen.rows:
        terminal = by_row[row.id]
        group = (row.kind, row.provider_name)
        numbers[group] = numbers.get(group, 0) + 1
        rows.append(
            FormTwoRow(
                kind=row.kind,
                number=numbers[group],
                provider_name=row.provider_name,
                place=row.place,
                terminal_name=row.terminal_name,
                terminal_id=terminal.terminal_id,
                closed=terminal.state == TerminalState.CLOSED,
                password=passwords.get(terminal.terminal_id),
            )
        )
    form = seen.summary.form
    return FormTwo(form.municipality_code, form.municipality_name, rows)


def _make_passwords(work: Work, terminals: list[Terminal]) -> dict[str, str]:
    made: dict[str, str] = {}
    changes = []
    for terminal in terminals:
        password = random_choice(work.random_bytes, PASSWORD_ALPHABET, PASSWORD_LENGTH)
        made[terminal.terminal_id] = password
        index = work.keys.index(
            CorePurpose.TERMINAL_PASSWORD_INDEX, terminal.terminal_id.encode(), password.encode()
        )
        changes.append({"which": terminal.terminal_id, "new_index": index})
    if changes:
        work.session.connection().execute(
            update(Terminal)
            .where(Terminal.terminal_id == bindparam("which"))
            .values(password_index=bindparam("new_index"), state=TerminalState.ISSUED),
            changes,
        )
        work.session.expire_all()  # the rows were written past the session
    return made
