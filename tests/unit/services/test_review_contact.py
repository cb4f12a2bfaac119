from __future__ import annotations

from datetime import date

import pytest

from mykey.kernel.refusals_of_officers import ContactChanged, ContactNotFound, TerminalNotFound
from mykey.services.ground import Ground
from mykey.services.review_contact import contact_version, review_contact
from mykey.services.work import Work
from tests.factories.terminals import a_contact, a_terminal


def test_a_contact_is_marked_as_reviewed_on_this_day(work: Work, ground: Ground) -> None:
    terminal = a_terminal(ground, work.session, kind="spend-points")
    contact = a_contact(work.session, terminal)
    review_contact(work, "141305", terminal.terminal_id, contact_version(contact))
    work.session.commit()
    assert contact.reviewed_on == date(2026, 4, 6)


def test_what_changed_meanwhile_is_not_marked(work: Work, ground: Ground) -> None:
    terminal = a_terminal(ground, work.session, kind="spend-points")
    contact = a_contact(work.session, terminal)
    seen = contact_version(contact)
    contact.telephone = "044-000-0001"
    work.session.commit()
    with pytest.raises(ContactChanged):
        review_contact(work, "141305", terminal.terminal_id, seen)
    assert contact.reviewed_on is None


def test_without_a_contact_there_is_nothing_to_review(work: Work, ground: Ground) -> None:
    terminal = a_terminal(ground, work.session, kind="spend-points")
    with pytest.raises(ContactNotFound):
        review_contact(work, "141305", terminal.terminal_id, "")


def test_another_municipalitys_terminal_does_not_exist(work: Work, ground: Ground) -> None:
    terminal = a_terminal(ground, work.session, kind="spend-points")
    contact = a_contact(work.session, terminal)
    with pytest.raises(TerminalNotFound):
        review_contact(work, "141003", terminal.terminal_id, contact_version(contact))
