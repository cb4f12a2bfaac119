"""What a terminal sees of itself: kind, state, and, once given, provider and contact."""

from __future__ import annotations

from dataclasses import dataclass

from mykey.models.providers import Provider
from mykey.models.terminals import Terminal, TerminalContact
from mykey.services.list_terminal_providers import ProviderName
from mykey.services.work import Work

__all__ = ["ContactShown", "TerminalShown", "show_terminal"]


@dataclass(frozen=True)
class ContactShown:
    """The contact as it is kept; business data."""

    place: str
    terminal_name: str
    person_in_charge: str
    organisation: str
    postal_code: str
    address: str
    telephone: str
    email: str


@dataclass(frozen=True)
class TerminalShown:
    """The members of `GET /v1/terminal`."""

    terminal_id: str
    kind: str
    municipality_code: str
    state: str
    provider: ProviderName | None
    contact: ContactShown | None


def show_terminal(work: Work, terminal_id: str) -> TerminalShown:
    """The terminal. Its provider is told together with the contact, in which it was confirmed."""
    terminal = work.session.get_one(Terminal, terminal_id)
    contact = work.session.get(TerminalContact, terminal_id)
    provider = None
    if contact is not None and terminal.provider_id is not None:
        known = work.session.get_one(Provider, terminal.provider_id)
        provider = ProviderName(known.provider_id, known.name)
    return TerminalShown(
        terminal_id=terminal.terminal_id,
        kind=terminal.kind,
        municipality_code=terminal.municipality_code,
        state=terminal.state,
        provider=provider,
        contact=None if contact is None else _shown(contact),
    )


def _shown(contact: TerminalContact) -> ContactShown:
    return ContactShown(
        place=contact.place,
        terminal_name=contact.terminal_name,
        person_in_charge=contact.person_in_charge,
        organisation=contact.organisation,
        postal_code=contact.postal_code,
        address=contact.address,
        telephone=contact.telephone,
        email=contact.email,
    )
