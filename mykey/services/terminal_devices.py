"""The key and fingerprint of an activated terminal, to check its signatures with."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from mykey.crypto.request_keys import DevicePublicKey
from mykey.models.terminals import Terminal

__all__ = ["TerminalDevice", "find_terminal_device"]


@dataclass(frozen=True)
class TerminalDevice:
    """A machine: its Ed25519 key, ready to verify and as bytes, and its fingerprint."""

    key: DevicePublicKey
    raw_key: bytes
    fingerprint: bytes


def find_terminal_device(session: Session, terminal_id: str) -> TerminalDevice | None:
    """The device bound to a terminal; None where none is, whatever the reason."""
    statement = select(Terminal.public_key, Terminal.fingerprint).where(Terminal.terminal_id == terminal_id)
    row = session.execute(statement).first()
    if row is None or row.public_key is None:
        return None
    return TerminalDevice(DevicePublicKey(row.public_key), bytes(row.public_key), bytes(row.fingerprint))
