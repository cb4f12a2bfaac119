from __future__ import annotations

import pytest

from mykey.kernel.refusals_of_officers import FormNotFound, FormNotIssued
from mykey.models.form_ones import FormOneRow
from mykey.models.terminals import TerminalState
from mykey.services.ground import Ground
from mykey.services.renew_terminal_passwords import renew_terminal_passwords
from mykey.services.work import Work
from tests.factories.forms import a_form_one
from tests.factories.providers import a_library
from tests.factories.terminals import a_terminal, an_active_terminal


def test_a_password_that_was_not_used_ends(work: Work, ground: Ground) -> None:
    a_library(work.session)
    terminal = a_terminal(ground, work.session)
    form_id = work.session.get_one(FormOneRow, terminal.form_row_id).form_id
    assert renew_terminal_passwords(work, form_id, "141305") == 1
    work.session.commit()
    assert (terminal.state, terminal.password_index) == (TerminalState.APPROVED, None)
    assert renew_terminal_passwords(work, form_id, "141305") == 0


def test_an_activated_terminal_is_left_alone(work: Work, ground: Ground) -> None:
    a_library(work.session)
    terminal = an_active_terminal(ground, work.session)
    form_id = work.session.get_one(FormOneRow, terminal.form_row_id).form_id
    assert renew_terminal_passwords(work, form_id, "141305") == 0
    work.session.commit()
    assert terminal.state == TerminalState.ACTIVE
    assert terminal.password_index is not None


def test_only_an_issued_form_of_the_own_municipality(work: Work) -> None:
    waiting = a_form_one(work.session, state="submitted", decided_on=None)
    with pytest.raises(FormNotIssued):
        renew_terminal_passwords(work, waiting.id, "141305")
    with pytest.raises(FormNotFound):
        renew_terminal_passwords(work, waiting.id, "141003")
