"""Bind a machine to a terminal ID, once, with the password of Form II (terminal-api.md, "Terminals").

The password is a keyed hash of ID and password, compared in constant time; an unknown ID is compared with
nothing that could match. Only who has the right password learns anything about the terminal's state.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import Protocol

from sqlalchemy import update
from sqlalchemy.orm import Session

from mykey.crypto.keyed_index import INDEX_BYTES, Indexes
from mykey.crypto.purposes import CorePurpose
from mykey.kernel.refusals_of_terminals import (
    TerminalAlreadyActivated,
    TerminalClosed,
    TerminalCredentialsInvalid,
    TerminalStopped,
)
from mykey.models.terminals import Terminal, TerminalState
from mykey.services.work import Work

__all__ = ["ActivatedTerminal", "ActivationAttempts", "DeviceGiven", "activate_terminal"]

NO_PASSWORD = bytes(INDEX_BYTES)
"""Matches nothing: the first byte of an index is its key's version, from 1."""

_DASHES = "-‐‑‒–—―−ー"


class ActivationAttempts(Protocol):
    """Counts attempts by terminal ID, known or not, in transactions of its own."""

    def hit(self, terminal_id: str) -> None:
        """Count one attempt. Raises `TooManyRequests` when there were too many in a row."""

    def forget(self, terminal_id: str) -> None:
        """Begin anew, after a right password."""


@dataclass(frozen=True)
class DeviceGiven:
    """The machine that wants to be the terminal: fingerprint (32 bytes) and Ed25519 key (32 bytes)."""

    fingerprint: bytes
    public_key: bytes


@dataclass(frozen=True)
class ActivatedTerminal:
    """What the machine learns of itself."""

    terminal_id: str
    kind: str
    municipality_code: str
    state: str


@dataclass(frozen=True)
class _Found:
    terminal: ActivatedTerminal
    password_index: bytes | None = field(repr=False)


def activate_terminal(
    work: Work, attempts: ActivationAttempts, typed_id: str, typed_password: str, device: DeviceGiven
) -> ActivatedTerminal:
    """Bind the device. Full-width characters, hyphens and spaces in ID and password are understood.

    Raises:
        TooManyRequests: too many attempts in a row for this ID, existing or not.
        TerminalCredentialsInvalid: the ID is unknown or the password wrong.
        TerminalClosed, TerminalStopped, TerminalAlreadyActivated: said only to the right password.
    """
    terminal_id, password = _normalise(typed_id), _normalise(typed_password).upper()
    attempts.hit(terminal_id)
    found = work.apart(lambda own: _find(own, terminal_id))
    stored = NO_PASSWORD if found is None or found.password_index is None else found.password_index
    if not _matches(work, terminal_id, password, stored) or found is None:
        raise TerminalCredentialsInvalid
    attempts.forget(terminal_id)
    if found.terminal.state == TerminalState.CLOSED:
        raise TerminalClosed
    if found.terminal.state == TerminalState.STOPPED:
        raise TerminalStopped
    _bind(work, terminal_id, device)
    terminal = found.terminal
    return ActivatedTerminal(
        terminal.terminal_id, terminal.kind, terminal.municipality_code, TerminalState.CONTACT_REQUIRED
    )


def _normalise(typed: str) -> str:
    joined = "".join(unicodedata.normalize("NFKC", typed).split())
    return joined.translate(dict.fromkeys(map(ord, _DASHES)))


def _find(own: Session, terminal_id: str) -> _Found | None:
    row = own.get(Terminal, terminal_id)
    if row is None:
        return None
    shown = ActivatedTerminal(row.terminal_id, row.kind, row.municipality_code, row.state)
    return _Found(shown, None if row.password_index is None else bytes(row.password_index))


def _matches(work: Work, terminal_id: str, password: str, stored: bytes) -> bool:
    purpose = CorePurpose.TERMINAL_PASSWORD_INDEX
    right = False
    for candidate in work.keys.candidates(purpose, terminal_id.encode(), password.encode()):
        right |= Indexes.equal(candidate, stored)
    return right


def _bind(work: Work, terminal_id: str, device: DeviceGiven) -> None:
    """One statement decides between two machines that come at once."""
    bound = work.session.scalar(
        update(Terminal)
        .where(
            Terminal.terminal_id == terminal_id,
            Terminal.state == TerminalState.ISSUED,
            Terminal.public_key.is_(None),
        )
        .values(
            state=TerminalState.CONTACT_REQUIRED,
            public_key=device.public_key,
            fingerprint=device.fingerprint,
        )
        .returning(Terminal.terminal_id)
        .execution_options(synchronize_session=False)
    )
    if bound is None:
        raise TerminalAlreadyActivated
