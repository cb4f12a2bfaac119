from __future__ import annotations

from mykey.models.terminals import TerminalState
from mykey.services.ground import Ground
from mykey.services.list_terminal_providers import ProviderName
from mykey.services.show_terminal import show_terminal
from mykey.services.work import Work
from tests.factories.providers import a_library
from tests.factories.terminals import a_terminal, an_active_terminal


def test_provider_and_contact_are_told_once_given(work: Work, ground: Ground) -> None:
    a_library(work.session)
    terminal = an_active_terminal(ground, work.session)
    shown = show_terminal(work, terminal.terminal_id)
    assert shown.state == "active"
    assert shown.provider == ProviderName("000001", "川崎市立図書館")
    assert shown.contact is not None
    assert shown.contact.postal_code == "2110000"


def test_before_that_both_are_none(work: Work, ground: Ground) -> None:
    a_library(work.session)
    terminal = a_terminal(ground, work.session, state=TerminalState.CONTACT_REQUIRED)
    shown = show_terminal(work, terminal.terminal_id)
    assert (shown.state, shown.provider, shown.contact) == ("contact-required", None, None)


def test_other_kinds_have_no_provider(work: Work, ground: Ground) -> None:
    terminal = an_active_terminal(ground, work.session, kind="grant-points")
    shown = show_terminal(work, terminal.terminal_id)
    assert shown.provider is None
    assert shown.contact is not None
