"""The municipality's officer marks a terminal's contact as reviewed (screen 11)."""

from __future__ import annotations

from sqlalchemy import select

from mykey.crypto.tokens import sha256, to_base64url
from mykey.kernel.clock import japan_day
from mykey.kernel.refusals_of_officers import ContactChanged, ContactNotFound
from mykey.models.terminals import TerminalContact
from mykey.services.find_terminal import find_terminal
from mykey.services.work import Work

__all__ = ["contact_version", "review_contact"]

FIELDS = (
    "place",
    "terminal_name",
    "person_in_charge",
    "organisation",
    "postal_code",
    "address",
    "telephone",
    "email",
)


def contact_version(contact: TerminalContact) -> str:
    """A short word for what the contact says now; a page carries it, so that a later change is noticed."""
    said = "\x1f".join(getattr(contact, field) for field in FIELDS)
    return to_base64url(sha256(said.encode())[:12])


def review_contact(work: Work, municipality_code: str, terminal_id: str, seen: str) -> None:
    """Mark as reviewed on this day what the officer saw: `seen` is its `contact_version`.

    Raises:
        TerminalNotFound: none of this ID, or not of this municipality.
        ContactNotFound: no contact has been given.
        ContactChanged: it says something else by now.
    """
    find_terminal(work, terminal_id, municipality_code)
    query = select(TerminalContact).where(TerminalContact.terminal_id == terminal_id).with_for_update()
    contact = work.session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if contact is None:
        raise ContactNotFound
    if contact_version(contact) != seen:
        raise ContactChanged
    contact.reviewed_on = japan_day(work.clock())
