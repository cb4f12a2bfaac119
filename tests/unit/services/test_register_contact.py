from __future__ import annotations

from datetime import date

import pytest

from mykey.kernel.refusals_of_terminals import RequestInvalid
from mykey.models.terminals import Terminal, TerminalContact, TerminalState
from mykey.services.ground import Ground
from mykey.services.register_contact import register_contact
from mykey.services.work import Work
from tests.factories.providers import a_library, a_shopping_street
from tests.factories.terminals import a_terminal, an_active_terminal

TYPED = {
    "place": "見本図書館",
    "terminal_name": "カウンター1",
    "person_in_charge": "見本 花子",
    "organisation": "見本図書館",
    "postal_code": "２１１－００００",
    "address": "神奈川県川崎市中原区見本町1-2-3",
    "telephone": "044-000-0000",
    "email": "counter@library.example.jp",
}


def test_the_first_contact_makes_the_terminal_active(work: Work, ground: Ground) -> None:
    a_library(work.session)
    terminal = a_terminal(ground, work.session, state=TerminalState.CONTACT_REQUIRED)
    shown = register_contact(work, terminal.terminal_id, TYPED, "000001")
    assert shown.state == "active"
    assert shown.contact is not None
    assert shown.contact.postal_code == "2110000"
    assert shown.provider is not None
    work.session.commit()
    assert work.session.get_one(Terminal, shown.terminal_id).state == TerminalState.ACTIVE


def test_a_change_must_be_reviewed_anew(work: Work, ground: Ground) -> None:
    a_library(work.session)
    terminal_id = an_active_terminal(ground, work.session).terminal_id
    register_contact(work, terminal_id, TYPED, "000001")
    reviewed = date(2026, 4, 6)
    work.session.get_one(TerminalContact, terminal_id).reviewed_on = reviewed
    register_contact(work, terminal_id, TYPED, "000001")
    assert work.session.get_one(TerminalContact, terminal_id).reviewed_on == reviewed
    register_contact(work, terminal_id, TYPED | {"telephone": "044-000-0001"}, "000001")
    changed = work.session.get_one(TerminalContact, terminal_id)
    assert (changed.reviewed_on, changed.telephone) == (None, "044-000-0001")


@pytest.mark.parametrize(("provider_id", "reason"), [(None, "missing"), ("000002", "not-this-terminals")])
def test_the_provider_is_the_one_of_form_one(
    work: Work, ground: Ground, provider_id: str | None, reason: str
) -> None:
    a_library(work.session)
    a_shopping_street(work.session)
    terminal = a_terminal(ground, work.session, state=TerminalState.CONTACT_REQUIRED)
    with pytest.raises(RequestInvalid) as caught:
        register_contact(work, terminal.terminal_id, TYPED, provider_id)
    assert caught.value.facts["errors"] == [{"member": "provider_id", "reason": reason}]
    assert terminal.state == TerminalState.CONTACT_REQUIRED


def test_other_kinds_have_none(work: Work, ground: Ground) -> None:
    terminal = a_terminal(ground, work.session, kind="spend-points", state=TerminalState.CONTACT_REQUIRED)
    with pytest.raises(RequestInvalid) as caught:
        register_contact(work, terminal.terminal_id, TYPED, "000001")
    assert caught.value.facts["errors"] == [{"member": "provider_id", "reason": "not-for-this-kind"}]
    assert register_contact(work, terminal.terminal_id, TYPED, None).state == "active"


def test_everything_wrong_is_told_at_once(work: Work, ground: Ground) -> None:
    a_library(work.session)
    terminal = a_terminal(ground, work.session, state=TerminalState.CONTACT_REQUIRED)
    with pytest.raises(RequestInvalid) as caught:
        register_contact(work, terminal.terminal_id, TYPED | {"email": "x", "place": ""}, None)
    errors = caught.value.facts["errors"]
    assert isinstance(errors, list)
    assert {error["member"] for error in errors} == {"email", "place", "provider_id"}
    assert work.session.get(TerminalContact, terminal.terminal_id) is None
