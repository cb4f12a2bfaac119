"""Register or change whom the municipality calls about a terminal (screen 10). The first makes it active."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from mykey.kernel.refusals_of_terminals import RequestInvalid
from mykey.models.terminals import Terminal, TerminalContact, TerminalState
from mykey.services.contact_details import ContactDetails, ContactMalformed, read_contact
from mykey.services.show_terminal import TerminalShown, show_terminal
from mykey.services.work import Work

__all__ = ["register_contact"]

SERVICE_ID = "service-id"


def register_contact(
    work: Work, terminal_id: str, typed: Mapping[str, str], provider_id: str | None
) -> TerminalShown:
    """Keep the contact; give the terminal as it is now. A change must be reviewed anew.

    `typed` has the members of `ContactDetails`. A terminal of kind `service-id` confirms the provider that
    Form I names for it; others have none.

    Raises:
        RequestInvalid: with everything that is wrong at once.
    """
    # The lock lets a second registration of the same terminal wait: the contact is added by the first.
    terminal = work.session.get_one(Terminal, terminal_id, with_for_update=True)
    reasons: dict[str, str] = {}
    details = None
    try:
        details = read_contact(typed)
    except ContactMalformed as malformed:
        reasons = malformed.reasons
    wrong_provider = _judge_provider(terminal, provider_id)
    if wrong_provider is not None:
        reasons["provider_id"] = wrong_provider
    if details is None or reasons:
        raise RequestInvalid(errors=[{"member": name, "reason": reason} for name, reason in reasons.items()])
    _keep(work, terminal_id, details)
    if terminal.state == TerminalState.CONTACT_REQUIRED:
        terminal.state = TerminalState.ACTIVE
    return show_terminal(work, terminal_id)


def _judge_provider(terminal: Terminal, provider_id: str | None) -> str | None:
    if terminal.kind != SERVICE_ID:
        return None if provider_id is None else "not-for-this-kind"
    if provider_id is None:
        return "missing"
    return None if provider_id == terminal.provider_id else "not-this-terminals"


def _keep(work: Work, terminal_id: str, details: ContactDetails) -> None:
    contact = work.session.get(TerminalContact, terminal_id)
    if contact is None:
        work.session.add(TerminalContact(terminal_id=terminal_id, reviewed_on=None, **asdict(details)))
        work.session.flush()  # show_terminal reads it back
        return
    for name, value in asdict(details).items():
        if getattr(contact, name) != value:
            setattr(contact, name, value)
            contact.reviewed_on = None
