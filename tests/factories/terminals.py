"""Terminals with the form and row that they answer, and their contacts."""

from __future__ import annotations

import itertools
from typing import Any

from sqlalchemy.orm import Session

from mykey.crypto.purposes import CorePurpose
from mykey.models.terminals import Terminal, TerminalContact, TerminalState
from mykey.services.ground import Ground
from tests.factories.forms import KAWASAKI, a_form_one, a_form_one_row

__all__ = ["TERMINAL_PASSWORD", "a_contact", "a_terminal", "an_active_terminal"]

TERMINAL_PASSWORD = "ABCDEFGH234567"

_NUMBERS = itertools.count(1)


def a_terminal(
    ground: Ground,
    session: Session,
    *,
    kind: str = "service-id",
    provider_id: str = "000001",
    provider_name: str = "川崎市立図書館",
    state: str = TerminalState.ISSUED,
    password: str | None = TERMINAL_PASSWORD,
    municipality_code: str = KAWASAKI,
    facility_category: str = "shop",
    **changes: Any,
) -> Terminal:
    """One terminal as Form II gives it out; of kind ア it is the library's unless told otherwise."""
    place = next(_NUMBERS)
    service = kind == "service-id"
    form = a_form_one(session, municipality_code=municipality_code)
    row = a_form_one_row(
        session,
        form.id,
        kind=kind,
        provider_name=provider_name if service else None,
        terminal_name=f"見本{place}台目",
    )
    terminal_id = changes.pop("terminal_id", f"{40_000_000 + place}")
    parts = (terminal_id.encode(), (password or "").encode())
    values: dict[str, Any] = {
        "terminal_id": terminal_id,
        "form_row_id": row.id,
        "municipality_code": municipality_code,
        "kind": kind,
        "provider_id": provider_id if service else None,
        "facility_category": None if service else facility_category,
        "state": state,
        "password_index": ground.keys.index(CorePurpose.TERMINAL_PASSWORD_INDEX, *parts)
        if password
        else None,
    }
    terminal = Terminal(**(values | changes))
    session.add(terminal)
    session.flush()
    return terminal


def an_active_terminal(
    ground: Ground, session: Session, *, public_key: bytes = b"k" * 32, **changes: Any
) -> Terminal:
    """A machine at work, with its contact."""
    device = {"state": TerminalState.ACTIVE, "public_key": public_key, "fingerprint": bytes(32)}
    terminal = a_terminal(ground, session, **(device | changes))
    a_contact(session, terminal)
    return terminal


def a_contact(session: Session, terminal: Terminal, **changes: Any) -> TerminalContact:
    """The contact that was given at a terminal, not yet reviewed."""
    values: dict[str, Any] = {
        "terminal_id": terminal.terminal_id,
        "place": "高津図書館",
        "terminal_name": "高津図書館1台目",
        "person_in_charge": "見本 花代",
        "organisation": "高津図書館 奉仕係",
        "postal_code": "2110000",
        "address": "神奈川県川崎市高津区見本町1-2-3",
        "telephone": "044-000-0000",
        "email": "takatsu@library.example.jp",
        "reviewed_on": None,
    }
    contact = TerminalContact(**(values | changes))
    session.add(contact)
    session.flush()
    return contact
