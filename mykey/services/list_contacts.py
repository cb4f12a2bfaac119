"""Terminals and their contacts as the municipality's officer reviews them (screen 11)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from mykey.models.form_ones import FormOneRow
from mykey.models.providers import Provider
from mykey.models.terminals import Terminal, TerminalContact, TerminalState
from mykey.services.work import Work

__all__ = ["ContactFilter", "ContactLine", "ContactPage", "Review", "list_contacts"]

PAGE_LINES = 50
TEXT_LIMIT = 100


class Review(StrEnum):
    """How far a terminal's contact is."""

    REVIEWED = "reviewed"
    WAITING = "waiting"
    """Given, not yet reviewed."""
    MISSING = "missing"
    """Not given; the terminal is not closed."""


@dataclass(frozen=True)
class ContactFilter:
    """What the officer asks for; an empty word asks for nothing. `text` is looked for in every field."""

    kind: str = ""
    provider_id: str = ""
    review: str = ""
    text: str = ""


@dataclass(frozen=True)
class ContactLine:
    """One terminal as Form I names it, and what was registered at it (None: nothing)."""

    terminal: Terminal
    asked: FormOneRow
    provider: Provider | None
    contact: TerminalContact | None


@dataclass(frozen=True)
class ContactPage:
    """One page, from 1; `total` counts the lines of all pages."""

    lines: list[ContactLine]
    total: int
    page: int
    pages: int


def list_contacts(
    work: Work, municipality_code: str | None, wanted: ContactFilter, page: int = 1
) -> ContactPage:
    """One page of terminals in the order of their IDs. `municipality_code` None: everybody's."""
    query = (
        select(Terminal, FormOneRow, Provider, TerminalContact)
        .join(FormOneRow, Terminal.form_row_id == FormOneRow.id)
        .outerjoin(Provider, Terminal.provider_id == Provider.provider_id)
        .outerjoin(TerminalContact, TerminalContact.terminal_id == Terminal.terminal_id)
    )
    if municipality_code is not None:
        query = query.where(Terminal.municipality_code == municipality_code)
    query = _filtered(query, wanted)
    total = work.session.execute(select(func.count()).select_from(query.subquery())).scalar_one()
    pages = max(1, -(-total // PAGE_LINES))
    page = min(max(1, page), pages)
    rows = work.session.execute(
        query.order_by(Terminal.terminal_id).limit(PAGE_LINES).offset((page - 1) * PAGE_LINES)
    )
    return ContactPage([ContactLine(*row) for row in rows], total, page, pages)


def _filtered(
    query: Select[Terminal, FormOneRow, Provider, TerminalContact], wanted: ContactFilter
) -> Select[Terminal, FormOneRow, Provider, TerminalContact]:
    if wanted.kind:
        query = query.where(Terminal.kind == wanted.kind)
    if wanted.provider_id:
        query = query.where(Terminal.provider_id == wanted.provider_id)
    if wanted.review == Review.REVIEWED:
        query = query.where(TerminalContact.reviewed_on.is_not(None))
    elif wanted.review == Review.WAITING:
        query = query.where(TerminalContact.terminal_id.is_not(None), TerminalContact.reviewed_on.is_(None))
    elif wanted.review == Review.MISSING:
        query = query.where(TerminalContact.terminal_id.is_(None), Terminal.state != TerminalState.CLOSED)
    text = wanted.text.replace("\0", "").strip()[:TEXT_LIMIT]  # PostgreSQL knows no text with a NUL
    if text:
        fields: tuple[InstrumentedAttribute[str], ...] = (
            Terminal.terminal_id,
            FormOneRow.place,
            FormOneRow.terminal_name,
            Provider.name,
            TerminalContact.place,
            TerminalContact.terminal_name,
            TerminalContact.person_in_charge,
            TerminalContact.organisation,
            TerminalContact.postal_code,
            TerminalContact.address,
            TerminalContact.telephone,
            TerminalContact.email,
        )
        query = query.where(or_(*(field.icontains(text, autoescape=True) for field in fields)))
    return query
